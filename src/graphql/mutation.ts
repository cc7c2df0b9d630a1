import type { InputObjectRef, ObjectRef } from '@pothos/core';
import type { Scope } from '../account/viewer.ts';
import { ValidationError } from '../platform/errors.ts';
import { currentRequester, endTurn } from '../platform/requester.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { Context } from './context.ts';
import { type ExpectedErrorClass, errorType, Failure } from './errors.schema.ts';
import { takeInvalidValues } from './invalid-value.ts';

/** Items of a bulk whose values could not even be read, by index: they answer with this error instead of being tried. */
type RejectedItems = ReadonlyMap<number, ValidationError>;

interface MutationOptions<Input extends object, Payload extends object> {
  readonly description: string;
  /** The type `<Mutation>Input`. */
  readonly input: InputObjectRef<BuilderTypes, Input>;
  /** The type `<Mutation>Payload`. */
  readonly payload: ObjectRef<BuilderTypes, Payload>;
  /** What this mutation can meet. Anything else that is thrown is masked. */
  readonly errors: readonly ExpectedErrorClass[];
  /** The scope that is needed, `write` where none is given. */
  readonly scope?: Scope;
  /** The list in the input whose items answer each for themselves; their unreadable values come as `rejected`. */
  readonly items?: string;
  /** What it costs beside its answer; 1 where nothing is said. */
  work?(input: Input): number;
  /** How many things were given, where the answer lists as many: its cost follows the call, and not the bound. */
  count?(input: Input): number;
  /** Which part of the most was given, where the answer lists at most its bound and has nothing else of weight: to the same end. */
  part?(input: Input): number;
  resolve(input: Input, context: Context, rejected: RejectedItems): Promise<Payload>;
}

/** Defines a mutation the way that all are: `name(input: <Name>Input!): <Name>Result`, expected errors as data. */
export function mutation<Input extends object, Payload extends object>(
  name: string,
  options: MutationOptions<Input, Payload> & { readonly items?: keyof Input & string },
): void {
  defineMutation(name, options);
}

// Pothos cannot work out argument types from type parameters, so the generic part ends above.
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

/** Of what is given more at once, others of the account are not to wait for it; it waits for those like it. */
const mostOfFew = 50;
const isBulk = (input: object): boolean =>
  Object.values(input).some((value) => Array.isArray(value) && value.length > mostOfFew);

async function inTurnOfBulks<T>({ services }: Context, work: () => Promise<T>): Promise<T> {
  const requester = currentRequester();
  if (!requester) return await work();
  endTurn();
  return await services.turns.run('bulk', requester, work);
}

/** What the request has read before a write may be no more true after it. */
function forgetLoaded({ loaders }: Context): void {
  const all: readonly { clearAll(): unknown }[] = Object.values(loaders);
  for (const loader of all) loader.clearAll();
}

/** A union of a payload and the errors that may come in its place, for a mutation or for one item of a bulk. */
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

/** Throws for unreadable values, but keeps those apart that stand in an item of the named list. */
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
