import { setTimeout as delay } from 'node:timers/promises';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { over, Pulled, type Step } from '../platform/streams/soon.ts';

/** A question whose answer is kept up to date. */
export interface LiveQuestion<Answer, View> {
  /** Identifies what the answer depends on: `ask` is called again only if this has changed or `holds` returns false. */
  revision(): Promise<string>;
  /** `gone` is aborted when the last follower has left. */
  ask(isFirst: boolean, gone: AbortSignal): Promise<Answer>;
  /** The revision that an answer shows, which may be older than the one read before it, as on a replica; null: unknown. */
  shownBy(answer: Answer): string | null;
  isSame(before: Answer, now: Answer): boolean;
  /** Whether an answer, asked for at `askedAt`, is still valid if nothing was written since. */
  holds(answer: Answer, askedAt: number): boolean;
  /** Makes what a follower receives whose last snapshot was `before`; called once for all such followers. */
  view(now: Snapshot<Answer>, before: Snapshot<Answer> | null): View;
  /** Called for failures after the first answer, which are retried. */
  onError(error: unknown): void;
}

/** One of the answers, numbered from 1. */
export interface Snapshot<Answer> {
  readonly number: number;
  readonly at: Date;
  /** By the clock of performance.now(). */
  readonly askedAt: number;
  readonly answer: Answer;
}

/** Shortest time from the end of a check to the next one that changes trigger: however slow it was, others have their turn between. */
export const standsMs = 250;
/** Interval of checks for changes whose notification was missed. */
const healMs = 2_000;

/** Keeps an answer up to date for all its followers; only the newest is kept. */
export class LiveSearch<Answer, View> {
  readonly #question: LiveQuestion<Answer, View>;
  readonly #followers = new Set<LiveSearchFollower<Answer, View>>();
  readonly #healing: NodeJS.Timeout;
  readonly #gone = new AbortController();
  /** Views of the latest snapshot, by the number of the snapshot that it is compared with. */
  readonly #views = new Map<number, View>();
  #latest: Snapshot<Answer> | null = null;
  /** The last answer, which may be newer than `#latest` if it was the same. */
  #asked: Pick<Snapshot<Answer>, 'answer' | 'askedAt'> | null = null;
  #revision: string | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  /** Whether something has changed during the running check. */
  #isOvertaken = false;
  #later: NodeJS.Timeout | null = null;

  constructor(question: LiveQuestion<Answer, View>) {
    this.#question = question;
    this.#healing = setInterval(() => this.wake(), healMs).unref();
  }

  get latest(): Snapshot<Answer> | null {
    return this.#latest;
  }

  /** The view of the latest snapshot for followers whose last one was `before`. */
  view(now: Snapshot<Answer>, before: Snapshot<Answer> | null): View {
    return getOrInsert(this.#views, before?.number ?? 0, () => this.#question.view(now, before));
  }

  /** Adds a follower, who at once receives an answer that is current at that time. */
  follow(onEnd: (isLast: boolean) => void): LiveSearchFollower<Answer, View> {
    const follower: LiveSearchFollower<Answer, View> = new LiveSearchFollower(this, this.#look(), () => {
      this.#followers.delete(follower);
      if (this.#followers.size === 0) this.#stop();
      onEnd(this.#followers.size === 0);
    });
    this.#followers.add(follower);
    return follower;
  }

  /** To be called when something has changed that may matter. */
  wake(): void {
    if (this.#later || this.#followers.size === 0) return;
    if (this.#looking) {
      this.#isOvertaken = true;
      return;
    }
    const wait = Math.max(0, this.#lookedAt + standsMs - performance.now());
    this.#later = setTimeout(() => {
      this.#later = null;
      // A new follower's check is running.
      if (this.#looking) return this.wake();
      this.#look().catch((error: unknown) => {
        if (this.#followers.size > 0) this.#question.onError(error);
      });
    }, wait);
  }

  /** Resolves when no check is running or scheduled. */
  async settled(): Promise<void> {
    while (this.#later || this.#looking) await (this.#looking ?? delay(standsMs));
  }

  #stop(): void {
    clearInterval(this.#healing);
    if (this.#later) clearTimeout(this.#later);
    this.#gone.abort();
  }

  async #look(): Promise<void> {
    // A running check may have started too early to see the change of this one.
    await this.#looking?.catch(() => {});
    this.#looking ??= this.#askIfChanged().finally(() => this.#rest());
    await this.#looking;
  }

  #rest(): void {
    this.#looking = null;
    this.#lookedAt = performance.now();
    if (!this.#isOvertaken) return;
    this.#isOvertaken = false;
    this.wake();
  }

  async #askIfChanged(): Promise<void> {
    const askedAt = performance.now();
    const revision = await this.#question.revision();
    const asked = this.#asked;
    if (revision === this.#revision && asked && this.#question.holds(asked.answer, asked.askedAt)) return;
    const before = this.#latest;
    const answer = await this.#question.ask(before === null, this.#gone.signal);
    // What the answer lacks must not count as answered, or it would be missing until the next change.
    this.#revision = this.#question.shownBy(answer) ?? revision;
    this.#asked = { answer, askedAt };
    if (before && this.#question.isSame(before.answer, answer)) return;
    this.#latest = { number: (before?.number ?? 0) + 1, at: new Date(), askedAt, answer };
    this.#views.clear();
    for (const follower of this.#followers) follower.tell();
  }
}

/** Yields the newest answer that it has not yielded yet; those in between are skipped on purpose. */
export class LiveSearchFollower<Answer, View> extends Pulled<View> {
  readonly #search: LiveSearch<Answer, View>;
  readonly #ready: Promise<void>;
  readonly #onEnd: () => void;
  #seen: Snapshot<Answer> | null = null;
  #ended = false;
  #change = Promise.withResolvers<void>();

  constructor(search: LiveSearch<Answer, View>, ready: Promise<void>, onEnd: () => void) {
    super();
    this.#search = search;
    this.#ready = ready;
    this.#onEnd = onEnd;
    // `pull` reports the failure.
    ready.catch(() => {});
  }

  tell(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers();
    resolve();
  }

  async pull(): Promise<Step<View>> {
    try {
      await Promise.race([this.#ready, this.#change.promise]);
    } catch (error) {
      await this.return();
      throw error;
    }
    for (;;) {
      if (this.#ended) return over;
      const { latest } = this.#search;
      if (latest && latest !== this.#seen) {
        const before = this.#seen;
        this.#seen = latest;
        return { value: this.#search.view(latest, before), done: false };
      }
      await this.#change.promise;
    }
  }

  async return(): Promise<Step<View>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#onEnd();
    }
    this.tell();
    return over;
  }
}
