import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { type Viewer, viewerKey } from '../../account/viewer.ts';
import { requestError } from '../../graphql/request-errors.ts';
import type { SubscriptionLimits } from '../../platform/config/config.ts';
import type { SharedCounts } from '../../platform/redis/shared-counts.ts';
import { ConnectionCutOff, type CutOffCause } from './connection-cut-off.ts';
import { Departures } from './departures.ts';
import { LiveSubscription } from './live-subscription.ts';

type Subscribed = ExecutionResult | AsyncIterable<ExecutionResult>;

/** How often expired credentials are looked for; each event checks its own, too. */
const expireMs = 1_000;

/** Counts subscriptions per viewer over all processes. */
type SharedPlaces = Pick<SharedCounts, 'take' | 'tell'>;

/** The subscriptions running in this process over any transport, with their viewers, limits and expiry. */
export class LiveSubscriptions implements Disposable {
  readonly limits: SubscriptionLimits;
  /** The long-lived connections of subscriptions. */
  readonly departures = new Departures();
  readonly #live = new Set<LiveSubscription>();
  readonly #counts = new Map<string, number>();
  readonly #places: SharedPlaces | null;
  readonly #timers: readonly NodeJS.Timeout[];
  /** Each that its client brought to an end, once. */
  readonly #closed: Record<CutOffCause | 'idle', number> = { idle: 0, slow: 0, lost: 0 };
  #stopping = false;

  /** Without `places`, the limit per viewer applies to each process. */
  constructor(limits: SubscriptionLimits, places: SharedPlaces | null = null) {
    this.limits = limits;
    this.#places = places;
    this.#timers = [
      setInterval(() => this.sweep(), limits.sweepMs).unref(),
      setInterval(() => this.#expire(), expireMs).unref(),
    ];
  }

  /** While stopping, a stream that ends is not complete: its client goes on elsewhere. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get figures(): Record<'active' | 'closedIdle' | 'closedSlow' | 'closedLost', number> {
    const { idle: closedIdle, slow: closedSlow, lost: closedLost } = this.#closed;
    return { active: this.#live.size, closedIdle, closedSlow, closedLost };
  }

  /** Counts a client that was cut off because it stopped reading. */
  noteSlow(): void {
    this.#closed.slow += 1;
  }

  /** Runs a subscription of this viewer until it ends, its client is gone (`signal`), or it may continue no longer. */
  async run(viewer: Viewer, signal: AbortSignal, subscribe: () => Promise<Subscribed>): Promise<Subscribed> {
    if (this.#stopping) return { errors: [serverStops()] };
    const key = viewerKey(viewer);
    if (!(await this.#take(key))) return { errors: [tooMany(this.limits.perViewer)] };
    const source = await subscribe().catch((error: unknown) => {
      this.#release(key);
      throw error;
    });
    if (isAsyncIterable(source)) return this.#track(viewer, source, signal);
    this.#release(key);
    return source;
  }

  /** Ends the subscriptions of viewers that the predicate holds for. */
  endWhere(isMeant: (viewer: Viewer) => boolean, error: Error): void {
    for (const subscription of this.#live) if (isMeant(subscription.viewer)) subscription.end(error);
  }

  /** The viewers of all subscriptions, each once per subscription. */
  get viewers(): readonly Viewer[] {
    return [...this.#live].map(({ viewer }) => viewer);
  }

  /** Closes subscriptions whose transport takes no more events. A quiet one waits for events, and stays. */
  sweep(now = performance.now()): void {
    for (const subscription of this.#live) {
      if (subscription.idleMs(now) < this.limits.staleMs) continue;
      this.#closed.idle += 1;
      subscription.end(
        requestError(
          'SUBSCRIBER_TOO_SLOW',
          'The client read no events for too long: subscribe again after the last cursor',
        ),
      );
    }
  }

  /** Ends all of them and takes no more: their clients go on elsewhere. */
  stop(): void {
    this.#stopping = true;
    for (const subscription of this.#live) subscription.end();
  }

  [Symbol.dispose](): void {
    this.stop();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #track(viewer: Viewer, source: AsyncIterable<ExecutionResult>, signal: AbortSignal): LiveSubscription {
    const leave = () => {
      if (signal.reason instanceof ConnectionCutOff) this.#closed[signal.reason.because] += 1;
      subscription.end();
    };
    const subscription = new LiveSubscription(viewer, source, {
      event: () => this.#endIfExpired(subscription),
      failure: (error) => {
        if (isTooSlow(error)) this.#closed.slow += 1;
      },
      end: () => {
        signal.removeEventListener('abort', leave);
        this.#live.delete(subscription);
        this.#release(viewerKey(viewer));
      },
    });
    this.#live.add(subscription);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    if (this.#stopping) subscription.end();
    return subscription;
  }

  async #take(key: string): Promise<boolean> {
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count > this.limits.perViewer) return false;
    this.#counts.set(key, count);
    if (!this.#places || (await this.#places.take(key, count, this.limits.perViewer))) return true;
    this.#release(key);
    return false;
  }

  #release(key: string): void {
    const count = (this.#counts.get(key) ?? 0) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
    this.#places?.tell(key, Math.max(count, 0));
  }

  #expire(): void {
    for (const subscription of this.#live) this.#endIfExpired(subscription);
  }

  #endIfExpired(subscription: LiveSubscription): void {
    const { expiresAt } = subscription.viewer;
    if (expiresAt === null || expiresAt.getTime() > Date.now()) return;
    subscription.end(requestError('UNAUTHENTICATED', 'The credential has expired: subscribe again with another one'));
  }
}

/** Its queue was full and might drop nothing. */
const isTooSlow = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions['code'] === 'SUBSCRIBER_TOO_SLOW';

const tooMany = (limit: number) =>
  requestError('TOO_MANY_SUBSCRIPTIONS', `You have ${limit} subscriptions, the maximum: end one first`, {
    limit,
  });

const serverStops = () => requestError('UNAVAILABLE', 'The server is stopping: connect again', { retryAfter: 1 });
