import type { InputObjectRef, ObjectRef } from '@pothos/core';
import type { Scope } from '../account/viewer.ts';
import { type ExpectedErrorClass, ValidationError } from '../platform/errors.ts';
import { currentRequester, endTurn } from '../platform/turns/requester.ts';
import { keyHours } from '../platform/validation.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { Context } from './context.ts';
import { errorType, Failure } from './errors.schema.ts';
import { takeInvalidValues } from './invalid-value.ts';

/** Items of a bulk with unreadable values, by index: they return this error and are not tried. */
type RejectedItems = ReadonlyMap<number, ValidationError>;

interface MutationOptions<Input extends object, Payload extends object> {
  readonly description: string;
  /** The type `<Mutation>Input`. */
  readonly input: InputObjectRef<BuilderTypes, Input>;
  /** The type `<Mutation>Payload`. */
  readonly payload: ObjectRef<BuilderTypes, Payload>;
  /** The errors that this mutation returns as data. Any other error is masked. */
  readonly errors: readonly ExpectedErrorClass[];
  /** The required scope; default: `write`. */
  readonly scope?: Scope;
  /** The list in the input whose items each have a result of their own; those with unreadable values are passed as `rejected`. */
  readonly items?: string;
  /** Its cost beside that of the answer; default: 1. */
  work?(input: Input): number;
  /** Number of given items, if the answer lists one for each: the cost of the answer is then multiplied by it, not by the most that may be given. */
  count?(input: Input): number;
  /** Given items as a share of the most that may be given, if the fields of the answer are priced for the most: scales their cost down. */
  part?(input: Input): number;
  resolve(input: Input, context: Context, rejected: RejectedItems): Promise<Payload>;
}

/** What is said of the idempotency key in an input; `same`: what a repeated call returns. */
export const keyThatReturns = (same: string): string =>
  `Key that makes the call safe to repeat, 1 to 200 characters. The same call with the same key within ${keyHours} hours returns ${same}.`;

/** Defines a mutation in the common form: `name(input: <Name>Input!): <Name>Result`, expected errors as data. */
export function mutation<Input extends object, Payload extends object>(
  name: string,
  options: MutationOptions<Input, Payload> & { readonly items?: keyof Input & string },
): void {
  defineMutation(name, options);
}

// Pothos cannot infer argument types from type parameters, so the generic part ends above.
function defineMutation(name: string, options: MutationOptions<object, object>): void {
  const { input, payload, errors, scope = 'write', items, description } = options;
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const result = resultUnion(
    `${typeName}Result`,
    `Result of \`${name}\`: its payload, or an expected error.`,
    payload,
    errors,
  );
  builder.mutationField(name, (t) =>
    t.field({
      type: result,
      nullable: true,
      description,
      authScopes: { [scope]: true },
      skipTypeScopes: true,
      complexity: ({ input: given }) => ({
        field: options.work?.(given) ?? 1,
        multiplier: options.part?.(given) ?? Math.max(options.count?.(given) ?? 1, 1),
      }),
      args: { input: t.arg({ type: input, required: true, description: `See \`${typeName}Input\`.` }) },
      resolve: async (_root, args, context) => {
        try {
          const resolve = () => options.resolve(args.input, context, takeRejected(args.input, items));
          return await (isBulk(args.input) ? inTurnOfBulks(context, resolve) : resolve());
        } catch (error) {
          const expected = errors.find((candidate) => error instanceof candidate);
          if (expected && error instanceof expected) return new Failure(error);
          throw error;
        } finally {
          forgetLoaded(context);
        }
      },
    }),
  );
}

/** A larger list is a bulk: it waits for other bulks of its account, and the account's other operations do not wait for it. */
const mostOfFew = 50;
const isBulk = (input: object): boolean =>
  Object.values(input).some((value) => Array.isArray(value) && value.length > mostOfFew);

async function inTurnOfBulks<T>({ services }: Context, work: () => Promise<T>): Promise<T> {
  const requester = currentRequester();
  if (!requester) return await work();
  endTurn();
  return await services.turns.run('bulk', requester, work);
}

/** A write may have changed what the request read before. */
function forgetLoaded({ loaders }: Context): void {
  const all: readonly { clearAll(): unknown }[] = Object.values(loaders);
  for (const loader of all) loader.clearAll();
}

/** A union of a payload and its expected errors, for a mutation or for one item of a bulk. */
export function resultUnion(
  name: string,
  description: string,
  payload: ObjectRef<BuilderTypes, object>,
  errors: readonly ExpectedErrorClass[],
) {
  return builder.unionType(name, {
    description,
    types: [payload, ...errors.map(errorType)],
    resolveType: (value) => (value instanceof Failure ? value.error.name : payload.name),
  });
}

/** Throws for unreadable values, except those within items of the named list, which it returns by index. */
function takeRejected(input: object, items: string | undefined): RejectedItems {
  const byItem = new Map<number, ValidationError>();
  const issues = takeInvalidValues(input);
  const ofItems = Map.groupBy(issues, ({ path: [list, index] }) => (list === items && index ? Number(index) : -1));
  for (const [index, found] of ofItems) {
    if (index < 0) throw new ValidationError(found);
    byItem.set(index, new ValidationError(found));
  }
  return byItem;
}
