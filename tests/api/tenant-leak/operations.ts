import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { getOrInsert } from '../../../src/platform/get-or-insert.ts';

/** Returns a value for one path of the API: `Query.node.id` for an argument, `AddMemoryInput.collectionId` for an input field. */
export type Sample = (path: string, type: GraphQLInputType) => unknown;

export interface Operation {
  readonly source: string;
  readonly variables: Record<string, unknown>;
}

/** Paths of all arguments and input fields in the schema that take ids. */
export function idPlaces(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).flatMap((field) => (takesId(field) ? [`${type.name}.${field.name}`] : []));
    }
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) =>
      field.args.flatMap((argument) => (takesId(argument) ? [`${type.name}.${field.name}.${argument.name}`] : [])),
    );
  });
}

const takesId = ({ type }: { readonly type: GraphQLInputType }): boolean => getNamedType(type).name === 'ID';

/** Returns an operation that selects everything from one root field, three levels deep. */
export function operationFor(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation',
  name: string,
  sample: Sample,
): Operation {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[name];
  if (!root || !field) throw new Error(`No ${kind} ${name}`);
  const values = new Values(sample);
  const call = `${name}${values.call(root.name, field)}${selection(schema, field.type, 3, values)}`;
  return { source: `${kind}${values.declarations()} { ${call} }`, variables: values.variables };
}

/** Collects arguments as variables while the operation is written. */
class Values {
  readonly variables: Record<string, unknown> = {};
  readonly #declared: string[] = [];
  readonly #sample: Sample;
  /** Selections by type and depth: repeated ones take the same values. */
  readonly selections = new Map<string, string>();

  constructor(sample: Sample) {
    this.#sample = sample;
  }

  declarations(): string {
    return this.#declared.length === 0 ? '' : `(${this.#declared.join(', ')})`;
  }

  call(parent: string, field: GraphQLField<unknown, unknown>): string {
    const given = field.args.flatMap((argument) => this.#argument(`${parent}.${field.name}`, argument));
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #argument(path: string, argument: GraphQLArgument): string[] {
    const value = this.#value(`${path}.${argument.name}`, argument.type, isRequiredArgument(argument));
    if (value === undefined) return [];
    const variable = `v${this.#declared.length}`;
    this.#declared.push(`$${variable}: ${argument.type}`);
    this.variables[variable] = value;
    return [`${argument.name}: $${variable}`];
  }

  /** Ids are always given; other values only if they are required or have a sample. */
  #value(path: string, type: GraphQLInputType, required: boolean): unknown {
    const sampled = this.#sample(path, type);
    if (sampled !== undefined) return sampled;
    if (!required && getNamedType(type).name !== 'ID' && !holdsId(type)) return undefined;
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner)) return [this.#value(`${path}`, inner.ofType, true)];
    if (isInputObjectType(inner)) return this.#object(inner.name, Object.values(inner.getFields()));
    if (isEnumType(inner)) return inner.getValues()[0]?.name;
    throw new Error(`${path}: give the tenant-leak test a sample value of ${type}`);
  }

  #object(name: string, fields: readonly GraphQLInputField[]): Record<string, unknown> {
    return Object.fromEntries(
      fields.flatMap((field) => {
        const value = this.#value(`${name}.${field.name}`, field.type, isRequiredInputField(field));
        return value === undefined ? [] : [[field.name, value]];
      }),
    );
  }
}

const holdsId = (type: GraphQLInputType): boolean => {
  const named = getNamedType(type);
  return isInputObjectType(named) && Object.values(named.getFields()).some(takesId);
};

function selection(schema: GraphQLSchema, type: GraphQLOutputType, depth: number, values: Values): string {
  const named = getNamedType(type);
  if (isUnionType(named) || isInterfaceType(named)) {
    const members = schema.getPossibleTypes(named);
    return ` { __typename ${members.map((member) => `... on ${member.name}${fieldsOf(schema, member.name, depth, values)}`).join(' ')} }`;
  }
  return isObjectType(named) ? fieldsOf(schema, named.name, depth, values) : '';
}

const fieldsOf = (schema: GraphQLSchema, typeName: string, depth: number, values: Values): string =>
  getOrInsert(values.selections, `${typeName} ${depth}`, () => selected(schema, typeName, depth, values));

function selected(schema: GraphQLSchema, typeName: string, depth: number, values: Values): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const leaf =
      !isObjectType(getNamedType(field.type)) &&
      !isUnionType(getNamedType(field.type)) &&
      !isInterfaceType(getNamedType(field.type));
    if (!leaf && depth === 0) return [];
    // Members of a union may have fields of one name and different types: the alias keeps them apart.
    const inner = leaf ? '' : selection(schema, field.type, depth - 1, values);
    return [`${typeName}_${field.name}: ${field.name}${values.call(typeName, field)}${inner}`];
  });
  return ` { __typename ${fields.join(' ')} }`;
}
