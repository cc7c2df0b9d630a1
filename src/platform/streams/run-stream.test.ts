import fc, { type Scheduler } from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '../events/consumer.ts';
import type { Overflow } from './bounded-queue.ts';
import { Feed } from './feed.ts';
import type { Position, StreamItem, TextPart } from './stream-item.ts';
import { StreamSubscription } from './stream-subscription.ts';

const ref = { accountId: 'account', kind: 'agent_run', streamId: 'run' } as const;
const nothing: Position = { seq: 0, text: null };

/** What the writer of a run may do next; `stale`: an attempt that does not know that it was requeued appends text. */
const deeds = ['say', 'call', 'putBack', 'start', 'stale'] as const;
type Deed = (typeof deeds)[number];

/** A size larger than anything that is delivered. */
const ample = 100;

interface Follow {
  readonly size: number;
  readonly overflow: Overflow;
  readonly from?: Position;
}

interface Told {
  readonly item: StreamItem;
  /** The last attempt that was requeued, as far as the log had been read by then. */
  readonly putBack: number;
}

/** A run that is written and followed, while `scheduler` decides how long each read of its log and text takes. */
class World {
  readonly log: LoggedEvent[] = [];
  readonly feed: Feed;
  readonly #scheduler: Scheduler;
  readonly #isHere: boolean;
  #attempt = 0;
  #text = '';
  #isRunning = false;

  /** `isHere`: whether the follower is in the process that writes the run. */
  constructor(scheduler: Scheduler, isHere: boolean) {
    this.#scheduler = scheduler;
    this.#isHere = isHere;
    this.feed = new Feed(ref, {
      pageSize: 3,
      newest: () => this.#later(() => ({ seq: this.log.length, event: this.log.at(-1) ?? null })),
      read: (_, after) => this.#later(() => this.log.slice(after, after + 3)),
      onError: (error) => {
        throw error;
      },
    });
  }

  /** The text of the last attempt. */
  get text(): { readonly attempt: number; readonly text: string } {
    return { attempt: this.#attempt, text: this.#text };
  }

  pause(): Promise<void> {
    return this.#scheduler.schedule(Promise.resolve());
  }

  async write(written: readonly Deed[]): Promise<void> {
    for (const deed of written) {
      await this.pause();
      this.#do(deed);
    }
    await this.pause();
    if (!this.#isRunning) this.#start();
    this.#record('AgentRunFinished');
  }

  async follow({ size, overflow, from = nothing }: Follow): Promise<Told[]> {
    const readText = () => this.#later(() => this.#row);
    const subscription: StreamSubscription = new StreamSubscription(this.feed, {
      from,
      size,
      overflow,
      ended: null,
      readText,
      onEnd: () => this.feed.leave(subscription),
      onDone: () => {},
    });
    this.feed.join(subscription, readText);
    const told: Told[] = [];
    for (;;) {
      await this.pause();
      const { done, value: item } = await subscription.next();
      if (done) return told;
      told.push({ item, putBack: this.#putBackBy(this.feed.seq) });
    }
  }

  get #row(): TextPart | null {
    return this.#text === '' ? null : { attempt: this.#attempt, offset: 0, text: this.#text };
  }

  /** A read sees the state of any moment in between. */
  async #later<T>(read: () => T): Promise<T> {
    await this.pause();
    const value = read();
    await this.pause();
    return value;
  }

  #do(deed: Deed): void {
    if (deed === 'stale') {
      if (this.#attempt > 0 && !this.#isRunning) this.#tell({ attempt: this.#attempt, offset: 0, text: 'purged' });
    } else if (!this.#isRunning) this.#start();
    else if (deed === 'say') this.#say();
    else if (deed === 'call') this.#record('AgentToolCalled', { attempt: this.#attempt, offset: this.#text.length });
    else if (deed === 'putBack') this.#putBack();
  }

  #start(): void {
    this.#attempt += 1;
    this.#isRunning = true;
    this.#text = '';
    this.#record('AgentRunStarted', { attempt: this.#attempt });
  }

  #say(): void {
    const text = `${this.#attempt}${String.fromCharCode(97 + (this.#text.length % 26))}`;
    const offset = this.#text.length;
    this.#text += text;
    this.#tell({ attempt: this.#attempt, offset, text });
  }

  #putBack(): void {
    this.#isRunning = false;
    this.#text = '';
    this.#record('AgentRunQueued', { attempt: this.#attempt });
  }

  #tell(part: TextPart): void {
    if (this.#isHere) this.feed.tell(part);
    else this.feed.wake();
  }

  #record(type: LoggedEvent['type'], data: LoggedEvent['data'] = null): void {
    const seq = this.log.length + 1;
    this.log.push({ seq, type, subjectId: 'run', changed: [], data, at: new Date(0) });
    this.feed.wake();
  }

  #putBackBy(seq: number): number {
    const queued = this.log.slice(0, seq).findLast(({ type }) => type === 'AgentRunQueued');
    return Number(queued?.data?.['attempt'] ?? 0);
  }
}

/** Throws if what was delivered has a hole, an overlap or a wrong order, or contains text of a requeued attempt. */
function check(told: readonly Told[], { log, text: last }: World, { size, from = nothing }: Follow): void {
  expect(told[0]?.item.type).toBe('opened');
  let position = from;
  let isWhole = true;
  for (const { item, putBack } of told) {
    if (item.type === 'event') {
      if (isWhole) expect(item.event.seq).toBe(position.seq + 1);
      else expect(item.event.seq).toBeGreaterThan(position.seq);
      isWhole = true;
      const { type, data } = item.event;
      // If nothing around it was merged, all text before the call was delivered before it.
      if (type === 'AgentToolCalled' && data?.['attempt'] === position.text?.attempt && size === ample) {
        expect(position.text?.end).toBeLessThanOrEqual(Number(data?.['offset']));
      }
    } else if (item.type === 'gap') isWhole = false;
    else if (item.type === 'text') {
      const { attempt, offset, text } = item.part;
      expect(attempt).toBeGreaterThan(putBack);
      expect(attempt).toBeGreaterThanOrEqual(position.text?.attempt ?? 0);
      expect(offset).toBe(position.text?.attempt === attempt ? position.text.end : 0);
      expect(item.position.text).toEqual({ attempt, end: offset + text.length });
    }
    position = item.position;
  }
  expect(position.seq).toBe(log.length);
  if (last.text !== '') expect(position.text).toEqual({ attempt: last.attempt, end: last.text.length });
}

const follow = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(ample)),
  overflow: fc.constantFrom<Overflow[]>('COALESCE', 'DROP_OLDEST'),
});
const written = fc.array(fc.constantFrom(...deeds), { maxLength: 25 });

test('followers from the start, late ones and resumed ones receive a run completely and in order', async () => {
  const given = [fc.scheduler(), fc.boolean(), written, follow, follow, fc.nat(25)] as const;
  await fc.assert(
    fc.asyncProperty(...given, async (scheduler, isHere, deeds, early, late, delay) => {
      const world = new World(scheduler, isHere);
      const follows = async (one: Follow) => {
        await world.feed.settled();
        return world.follow(one);
      };
      const comesLate = async () => {
        for (let turn = 0; turn < delay; turn += 1) await world.pause();
        return follows(late);
      };
      const opened = world.feed.open();
      const all = opened.then(() => Promise.all([world.follow(early), comesLate(), world.write(deeds)]));
      await scheduler.waitFor(all);
      const [toEarly, toLate] = await all;
      check(toEarly, world, early);
      check(toLate, world, late);
      for (const { item } of toEarly) {
        const resumed = { ...early, from: item.position };
        check(await scheduler.waitFor(world.follow(resumed)), world, resumed);
      }
    }),
  );
});
