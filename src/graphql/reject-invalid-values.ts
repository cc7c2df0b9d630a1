import SchemaBuilder, {
  BasePlugin,
  type PothosInputFieldType,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { text } from '../platform/validation.ts';
import { takeInvalidValues } from './invalid-value.ts';
import { badUserInput } from './request-errors.ts';

export const REJECT_INVALID_VALUES = 'rejectInvalidValues';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      rejectInvalidValues: RejectInvalidValuesPlugin<Types>;
    }
  }
}

/** Bounds of a text argument; inputs have bounds of their own. */
const anyText = text({ max: Number.MAX_SAFE_INTEGER });

/** Turns unreadable scalar values, and texts that no database can store, into BAD_USER_INPUT, for all fields with arguments except mutations. */
class RejectInvalidValuesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.kind === 'Mutation' || Object.keys(field.args).length === 0) return resolve;
    const texts = Object.keys(field.args).filter((name) => this.#isText(field.args[name]?.type));
    return (parent, args, context, info) => {
      rejectInvalidValues(args);
      rejectInvalidTexts(args, texts);
      return resolve(parent, args, context, info);
    };
  }

  /** Whether the type is String or a list of strings. */
  #isText(type: PothosInputFieldType<Types> | undefined): boolean {
    if (type?.kind === 'List') return this.#isText(type.type);
    return type?.kind === 'Scalar' && this.buildCache.getTypeConfig(type.ref, 'Scalar').name === 'String';
  }

  override wrapSubscribe(
    subscribe: GraphQLFieldResolver<unknown, Types['Context'], object> | undefined,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> | undefined {
    return (
      subscribe &&
      ((parent, args, context, info) => {
        rejectInvalidValues(args);
        return subscribe(parent, args, context, info);
      })
    );
  }
}

function rejectInvalidValues(args: object): void {
  const [first] = takeInvalidValues(args);
  if (first) throw badUserInput(first.path.join('.'), first.message);
}

function rejectInvalidTexts(args: object, names: readonly string[]): void {
  for (const name of names) {
    for (const value of [Reflect.get(args, name)].flat()) {
      const error = value == null ? undefined : anyText.safeParse(value).error;
      if (error) throw badUserInput(name, error.issues[0]?.message ?? 'is no text');
    }
  }
}

SchemaBuilder.registerPlugin(REJECT_INVALID_VALUES, RejectInvalidValuesPlugin);
