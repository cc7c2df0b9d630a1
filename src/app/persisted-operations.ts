import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { requestError } from '../graphql/request-errors.ts';
import type { OperationsConfig } from '../platform/config/operations-config.ts';
import { badRequest } from './http-errors.ts';

/** So much text of documents that clients have sent is kept, in characters. */
const maxText = 8 * 1024 * 1024;
const maxDocument = 256 * 1024;
const maxDocuments = 2_000;

/**
 * Documents that clients name by a hash, as Apollo's clients, urql and Relay do (`extensions.persistedQuery`): the listed ones, and
 * those that were sent with their hash before, the latest of them. A client that is told that one is not known sends it in full.
 */
export class PersistedOperations {
  readonly #config: OperationsConfig;
  readonly #listed: ReadonlyMap<string, string>;
  readonly #allowed: ReadonlySet<string>;
  readonly #sent = new LRUCache<string, string>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    sizeCalculation: (text) => text.length,
  });

  constructor(config: OperationsConfig) {
    this.#config = config;
    this.#listed = new Map(Object.entries(config.listed));
    this.#allowed = new Set(this.#listed.values());
  }

  /** The document that an operation names; null where it names none, or none that is known. */
  find(extensions: GraphQLParams['extensions']): string | null {
    const named = wellFormedHashOf(extensions);
    return named === null ? null : this.#find(named);
  }

  /** The operation with its document. Throws where it names one that is not known, or that is another than it sends. */
  complete(params: GraphQLParams): GraphQLParams {
    const named = hashOf(params.extensions);
    if (named === null) return params;
    if (this.#config.persisted === 'off') throw notSupported();
    if (params.query) {
      this.#remember(named, params.query);
      return params;
    }
    const query = this.#find(named);
    if (query === null) throw notFound();
    return { ...params, query };
  }

  /** Throws where only listed documents may run, and this is none. */
  require(text: string): void {
    if (this.#config.persisted !== 'only' || this.#allowed.has(text)) return;
    throw requestError('FORBIDDEN', 'This server only executes listed operations, and this is not one of them');
  }

  #find(named: string): string | null {
    return this.#listed.get(named) ?? this.#sent.get(named) ?? null;
  }

  #remember(named: string, text: string): void {
    if (this.#config.persisted === 'only' || this.#listed.has(named)) return;
    if (hash('sha256', text) !== named)
      throw badRequest(400, 'The sha256Hash of the persisted query does not match its text');
    this.#sent.set(named, text);
  }
}

function hashOf(extensions: GraphQLParams['extensions']): string | null {
  const hash = wellFormedHashOf(extensions);
  if (hash === null && extensions?.['persistedQuery']) {
    throw badRequest(400, 'extensions.persistedQuery must have the version 1 and a sha256Hash');
  }
  return hash;
}

function wellFormedHashOf(extensions: GraphQLParams['extensions']): string | null {
  const named: unknown = extensions?.['persistedQuery'];
  if (typeof named !== 'object' || named === null) return null;
  const known = 'version' in named && named.version === 1 && 'sha256Hash' in named;
  return known && typeof named.sha256Hash === 'string' ? named.sha256Hash : null;
}

/** In the words that clients look for, and with 200, which they take for an answer. */
const notFound = () => persistedError('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
const notSupported = () => persistedError('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');

const persistedError = (message: string, code: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 200 } } });
