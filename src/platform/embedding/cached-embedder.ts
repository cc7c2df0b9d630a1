import { hash } from 'node:crypto';
import type { CacheFigures, CacheTier, ManagedCache } from '../cache/cache.ts';
import { TieredCache } from '../cache/tiered-cache.ts';
import { embedApart, isPerhapsOfText } from './embed-each.ts';
import { TextRefusedError } from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';

interface CacheBounds {
  /** Maximum number of vectors; the least recently used one is evicted first. */
  readonly entries: number;
  /** Maximum size in bytes. */
  readonly bytes: number;
  /** Maximum number of texts per call. */
  readonly batch: number;
}

const usualBounds: CacheBounds = { entries: 10_000, bytes: 64 * 1024 * 1024, batch: 64 };

/** Bytes per vector in addition to its values. */
const vectorBytes = 100;

/** Time limit for finding the faulty text among texts that failed together: callers wait for each. */
const apartMs = 5_000;

/** How long a vector is kept. */
const ttlMs = 86_400_000;

interface Waiting {
  readonly text: string;
  readonly resolve: (vector: Vector) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Caches the vectors of an embedder. Texts of one turn of the event loop are batched into one call, and concurrent requests for
 * the same text share one result. Failures are not cached.
 */
export class CachedEmbedder implements Embedder, ManagedCache {
  readonly #inner: Embedder;
  readonly #beside: string;
  readonly #bounds: CacheBounds;
  readonly #gathered = new Map<TextKind, Waiting[]>();
  #vectors: TieredCache<Vector>;

  /**
   * `beside`: prefixes and request fields sent with a query, which are part of the cache key: processes that use others share no
   * vectors.
   */
  constructor(inner: Embedder, bounds: Partial<CacheBounds> = {}, beside = '') {
    this.#inner = inner;
    this.#beside = beside;
    this.#bounds = { ...usualBounds, ...bounds };
    this.#vectors = this.#cacheBefore(null);
  }

  get model(): string {
    return this.#inner.model;
  }

  get dimensions(): number | null {
    return this.#inner.dimensions;
  }

  expectDimensions(dimensions: number | null): void {
    this.#inner.expectDimensions(dimensions);
  }

  figures(): CacheFigures {
    return this.#vectors.figures();
  }

  /** Shares vectors computed from now on with other processes; null: does not. */
  shareBy(tier: CacheTier | null): void {
    this.#vectors = this.#cacheBefore(tier);
  }

  clearAll(): Promise<void> {
    return this.#vectors.clearAll();
  }

  clear(): void {
    this.#vectors.clear();
  }

  /** An aborted caller stops waiting; the text is still embedded for the other callers. */
  async embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]> {
    signal?.throwIfAborted();
    const all = Promise.all(texts.map((text) => this.#one(text, kind)));
    return signal ? await unlessAborted(all, signal) : await all;
  }

  #cacheBefore(shared: CacheTier | null): TieredCache<Vector> {
    return new TieredCache({
      name: 'embeddings',
      maxEntries: this.#bounds.entries,
      maxBytes: this.#bounds.bytes,
      sizeOf: ({ values }) => values.length + vectorBytes,
      ttlMs,
      codec: { encode: encoded, decode: decoded },
      // The model may produce vectors of another size by now.
      holds: ({ values }) => values.length === (this.#inner.dimensions ?? values.length),
      shared,
    });
  }

  async #one(text: string, kind: TextKind): Promise<Vector> {
    const key = `${this.#inner.model} ${kind} ${hash('sha256', `${this.#beside}\n${text}`, 'base64')}`;
    const { value } = await this.#vectors.fetch({ accountId: nobodys, key }, () => this.#gather(text, kind));
    return value;
  }

  #gather(text: string, kind: TextKind): Promise<Vector> {
    return new Promise((resolve, reject) => {
      const gathered = this.#gathered.get(kind);
      if (gathered) {
        gathered.push({ text, resolve, reject });
        return;
      }
      const started: Waiting[] = [{ text, resolve, reject }];
      this.#gathered.set(kind, started);
      setImmediate(() => {
        this.#gathered.delete(kind);
        while (started.length > 0) void this.#ask(started.splice(0, this.#bounds.batch), kind);
      });
    });
  }

  async #ask(batch: readonly Waiting[], kind: TextKind): Promise<void> {
    try {
      const vectors = await this.#inner.embed(batch.map(textOf), kind);
      for (const [index, one] of batch.entries()) {
        settle(one, vectors[index] ?? new Error(`${batch.length} texts were given and ${vectors.length} vectors came`));
      }
    } catch (error) {
      // A lone text that was refused tells whether others are, too: an endpoint may refuse them all. One that broke it was tried twice.
      const isWorthIt = batch.length > 1 ? isPerhapsOfText(error) : error instanceof TextRefusedError;
      if (isWorthIt) await this.#askApart(batch, kind);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** Isolates the text that is rejected or breaks the embedder, so that the others do not fail with it. */
  async #askApart(batch: readonly Waiting[], kind: TextKind): Promise<void> {
    try {
      await embedApart(this.#inner, batch, { kind, textOf, settle, signal: AbortSignal.timeout(apartMs) });
    } catch (error) {
      // Has no effect on those already settled.
      for (const { reject } of batch) reject(error);
    }
  }
}

const textOf = ({ text }: Waiting): string => text;

function settle({ resolve, reject }: Waiting, made: Vector | Error): void {
  if (made instanceof Error) reject(made);
  else resolve(made);
}

/** Vectors are not cached per account. */
const nobodys = '';

const scaleBytes = 4;

function encoded({ values, scale }: Vector): Buffer {
  const bytes = Buffer.alloc(scaleBytes + values.length);
  bytes.writeFloatLE(scale);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.length), scaleBytes);
  return bytes;
}

const decoded = (bytes: Buffer): Vector => ({
  scale: bytes.readFloatLE(),
  values: Int8Array.from(bytes.subarray(scaleBytes)),
});

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
