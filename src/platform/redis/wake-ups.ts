import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { streamKinds } from '../db/tables.ts';
import { onCommit, type StreamRef, streamKey } from '../events/commits.ts';
import { jsonOrNull } from '../json-object.ts';
import { ToldSeldom } from '../told-seldom.ts';
import { onRefusedWrite } from './connect-redis.ts';
import type { RedisClients } from './redis-clients.ts';

interface WakeUpOptions {
  readonly clients: RedisClients;
  /** Handles whose commits are announced to other processes. */
  readonly writers: readonly Database[];
  /** Called with the streams that other processes have written to. */
  readonly onCommit: (streams: readonly StreamRef[]) => void;
  /** Called with the streams whose text has grown in other processes, without a commit. */
  readonly onText: (streams: readonly StreamRef[]) => void;
  readonly log: Logger;
}

/** How long announcements of growing texts are gathered: other processes read the text from the database. */
const gatherMs = 100;

/** A key that a check writes, and how long it stays: a full Redis and a replica still answer PING. */
const checkKey = 'mnemograph:check';
const checkMs = 1_000;

/** Channel of an installation. */
const channelOf = ({ prefix }: RedisClients): string => `${prefix}mnemograph:streams`;

/** Validated, since anybody with access to Redis could publish there. */
const message = z
  .string()
  .transform(jsonOrNull)
  .pipe(
    z.object({
      from: z.string(),
      grows: z.boolean().optional(),
      streams: z.array(z.tuple([z.string(), z.enum(streamKinds), z.uuid()])),
    }),
  );

/**
 * Announces written streams to the processes that share a Redis: only their names, since the log has the rest. A
 * lost message only causes a delay: subscribers of a stream poll, too.
 */
export class WakeUps implements AsyncDisposable {
  readonly #channel: string;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #log: Logger;
  readonly #refused: ToldSeldom;
  /** What failed last; null: nothing since it was connected to or checked. */
  #trouble: Error | null = null;
  readonly #self = randomUUID();
  readonly #waiting = new Map<string, StreamRef>();
  #leaving: NodeJS.Immediate | null = null;
  readonly #growing = new Map<string, StreamRef>();
  #gathering: NodeJS.Timeout | null = null;
  readonly #cleanUp = new DisposableStack();
  #isHeldBack: (accountId: string) => boolean = () => false;

  private constructor(publisher: Redis, subscriber: Redis, { clients, writers, log, ...on }: WakeUpOptions) {
    this.#channel = channelOf(clients);
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    this.#log = log;
    this.#refused = new ToldSeldom((err) =>
      log.warn({ err }, `Redis refuses the channel ${this.#channel}: until its user may use it, events arrive late`),
    );
    const fails = (error: Error) => {
      this.#trouble = error;
    };
    const answers = () => {
      this.#trouble = null;
    };
    publisher.on('error', fails).on('ready', answers);
    this.#cleanUp.defer(() => publisher.off('error', fails).off('ready', answers));
    onRefusedWrite(publisher, fails);
    subscriber.on('message', (_, text) => this.#receive(text, on));
    subscriber.on('ready', () => {
      subscriber.subscribe(this.#channel).catch(this.#noteLost);
    });
    this.#cleanUp.use(onCommit(writers, (touched) => this.tell(touched)));
  }

  static async open(options: WakeUpOptions): Promise<WakeUps> {
    const { clients, log } = options;
    return new WakeUps(await clients.shared(log), await clients.connect(log), options);
  }

  /** Suppresses announcements for accounts for which `isMeant` is true when they are due: other processes find the events in the log. */
  holdBack(isMeant: (accountId: string) => boolean): void {
    this.#isHeldBack = isMeant;
  }

  /** Announces that these streams were written to here. Calls within one turn of the event loop share one message. */
  tell(streams: readonly StreamRef[]): void {
    for (const stream of streams) this.#waiting.set(streamKey(stream), stream);
    this.#leaving ??= setImmediate(() => {
      this.#publish(this.#waiting);
      this.#leaving = null;
    });
  }

  /** Announces, with a delay, that the text of a stream grew here, as it will many times. */
  tellSoon(stream: StreamRef): void {
    this.#growing.set(streamKey(stream), stream);
    this.#gathering ??= setTimeout(() => {
      this.#publish(this.#growing, true);
      this.#gathering = null;
    }, gatherMs);
  }

  /** Throws if Redis takes no write, with the reason: why it cannot be connected to, or what it refused. */
  async check(): Promise<null> {
    try {
      await this.#publisher.set(checkKey, '', 'PX', checkMs);
      this.#trouble = null;
    } catch (error) {
      throw this.#trouble ?? error;
    }
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cleanUp.dispose();
    if (this.#gathering) clearTimeout(this.#gathering);
    if (this.#leaving) clearImmediate(this.#leaving);
    this.#subscriber.disconnect();
  }

  #publish(gathered: Map<string, StreamRef>, grows?: true): void {
    const told = [...gathered.values()].filter(({ accountId }) => !this.#isHeldBack(accountId));
    const streams = told.map(({ accountId, kind, streamId }) => [accountId, kind, streamId]);
    gathered.clear();
    if (streams.length === 0) return;
    this.#publisher.publish(this.#channel, JSON.stringify({ from: this.#self, grows, streams })).catch(this.#noteLost);
  }

  /** Connections come back by themselves; rights have to be granted. */
  readonly #noteLost = (error: unknown): void => {
    if (error instanceof Error && error.message.startsWith('NOPERM')) this.#refused.note(error);
    else this.#log.debug({ err: error }, 'a wake-up was lost');
  };

  #receive(text: string, { onCommit, onText }: Pick<WakeUpOptions, 'onCommit' | 'onText'>): void {
    const told = message.safeParse(text).data;
    if (!told || told.from === this.#self) return;
    const streams = told.streams.map(([accountId, kind, streamId]) => ({ accountId, kind, streamId }));
    (told.grows ? onText : onCommit)(streams);
  }
}
