import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
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

/** Turns values that a scalar could not read into BAD_USER_INPUT, on every field with arguments but mutations. */
class RejectInvalidValuesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.kind === 'Mutation' || Object.keys(field.args).length === 0) return resolve;
    return (parent, args, context, info) => {
      rejectInvalidValues(args);
      return resolve(parent, args, context, info);
    };
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

SchemaBuilder.registerPlugin(REJECT_INVALID_VALUES, RejectInvalidValuesPlugin);
