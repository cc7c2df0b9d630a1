import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosOutputFieldType,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AnswerSize, MOST_TEXT } from './answer-size.ts';
import { requestError } from './request-errors.ts';

export const BOUND_ANSWERS = 'boundAnswers';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      boundAnswers: BoundAnswersPlugin<Types>;
    }
  }
}

/** Shorter texts, which nearly all are, do not count: the cost bounds their number. In characters. */
const longText = 256;
/** Scalars that may be long. */
const texts: ReadonlySet<string> = new Set(['String', 'JSON']);

/** Counts the text of an answer while it is made, and throws QUERY_TOO_COMPLEX once it is too much. */
class BoundAnswersPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { type }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (!this.#isText(type)) return resolve;
    return (parent, args, context, info) => {
      const value = resolve(parent, args, context, info);
      if (typeof value === 'string' && value.length < longText) return value;
      return value instanceof Promise ? value.then((read) => counted(read, context)) : counted(value, context);
    };
  }

  /** Whether the type is one of these scalars, or a list of them: a memory may have two thousand characters of tags. */
  #isText(type: PothosOutputFieldType<Types>): boolean {
    if (type.kind === 'List') return this.#isText(type.type);
    return type.kind === 'Scalar' && texts.has(this.buildCache.getTypeConfig(type.ref, 'Scalar').name);
  }
}

function counted<Value>(value: Value, context: object): Value {
  if (!('size' in context && context.size instanceof AnswerSize) || context.size.takes(lengthOf(value))) return value;
  const message = `This answer is too large: more than ${MOST_TEXT} characters of text: ask for less at a time`;
  throw requestError('QUERY_TOO_COMPLEX', message, { measure: 'text', limit: MOST_TEXT });
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, child) => sum + lengthOf(child), 0);
}

SchemaBuilder.registerPlugin(BOUND_ANSWERS, BoundAnswersPlugin);
