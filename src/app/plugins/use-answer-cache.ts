import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { type GraphQLParams, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { AnswerNotes } from '../../graphql/answer-notes.ts';
import type { Context } from '../../graphql/context.ts';
import { ownBytes } from '../../platform/cache/own-bytes.ts';
import { type AnswerCache, type AnswerScope, operationOf } from '../answers/answer-cache.ts';
import type { KeptAnswer } from '../answers/kept-answer.ts';
import { choosesByRecalls, type Lasting, ttlOf } from '../answers/lasting-fields.ts';
import type { OperationCosts } from '../operation-costs.ts';
import type { ServerContext } from '../server-context.ts';
import { nameOf } from './use-operation-times.ts';

interface AnswerCacheOptions {
  readonly answers: AnswerCache;
  readonly lasting: Lasting;
  readonly costs: OperationCosts;
  readonly schema: GraphQLSchema;
}

type OperationContext = Context & ServerContext;

/** Texts of documents of which it is known whether answers may be kept, in characters. */
const maxText = 4 * 1024 * 1024;

/** More operations than a process has in hand at once. */
const mostUnderWay = 10_000;

/**
 * Yoga's cache of responses over a store of our own. Off for all but what is listed; the store's keys hold the viewer, the epoch of their
 * account and all that the client sent.
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
      // Nothing of an account is found any more once its epoch is another.
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

/** An operation that may be answered out of the cache. */
interface Asked {
  /** What the plugin calls it by: its own, so that whatever the plugin asks is asked of this operation. */
  readonly key: string;
  readonly params: GraphQLParams;
  readonly operation: string;
  scope: AnswerScope | null;
  /** Whether it was looked for. */
  looked: boolean;
  /** What it is called and costs, once it was executed. */
  name: string;
  cost: number;
  notes: AnswerNotes;
}

class KeptAnswers {
  readonly #options: AnswerCacheOptions;
  /** How long answers of a document may be kept, by its text. */
  readonly #ttls = new LRUCache<string, number>({
    max: 2_000,
    maxSize: maxText,
    sizeCalculation: (_ttl, text) => text.length + 1,
  });
  readonly #asked = new WeakMap<object, Asked>();
  /** Those under way, by their keys; one that ends in an error of a plugin is left behind. */
  readonly #underWay = new LRUCache<string, Asked>({ max: mostUnderWay });
  readonly #given = new WeakMap<object, KeptAnswer>();
  #count = 0;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
  }

  /** Sees each operation before the plugin does. */
  before(): Plugin<OperationContext, ServerContext> {
    return {
      onParams: ({ params, context }) => {
        if (!this.#mayBeKept(params)) return;
        const operation = operationOf(params.query ?? '', params.operationName, params.variables);
        this.#count += 1;
        const key = String(this.#count);
        const asked = {
          key,
          params,
          operation,
          scope: null,
          looked: false,
          name: '',
          cost: 0,
          notes: new AnswerNotes(),
        };
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
        asked.name = nameOf(args);
        asked.cost = this.#options.costs.of(args);
        asked.notes = args.contextValue.notes;
        // Others may still change the document.
        setExecuteFn(async (marked) => unmarked(await executeFn({ ...marked, document: args.document })));
      },
    };
  }

  /** Tells what the plugin did, and does what goes with an answer that was not found anew. */
  after(): Plugin<OperationContext, ServerContext> {
    return {
      onExecutionResult: async ({ result, setResult, request, context }) => {
        if (!result || Array.isArray(result) || isAsyncIterable(result)) return;
        const asked = this.#asked.get(context);
        // What a weak map holds outlives young collections, whether its key is alive or not.
        this.#asked.delete(context);
        if (asked) this.#underWay.delete(asked.key);
        if (!asked?.scope || !result.extensions?.['responseCache']) return;
        const answer = result.data ? this.#given.get(result.data) : undefined;
        const refusal = answer && (await this.#options.answers.charge(answer, request));
        if (refusal) return setResult({ errors: [refusal] });
        if (answer) this.#options.answers.repeat(answer, asked.scope.accountId);
        context.answer = { operation: asked.operation, outcome: answer ? 'hit' : 'miss' };
        // The plugin has clients ask whether an answer is still the same, which only its epoch could tell.
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

  /** Asked once before the document is read, and once more when it was. */
  isEnabled(context: object): boolean {
    const asked = this.#asked.get(context);
    const refused = 'refused' in context && context.refused === true;
    return asked?.scope != null && !refused && this.#mayBeKept(asked.params);
  }

  key(context: unknown): string {
    const asked = typeof context === 'object' && context !== null ? this.#asked.get(context) : null;
    return asked?.key ?? '';
  }

  /** The plugin looks before a document is read, and when it was: an operation is one question. */
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
    if (!asked?.scope) return;
    this.#options.answers.put(asked.scope, asked.operation, {
      text: ownBytes(Buffer.from(JSON.stringify({ data, extensions: { responseCache: { hit: true } } }))),
      operation: asked.name,
      cost: asked.cost,
      recalled: asked.notes.recalled,
      expiresAt: Date.now() + ttlMs,
    });
  }

  bound(ttlMs: number, context: object): number {
    const asked = this.#asked.get(context);
    // Of a text that is too long to be remembered it is not known.
    const known = this.#ttls.get(asked?.params.query ?? '') ?? 0;
    return Math.min(ttlMs, known, asked?.notes.keepMs ?? 0);
  }

  /** Of a document that nobody has sent yet it is not known. */
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
 * The plugin asks for the type of each object that is answered, to know which answers a change makes stale, and takes the types out again:
 * of a list in a list four times. Here an epoch says that. What has a prototype of its own it leaves alone; this one has no names.
 */
const unmarkedKind: object = Object.create(null);

function unmarked<R extends object>(result: R): R {
  if (!('data' in result) || !result.data) return result;
  return { ...result, data: Object.assign(Object.create(unmarkedKind), result.data) };
}

interface Kept {
  readonly data: Record<string, unknown>;
}
