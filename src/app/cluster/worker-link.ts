import { EventEmitter, once } from 'node:events';
import type { Logger } from 'pino';
import type { Metrics, Readings } from '../../operations/prometheus.ts';
import { type FromWorker, toWorker } from './messages.ts';

/** A scrape that takes longer has failed. */
const scrapeMs = 5_000;

/** The parts of `process` that are used. */
type Watched = EventEmitter & Pick<NodeJS.Process, 'connected' | 'send'>;

/** A worker's side of the messages between it and its supervisor. */
export class WorkerLink {
  /** Resolves when this worker is told to leave, or when its supervisor is gone. */
  readonly told: Promise<'leave' | 'orphaned'>;
  readonly #process: Watched;
  readonly #read: () => Promise<Readings | null>;
  readonly #scraped = new EventEmitter();
  #scrapes = 0;

  /** `read` returns the content of this process's metrics registry. */
  constructor(process: Watched, read: () => Promise<Readings>, log: Pick<Logger, 'error'>) {
    this.#process = process;
    // If they cannot be read, the supervisor keeps the last readings: without them the counters would fall.
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

  /** Returns the metrics of all workers together. */
  async metrics(): Promise<Metrics> {
    this.#scrapes += 1;
    const id = this.#scrapes;
    const answered = once(this.#scraped, String(id), { signal: AbortSignal.timeout(scrapeMs) });
    this.#tell({ kind: 'scrape', id });
    const [{ text, contentType }] = await answered;
    return { text, contentType };
  }

  /** Sends the last readings, so that what this worker counted stays in the metrics. Resolves once they are sent. */
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
