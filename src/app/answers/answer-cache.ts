import { hash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { audienceOf, type Viewer } from '../../account/viewer.ts';
import type { Recalls } from '../../memory/recalls.ts';
import type { Epochs } from '../../platform/cache/epochs.ts';
import type { MemoryCache } from '../../platform/cache/memory-cache.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { keyOfParts } from '../../platform/key-of-parts.ts';
import type { RedisEpochs } from '../../platform/redis/redis-epochs.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import type { Charges } from '../limits/charges.ts';
import type { Observed } from '../observed.ts';
import type { Identify } from '../request-context.ts';
import { version } from '../version.ts';
import { type AnswerScope, decodeAnswer, encodeAnswer, holdsStill, type KeptAnswer } from './kept-answer.ts';

/** Where answers are kept: in the process and, beside the epochs, in a store that all processes share. */
export interface AnswerStore {
  readonly epochs: Epochs;
  readonly memory: MemoryCache<KeptAnswer>;
  readonly shared: Pick<RedisEpochs, 'get' | 'put' | 'clear'> | null;
  readonly recalls: Pick<Recalls, 'record'>;
}

export interface AnswerCacheParts extends AnswerStore {
  readonly identify: Identify;
  /** A cached answer is charged as a fresh one would be. Null: nothing is charged. */
  readonly charges: Charges | null;
  readonly observed: Pick<Observed, 'onOperation'>;
}

/** A kept answer found by the raw bytes of a request, or why the request is refused. */
type FoundAnswer = { readonly answer: KeptAnswer } | { readonly refusal: GraphQLError };

/** Most bodies and URLs whose operation is remembered. */
const mostSent = 20_000;

/** A request as it was sent: the body of a POST, the URL of a GET. */
export type Sent = Buffer | string;

/** Digest of a request as sent. GET digests have a blank, which no body's digest has: a body that reads like a URL never collides with one. */
export const digestOf = (sent: Sent): string =>
  `${typeof sent === 'string' ? 'GET ' : ''}${hash('sha256', sent, 'base64url')}`;

/**
 * Reuses answers for the same viewer while nothing in their account has changed: the account's epoch is part of the key, and is
 * taken before anything is read. No principal gets another principal's answer.
 */
export class AnswerCache {
  readonly #parts: AnswerCacheParts;
  readonly #sessions = new WeakMap<Viewer, string>();
  /** Digest of a request to its operation, noted when the request was parsed in full. */
  readonly #sent = new LRUCache<string, string>({ max: mostSent });

  constructor(parts: AnswerCacheParts) {
    this.#parts = parts;
  }

  get identify(): Identify {
    return this.#parts.identify;
  }

  /** Returns null if nothing may be read or kept: nobody is signed in, or it is unknown now what has changed. */
  async scopeOf(request: Request): Promise<AnswerScope | null> {
    const { identify, epochs } = this.#parts;
    const identity = await identify(request).catch(() => null);
    if (!identity?.viewer) return null;
    const { viewer } = identity;
    const epoch = await epochs.current(viewer.accountId);
    return epoch === null ? null : { viewer, epoch, session: this.#sessionOf(viewer) };
  }

  /** Returns the kept answer of a request with this digest without parsing it. Null if there is none. */
  async findAsSent(digest: string, request: Request, times: RequestTimes): Promise<FoundAnswer | null> {
    const operation = this.#sent.get(digest);
    if (operation === undefined) return null;
    const scope = await this.scopeOf(request);
    if (scope === null) return null;
    const { memory, charges } = this.#parts;
    const key = nameOf(scope, operation);
    const known = memory.peek(key);
    if (!known || !holdsStill(known)) return null;
    const refusal = (await charges?.whole({ request, viewer: scope.viewer }, known.cost)) ?? null;
    if (refusal) return { refusal };
    const answer = memory.get(key) ?? known;
    this.repeat(answer, scope.viewer.accountId, times);
    return { answer };
  }

  /** Notes which operation a request with this digest is. */
  noteSent(digest: string, operation: string): void {
    this.#sent.set(digest, operation);
  }

  async get(scope: AnswerScope, operation: string): Promise<KeptAnswer | null> {
    const { memory } = this.#parts;
    const name = nameOf(scope, operation);
    const held = memory.look(name);
    const answer = held && holdsStill(held) ? held : await this.#findBeyond(scope, name);
    memory.count(answer !== null);
    return answer;
  }

  put(scope: AnswerScope, operation: string, answer: KeptAnswer): void {
    const { memory, shared } = this.#parts;
    const name = nameOf(scope, operation);
    const ttlMs = answer.expiresAt - Date.now();
    memory.keep(name, answer, ttlMs);
    shared?.put(scope.viewer.accountId, scope.epoch, name, encodeAnswer(answer), ttlMs);
  }

  /** Charges a kept answer at its original cost, beyond the one request that its operation was charged. */
  charge({ cost }: KeptAnswer, { viewer }: AnswerScope, request: Request): Promise<GraphQLError | null> {
    return this.#parts.charges?.rest({ request, viewer }, cost) ?? Promise.resolve(null);
  }

  /** Does what every use of an answer entails: records the recalls of its memories and counts the operation. */
  repeat({ operation, recalled }: KeptAnswer, accountId: string, times = RequestTimes.current): void {
    const { recalls, observed } = this.#parts;
    for (const ids of recalled) recalls.record({ accountId, ids, together: true });
    // Nothing was executed.
    const name = observed.onOperation(operation, 0, false);
    times?.operations.push(name);
  }

  async #findBeyond({ viewer }: AnswerScope, name: string): Promise<KeptAnswer | null> {
    const { memory, shared } = this.#parts;
    const bytes = (await shared?.get(viewer.accountId, name)) ?? null;
    const answer = bytes && decodeAnswer(bytes);
    if (answer) memory.keep(name, answer, answer.expiresAt - Date.now());
    return answer;
  }

  #sessionOf(viewer: Viewer): string {
    return getOrInsert(this.#sessions, viewer, () =>
      keyOfParts(audienceOf(viewer), viewer.principal, viewer.actorKind),
    );
  }
}

/** Identifies an operation by everything its client sends. */
export const operationOf = (text: string, name: string | null | undefined, variables: unknown): string =>
  keyOfParts(version, text, name ?? null, variables ?? null);

const nameOf = ({ epoch, session }: AnswerScope, operation: string): string => `${epoch} ${session} ${operation}`;
