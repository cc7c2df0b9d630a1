import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type VariableValues,
} from 'graphql';

interface Asked {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variableValues: VariableValues;
}

/** What a field costs by itself, and how often what is selected of it counts. */
interface Price {
  readonly field: number;
  readonly multiplier: number;
}

/**
 * What a selection costs by the option `complexity` of its fields. Of a connection, `edges` counts as often as the page may have items;
 * what is told of the page, or of the whole list, is told once. What `@skip` and `@include` leave out costs nothing.
 */
export class SelectionCost {
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** `items`: of a connection, how many its page may have. Throws a GraphQLError where an argument cannot be read. */
  of({ selections }: SelectionSetNode, type: GraphQLNamedType, items = 1): number {
    let cost = 0;
    for (const selection of selections) {
      if (this.#isIncluded(selection)) cost += this.#ofSelection(selection, type, items);
    }
    return cost;
  }

  #ofSelection(selection: SelectionNode, type: GraphQLNamedType, items: number): number {
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, type, items);
    const { schema, fragments } = this.#asked;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return 0;
    const condition = fragment.typeCondition?.name.value;
    return this.of(fragment.selectionSet, (condition && schema.getType(condition)) || type, items);
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType, items: number): number {
    const field = fieldsOf(parent)[node.name.value];
    // Of introspection, which has bounds of its own.
    if (!field) return 1;
    const price = this.#priceOf(field, node);
    if (!node.selectionSet) return price.field;
    const type = getNamedType(field.type);
    if (isConnection(type)) return price.field + this.of(node.selectionSet, type, price.multiplier);
    const below = this.of(node.selectionSet, type);
    if (isConnection(parent) && node.name.value === 'edges') return items * (price.field + below);
    return price.field + price.multiplier * below;
  }

  #priceOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Price {
    const { complexity } = field.extensions;
    if (typeof complexity !== 'function') return priceFrom(complexity);
    return priceFrom(complexity(getArgumentValues(field, node, this.#asked.variableValues)));
  }

  #isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    const { variableValues } = this.#asked;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
    return skip?.['if'] !== true && include?.['if'] !== false;
  }
}

const fieldsOf = (type: GraphQLNamedType) => (isObjectType(type) || isInterfaceType(type) ? type.getFields() : {});

const isConnection = (type: GraphQLNamedType): boolean => isObjectType(type) && type.name.endsWith('Connection');

/** By the forms that Pothos takes: a number alone is that of the field itself. */
function priceFrom(option: unknown): Price {
  if (typeof option === 'number') return { field: option, multiplier: 1 };
  const { field, multiplier }: { field?: unknown; multiplier?: unknown } = Object(option);
  return {
    field: typeof field === 'number' ? field : 1,
    multiplier: typeof multiplier === 'number' ? Math.max(multiplier, 0) : 1,
  };
}
