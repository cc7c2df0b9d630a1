import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { AnswerNotes } from '../../graphql/answer-notes.ts';
import type { Context } from '../../graphql/context.ts';
import { ownBytes } from '../../platform/cache/own-bytes.ts';
import { type AnswerCache, type AnswerScope, operationOf } from '../answers/answer-cache.ts';
import type { KeptAnswer } from '../answers/kept-answer.ts';
import { choosesByRecalls, type Lasting, ttlOf } from '../answers/lasting-fields.ts';
import type { OperationCosts } from '../limits/operation-costs.ts';
import type { ServerContext } from '../server-context.ts';
import { nameOf } from './use-operation-times.ts';

interface AnswerCacheOptions {
  readonly answers: AnswerCache;
  readonly lasting: Lasting;
  readonly costs: OperationCosts;
  readonly schema: GraphQLSchema;
}

type OperationContext = Context & ServerContext;

/** Most text of documents whose time to live is remembered, in characters. */
const maxText = 4 * 1024 * 1024;

/** More operations than a process has under way at once. */
const mostUnderWay = 10_000;

/**
 * Yoga's response cache over our own store. Off for everything that is not listed; the store's keys include the viewer, the epoch of
 * their account and all that the client sent.
 */
export function useAnswerCache(
  options: AnswerCacheOptions,
): [Plugin<OperationContext, ServerContext>, Plugin, Plugin<OperationContext, ServerContext>] {
  const kept = new KeptAnswers(options);
  const plugin = useResponseCache({
    session: (request, context) => kept.session(request, context),
    enabled: (_request, context) => kept.isEnabled(context),
    buildResponseCacheKey: async ({ context }) => kept.key(context),
    cache: {
      get: (key) => kept.get(key),
      set: (key, result, _entities, ttl) => kept.set(key, result, ttl),
      // A new epoch of the account hides its old answers.
      invalidate: () => {},
    },
    ttl: 0,
    ttlPerSchemaCoordinate: { ...options.lasting.roots },
    idFields: [],
    invalidateViaMutation: false,
    includeExtensionMetadata: true,
    shouldCacheResult: ({ result }) => !result.errors?.length,
    onTtl: ({ ttl, context }) => kept.bound(ttl, context),
  });
  return [kept.before(), plugin, kept.after()];
}

/** An operation that may be answered from the cache. */
interface Asked {
  /** The plugin's cache key: unique per operation, so that the plugin's calls can be traced to this operation. */
  readonly key: string;
  readonly params: GraphQLParams;
  readonly operation: string;
  scope: AnswerScope | null;
  /** Whether the cache was asked already. */
  looked: boolean;
  /** Null until it is executed. */
  executed: { readonly name: string; readonly cost: number; readonly notes: AnswerNotes } | null;
}

class KeptAnswers {
  readonly #options: AnswerCacheOptions;
  /** How long answers to a document may be kept, by its text. */
  readonly #ttls = new LRUCache<string, number>({
    max: 2_000,
    maxSize: maxText,
    sizeCalculation: (_ttl, text) => text.length + 1,
  });
  readonly #asked = new WeakMap<object, Asked>();
  /** Operations under way, by key; one that ends with a plugin's error stays until it is evicted. */
  readonly #underWay = new LRUCache<string, Asked>({ max: mostUnderWay });
  readonly #given = new WeakMap<object, KeptAnswer>();
  #count = 0;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
  }

  /** Hooks that run before the plugin. */
  before(): Plugin<OperationContext, ServerContext> {
    return {
      onParams: ({ params, context }) => {
        if (!this.#mayBeKept(params)) return;
        const operation = operationOf(params.query ?? '', params.operationName, params.variables);
        this.#count += 1;
        const key = String(this.#count);
        const asked = { key, params, operation, scope: null, looked: false, executed: null };
        this.#asked.set(context, asked);
        this.#underWay.set(key, asked);
      },
      onParse: ({ params: { source } }) => {
        const text = typeof source === 'string' ? source : source.body;
        return ({ result }) => {
          if (result && !(result instanceof Error)) this.#learn(text, result);
        };
      },
      onExecute: ({ args, executeFn, setExecuteFn }) => {
        const asked = this.#asked.get(args.contextValue);
        if (!asked?.scope) return;
        const { notes } = args.contextValue;
        asked.executed = { name: nameOf(args), cost: this.#options.costs.of(args), notes };
        // Plugins may still change the document.
        setExecuteFn(async (marked) => unmarked(await executeFn({ ...marked, document: args.document })));
      },
    };
  }

  /** Hooks that run after the plugin: report its outcome, and charge and record an answer that came from the cache. */
  after(): Plugin<OperationContext, ServerContext> {
    return {
      onExecutionResult: async ({ result, setResult, request, context }) => {
        if (!result || Array.isArray(result) || isAsyncIterable(result)) return;
        const asked = this.#asked.get(context);
        // V8's young collections keep the values of a weak map even if the key is dead.
        this.#asked.delete(context);
        if (asked) this.#underWay.delete(asked.key);
        if (!asked?.scope || !result.extensions?.['responseCache']) return;
        const answer = result.data ? this.#given.get(result.data) : undefined;
        const refusal = answer && (await this.#options.answers.charge(answer, asked.scope, request));
        if (refusal) return setResult({ errors: [refusal] });
        if (answer) this.#options.answers.repeat(answer, asked.scope.viewer.accountId);
        context.answer = { operation: asked.operation, outcome: answer ? 'hit' : 'miss' };
        // The plugin adds HTTP validators (ETag) for answers, but only the epoch could tell whether one is still current.
        const { http: _http, ...extensions } = result.extensions;
        setResult({ ...result, extensions: { ...extensions, responseCache: { hit: answer !== undefined } } });
      },
      onResponse: ({ response, serverContext: { answer } }) => {
        if (answer) response.headers.set('x-response-cache', answer.outcome);
      },
    };
  }

  async session(request: Request, context: object): Promise<string | null> {
    const asked = this.#asked.get(context);
    if (asked) asked.scope = await this.#options.answers.scopeOf(request);
    return asked?.scope?.session ?? null;
  }

  /** Called before the document is parsed, and again afterwards. */
  isEnabled(context: object): boolean {
    const asked = this.#asked.get(context);
    const refused = 'refused' in context && context.refused === true;
    return asked?.scope != null && !refused && this.#mayBeKept(asked.params);
  }

  key(context: unknown): string {
    const asked = typeof context === 'object' && context !== null ? this.#asked.get(context) : null;
    return asked?.key ?? '';
  }

  /** The plugin looks both before and after the document is parsed: only the first look counts. */
  async get(key: string): Promise<Kept | undefined> {
    const asked = this.#underWay.get(key);
    if (!asked?.scope || asked.looked) return undefined;
    asked.looked = true;
    const answer = await this.#options.answers.get(asked.scope, asked.operation);
    if (!answer) return undefined;
    const result: Kept = JSON.parse(answer.text.toString());
    this.#given.set(result.data, answer);
    return result;
  }

  set(key: string, { data }: ExecutionResult, ttlMs: number): void {
    const asked = this.#underWay.get(key);
    if (!asked?.scope || !asked.executed) return;
    const { name, cost, notes } = asked.executed;
    this.#options.answers.put(asked.scope, asked.operation, {
      text: ownBytes(Buffer.from(JSON.stringify({ data, extensions: { responseCache: { hit: true } } }))),
      operation: name,
      cost,
      recalled: notes.recalled,
      expiresAt: Date.now() + ttlMs,
    });
  }

  bound(ttlMs: number, context: object): number {
    const asked = this.#asked.get(context);
    // A text that is not remembered any more is unknown, and its answer not kept.
    const known = this.#ttls.get(asked?.params.query ?? '') ?? 0;
    return Math.min(ttlMs, known, asked?.executed?.notes.keepMs ?? 0);
  }

  /** True for a document that was not seen before: it is unknown yet. */
  #mayBeKept({ query, variables }: GraphQLParams): boolean {
    if (!query || this.#ttls.get(query) === 0) return false;
    return !choosesByRecalls(query) && !(variables && choosesByRecalls(JSON.stringify(variables)));
  }

  #learn(text: string, document: DocumentNode): void {
    if (this.#ttls.has(text)) return;
    this.#ttls.set(text, ttlOf(document, this.#options.schema, this.#options.lasting));
  }
}

/**
 * The plugin adds `__typename` to each object, to know which answers a change invalidates, and strips it again: four times for a list in a
 * list. Here the epoch does that. The plugin skips data with a custom prototype; this one has no properties.
 */
const unmarkedKind: object = Object.create(null);

function unmarked<R extends object>(result: R): R {
  if (!('data' in result) || !result.data) return result;
  return { ...result, data: Object.assign(Object.create(unmarkedKind), result.data) };
}

interface Kept {
  readonly data: Record<string, unknown>;
}
