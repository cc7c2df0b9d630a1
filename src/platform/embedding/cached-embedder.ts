import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CacheFigures, CacheTier, ManagedCache } from '../cache/cache.ts';
import { embedApart, isPerhapsOfText } from './embed-each.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';

export interface CacheBounds {
  /** Vectors that are kept; the one that was asked for longest ago goes first. */
  readonly entries: number;
  /** What they take at most. */
  readonly bytes: number;
  /** Most texts of one call. */
  readonly batch: number;
}

const usualBounds: CacheBounds = { entries: 10_000, bytes: 64 * 1024 * 1024, batch: 64 };

/** What a vector takes beside its values: its key, the object, its place in the list. */
const keyBytes = 400;

/** Longest that texts that failed together are looked through for the one to blame: somebody waits for each. */
const apartMs = 5_000;

/** Processes share a vector for so long. */
const sharedMs = 86_400_000;

interface Wanted {
  readonly key: string;
  readonly text: string;
  readonly kind: TextKind;
}

interface Waiting {
  readonly text: string;
  readonly resolve: (vector: Vector) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Remembers the vectors of an embedder. Texts of one turn of the event loop go into one call, each text once; who asks for
 * a text that is under way waits for the same answer. What fails is not remembered.
 */
export class CachedEmbedder implements Embedder, ManagedCache {
  readonly #inner: Embedder;
  readonly #beside: string;
  readonly #bounds: CacheBounds;
  readonly #vectors: LRUCache<string, Vector>;
  readonly #underWay = new Map<string, Promise<Vector>>();
  readonly #gathered = new Map<TextKind, Waiting[]>();
  #shared: CacheTier | null = null;
  /** How often it was cleared: what was asked for before is not kept any more. */
  #cleared = 0;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  /** `beside`: what the embedder is told beside a question. Processes that tell it something else share no vectors with this one. */
  constructor(inner: Embedder, bounds: Partial<CacheBounds> = {}, beside = '') {
    this.#inner = inner;
    this.#beside = beside;
    this.#bounds = { ...usualBounds, ...bounds };
    this.#vectors = new LRUCache({
      max: this.#bounds.entries,
      maxSize: this.#bounds.bytes,
      sizeCalculation: ({ values }) => values.length + keyBytes,
      dispose: (_vector, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
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

  /** Hits are texts that were found, or asked for already by somebody else; misses those that the embedder was asked for. */
  figures(): CacheFigures {
    return {
      name: 'embeddings',
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      entries: this.#vectors.size,
      maxEntries: this.#bounds.entries,
      bytes: this.#vectors.calculatedSize,
      maxBytes: this.#bounds.bytes,
    };
  }

  /** Has processes share the vectors that they were given. */
  shareBy(tier: CacheTier | null): void {
    this.#shared = tier;
  }

  /** Lets go what processes share, too. */
  async clearAll(): Promise<void> {
    this.clear();
    await this.#shared?.clear();
  }

  /** Lets go what this process holds. */
  clear(): void {
    this.#cleared += 1;
    this.#underWay.clear();
    this.#vectors.clear();
  }

  /** An aborted caller stops waiting; the text is embedded all the same, for the others who wait. */
  async embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]> {
    signal?.throwIfAborted();
    const all = Promise.all(texts.map((text) => this.#one(text, kind)));
    return signal ? await unlessAborted(all, signal) : await all;
  }

  #one(text: string, kind: TextKind): Vector | Promise<Vector> {
    const key = `${this.#inner.model} ${kind} ${hash('sha256', `${this.#beside}\n${text}`, 'base64')}`;
    const known = this.#kept(key) ?? this.#underWay.get(key);
    if (known) {
      this.#hits += 1;
      return known;
    }
    const found = this.#shared ? this.#findShared(this.#shared, { key, text, kind }) : this.#gather(text, kind);
    const cleared = this.#cleared;
    const asked = found.then((vector) => {
      if (this.#cleared === cleared) this.#vectors.set(key, vector);
      return vector;
    });
    this.#underWay.set(key, asked);
    const settled = () => {
      if (this.#cleared === cleared) this.#underWay.delete(key);
    };
    asked.then(settled, settled);
    return asked;
  }

  /** Of a size that the model does not make any more nothing is kept. */
  #kept(key: string): Vector | undefined {
    const vector = this.#vectors.get(key);
    const { dimensions } = this.#inner;
    return dimensions === null || vector?.values.length === dimensions ? vector : undefined;
  }

  async #findShared(shared: CacheTier, { key, text, kind }: Wanted): Promise<Vector> {
    const cleared = this.#cleared;
    const bytes = await shared.get(key);
    const known = bytes && decoded(bytes, this.#inner.dimensions);
    if (known) {
      this.#hits += 1;
      return known;
    }
    const vector = await this.#gather(text, kind);
    if (this.#cleared === cleared) shared.set(key, encoded(vector), sharedMs);
    return vector;
  }

  #gather(text: string, kind: TextKind): Promise<Vector> {
    this.#misses += 1;
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
      if (batch.length > 1 && isPerhapsOfText(error)) await this.#askApart(batch, kind);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** A text that is refused, or breaks the embedder, must not take others with it. */
  async #askApart(batch: readonly Waiting[], kind: TextKind): Promise<void> {
    try {
      await embedApart(this.#inner, batch, { kind, textOf, settle, signal: AbortSignal.timeout(apartMs) });
    } catch (error) {
      // Who has got a vector hears nothing of it.
      for (const { reject } of batch) reject(error);
    }
  }
}

const textOf = ({ text }: Waiting): string => text;

function settle({ resolve, reject }: Waiting, made: Vector | Error): void {
  if (made instanceof Error) reject(made);
  else resolve(made);
}

const scaleBytes = 4;

function encoded({ values, scale }: Vector): Buffer {
  const bytes = Buffer.alloc(scaleBytes + values.length);
  bytes.writeFloatLE(scale);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.length), scaleBytes);
  return bytes;
}

/** Null where the model has come to make vectors of another size. */
function decoded(bytes: Buffer, dimensions: number | null): Vector | null {
  if (dimensions !== null && bytes.length !== scaleBytes + dimensions) return null;
  return { scale: bytes.readFloatLE(), values: Int8Array.from(bytes.subarray(scaleBytes)) };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
