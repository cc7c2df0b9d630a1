import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { schema } from './execute.ts';

interface WrittenOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Provides a value, given the name of the argument or input field, its scalar type, and the root field. */
export type ValueOf = (name: string, scalar: string, field: string) => unknown;

/** Returns one operation for each root field of the schema, with a value for every argument and every field of every input. */
export function everyOperation(written: ValueOf): WrittenOperation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => operation(kind, field, written)),
  );
}

function operation(kind: WrittenOperation['kind'], field: GraphQLField<unknown, unknown>, written: ValueOf) {
  const { name, args, type } = field;
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = isLeafType(getNamedType(type)) ? '' : '{ __typename }';
  const query = `${kind} ${declared && `(${declared})`} { ${name} ${passed && `(${passed})`} ${selection} }`;
  const inField: ValueOf = (arg, scalar) => written(arg, scalar, name);
  const variables = Object.fromEntries(args.map((arg) => [arg.name, valueFor(arg.name, arg.type, inField)]));
  return { kind, field: name, query, variables };
}

function valueFor(name: string, type: GraphQLInputType, written: ValueOf): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, written);
  if (isListType(type)) return [valueFor(name, type.ofType, written)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return written(name, type.name, '');
  const fields = Object.values(type.getFields());
  const given = type.isOneOf ? fields.slice(0, 1) : fields;
  return Object.fromEntries(given.map((field) => [field.name, valueFor(field.name, field.type, written)]));
}
