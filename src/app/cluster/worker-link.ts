import { EventEmitter, once } from 'node:events';
import type { Metrics, Readings } from '../../operations/prometheus.ts';
import { type FromWorker, toWorker } from './messages.ts';

/** A scrape that takes longer has failed. */
const scrapeMs = 5_000;

/** What a worker says to the process that watches over it, and hears from it. */
export class WorkerLink {
  /** Resolves when this worker is to make room, or when nobody watches over it any more. */
  readonly told: Promise<'leave' | 'orphaned'>;
  readonly #process: NodeJS.Process;
  readonly #scraped = new EventEmitter();
  #scrapes = 0;

  /** `read`: what the registry of this process's metrics holds. */
  constructor(process: NodeJS.Process, read: () => Promise<Readings>) {
    this.#process = process;
    const leave = Promise.withResolvers<'leave'>();
    this.told = Promise.race([leave.promise, once(process, 'disconnect').then(() => 'orphaned' as const)]);
    process.on('message', (text: unknown) => {
      const message = toWorker.safeParse(text).data;
      if (message?.kind === 'leave') leave.resolve('leave');
      else if (message?.kind === 'scraped') this.#scraped.emit(String(message.id), message);
      else if (message?.kind === 'read') void this.#answer(message.id, read);
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

  async #answer(id: number, read: () => Promise<Readings>): Promise<void> {
    // Where they cannot be read the others' are told without them.
    const readings = await read().catch(() => []);
    this.#tell({ kind: 'readings', id, readings });
  }

  #tell(message: FromWorker): void {
    if (this.#process.connected) this.#process.send?.(message);
  }
}
