import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../graphql/context.ts';
import { ownBytes } from '../../platform/cache/own-bytes.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { type AnswerCache, operationOf } from '../answers/answer-cache.ts';
import { choosesByRecalls, type Lasting, ttlOf } from '../answers/lasting-fields.ts';
import type { OperationCosts } from '../limits/operation-costs.ts';
import type { ServerContext } from '../server-context.ts';
import { nameOf } from './use-operation-times.ts';

interface Options {
  readonly answers: AnswerCache;
  readonly lasting: Lasting;
  readonly costs: OperationCosts;
  readonly schema: GraphQLSchema;
}

type AnswerPlugin = Plugin<Context & ServerContext, ServerContext>;

/** Most text of documents whose time to live is remembered, in characters. */
const maxText = 4 * 1024 * 1024;

/** Answers operations over HTTP from the cache, and keeps their answers there, if all that they ask for is listed as lasting. */
export function useAnswerCache({ answers, lasting, costs, schema }: Options): AnswerPlugin {
  const ttls = new KnownTtls();
  return {
    async onParams({ params, request, context, setResult }) {
      if (context.refused || !ttls.mayBeKept(params)) return;
      const scope = await answers.scopeOf(request);
      if (!scope) return;
      const { query = '', operationName, variables } = params;
      const operation = operationOf(query, operationName, variables);
      context.asked = { scope, operation };
      const answer = await answers.get(scope, operation);
      if (!answer) return;
      const refusal = await answers.charge(answer, scope, request);
      if (refusal) return setResult({ errors: [refusal] });
      answers.repeat(answer, scope.viewer.accountId);
      context.answer = { operation, outcome: 'hit' };
      setResult(JSON.parse(answer.text.toString()));
    },
    onParse({ params: { source } }) {
      const text = typeof source === 'string' ? source : source.body;
      return ({ result }) => {
        if (result && !(result instanceof Error)) ttls.learn(text, () => ttlOf(result, schema, lasting));
      };
    },
    onExecute({ args }) {
      const context = args.contextValue;
      const { asked, notes } = context;
      const ttlMs = ttls.of(context.params);
      if (!asked || ttlMs === 0) return;
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) return;
          context.answer = { operation: asked.operation, outcome: 'miss' };
          setResult({ ...result, extensions: { ...result.extensions, responseCache: { hit: false } } });
          const keptMs = Math.min(ttlMs, notes.keepMs);
          if (result.errors?.length || keptMs === 0) return;
          answers.put(asked.scope, asked.operation, {
            text: bodyOfHit(result),
            operation: nameOf(args),
            cost: costs.of(args),
            recalled: notes.recalled,
            expiresAt: Date.now() + keptMs,
          });
        },
      };
    },
    onResponse({ response, serverContext: { answer } }) {
      if (answer) response.headers.set('x-response-cache', answer.outcome);
    },
  };
}

const bodyOfHit = ({ data }: ExecutionResult): Buffer =>
  ownBytes(Buffer.from(JSON.stringify({ data, extensions: { responseCache: { hit: true } } })));

/** How long answers to documents may be kept, by the text of each. */
class KnownTtls {
  readonly #known = new LRUCache<string, number>({
    max: 2_000,
    maxSize: maxText,
    sizeCalculation: (_ttl, text) => text.length + 1,
  });

  /** True for a document that was not seen before: it is unknown yet. */
  mayBeKept({ query, variables }: GraphQLParams): boolean {
    if (!query || this.#known.get(query) === 0) return false;
    return !choosesByRecalls(query) && !(variables && choosesByRecalls(JSON.stringify(variables)));
  }

  learn(text: string, ttlOfText: () => number): void {
    getOrInsert(this.#known, text, ttlOfText);
  }

  /** 0 for a text that is not remembered any more. */
  of({ query = '' }: GraphQLParams): number {
    return this.#known.get(query) ?? 0;
  }
}
