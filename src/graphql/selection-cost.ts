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

/** A field's own cost, and the multiplier of its subselection. */
interface Price {
  readonly field: number;
  readonly multiplier: number;
}

/**
 * Cost of a selection, by the option `complexity` of its fields. In a connection, `edges` counts once per item that the page may have;
 * other fields, of the page or the whole list, count once. Fields left out by `@skip` and `@include` cost nothing.
 */
export class SelectionCost {
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** `items`: for a connection, the size of its page. Throws a GraphQLError if an argument cannot be read. */
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
    // Introspection, which has its own bounds.
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

/** Reads Pothos's forms of the option: a bare number is the field's own cost. */
function priceFrom(option: unknown): Price {
  if (typeof option === 'number') return { field: option, multiplier: 1 };
  const { field, multiplier }: { field?: unknown; multiplier?: unknown } = Object(option);
  return {
    field: typeof field === 'number' ? field : 1,
    multiplier: typeof multiplier === 'number' ? Math.max(multiplier, 0) : 1,
  };
}
