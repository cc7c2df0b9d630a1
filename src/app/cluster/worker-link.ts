import { EventEmitter, once } from 'node:events';
import type { Logger } from 'pino';
import type { Metrics, Readings } from '../../operations/prometheus.ts';
import { type FromWorker, toWorker } from './messages.ts';

/** A scrape that takes longer has failed. */
const scrapeMs = 5_000;

/** This process, as far as it is used. */
export type Watched = EventEmitter & Pick<NodeJS.Process, 'connected' | 'send'>;

/** What a worker says to the process that watches over it, and hears from it. */
export class WorkerLink {
  /** Resolves when this worker is to make room, or when nobody watches over it any more. */
  readonly told: Promise<'leave' | 'orphaned'>;
  readonly #process: Watched;
  readonly #read: () => Promise<Readings | null>;
  readonly #scraped = new EventEmitter();
  #scrapes = 0;

  /** `read`: what the registry of this process's metrics holds. */
  constructor(process: Watched, read: () => Promise<Readings>, log: Pick<Logger, 'error'>) {
    this.#process = process;
    // Where they cannot be read those that it told last stand: without them what it has counted would fall.
    this.#read = () =>
      read().catch((error: unknown) => {
        log.error({ err: error }, 'the metrics could not be read');
        return null;
      });
    const leave = Promise.withResolvers<'leave'>();
    this.told = Promise.race([leave.promise, once(process, 'disconnect').then(() => 'orphaned' as const)]);
    process.on('message', (text: unknown) => {
      const message = toWorker.safeParse(text).data;
      if (message?.kind === 'leave') leave.resolve('leave');
      else if (message?.kind === 'scraped') this.#scraped.emit(String(message.id), message);
      else if (message?.kind === 'read') void this.#answer(message.id);
    });
  }

  ready(url: string): void {
    this.#tell({ kind: 'ready', url });
  }

  due(reason: string): void {
    this.#tell({ kind: 'due', reason });
  }

  /** The metrics of all workers together. */
  async metrics(): Promise<Metrics> {
    this.#scrapes += 1;
    const id = this.#scrapes;
    const answered = once(this.#scraped, String(id), { signal: AbortSignal.timeout(scrapeMs) });
    this.#tell({ kind: 'scrape', id });
    const [{ text, contentType }] = await answered;
    return { text, contentType };
  }

  /** What it has counted stays in the metrics when it is gone. Resolves when that has left. */
  async last(): Promise<void> {
    const readings = await this.#read();
    if (readings === null || !this.#process.connected) return;
    const message: FromWorker = { kind: 'last', readings };
    await new Promise<void>((resolve) => void this.#process.send?.(message, () => resolve()));
  }

  async #answer(id: number): Promise<void> {
    this.#tell({ kind: 'readings', id, readings: await this.#read() });
  }

  #tell(message: FromWorker): void {
    if (this.#process.connected) this.#process.send?.(message);
  }
}
