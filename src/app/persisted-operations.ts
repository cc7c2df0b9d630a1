import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { requestError } from '../graphql/request-errors.ts';
import type { OperationsConfig } from '../platform/config/operations-config.ts';
import { badRequest } from './http/http-errors.ts';

/** Bounds of the cached documents that clients have sent; texts in characters. */
const maxText = 8 * 1024 * 1024;
const maxDocument = 256 * 1024;
const maxDocuments = 2_000;

/**
 * Documents that clients name by a hash, as Apollo's clients, urql and Relay do (`extensions.persistedQuery`): the listed ones, and
 * the latest that were sent with their hash. A client that is told that its document is unknown sends it in full.
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

  /** Returns the document that an operation names; null if it names none, or an unknown one. */
  find(extensions: GraphQLParams['extensions']): string | null {
    const named = wellFormedHashOf(extensions);
    return named === null ? null : (this.#listed.get(named) ?? this.#sent.get(named) ?? null);
  }

  /** Returns the operation with its document, by any transport. Throws if it names an unknown one, or a hash that does not match what it sends. */
  complete(params: GraphQLParams): GraphQLParams {
    const named = hashOf(params.extensions);
    if (named === null) return params;
    if (this.#config.persisted === 'off') {
      if (params.query) return params;
      throw notSupported();
    }
    // The list comes first: clients that also send the text print it in their own way.
    const query = this.#listed.get(named) ?? (params.query || this.#sent.get(named));
    if (!query) throw notFound();
    if (query === params.query) this.#remember(named, query);
    return { ...params, query };
  }

  /** Throws if only listed documents may run and this is not one. */
  require(text: string): void {
    if (this.#config.persisted !== 'only' || this.#allowed.has(text)) return;
    throw requestError('FORBIDDEN', 'This server only executes listed operations, and this is not one of them');
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

/** Messages that clients look for, with status 200, which they take for an answer. */
const notFound = () => persistedError('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
const notSupported = () => persistedError('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');

const persistedError = (message: string, code: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: 200 } } });

/** Resolves documents that clients name by a hash, and refuses unlisted ones if only listed ones may run. */
export function usePersistedOperations(operations: PersistedOperations): Plugin {
  return {
    onParams({ params, setParams }) {
      setParams(operations.complete(params));
    },
    // For every transport.
    onParse({ params: { source } }) {
      operations.require(typeof source === 'string' ? source : source.body);
    },
  };
}
