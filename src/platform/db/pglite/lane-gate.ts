import type { PostgresPool } from 'kysely';
import type { Pool } from 'pg';
import { LaneGateError } from './lane-gate.errors.ts';
import { Lease } from './lease.ts';

/** In order of priority. */
const LANES = ['requests', 'jobs'] as const;
type LaneName = (typeof LANES)[number];

interface LaneGateOptions {
  /** How long a caller waits for a connection before it is refused, in milliseconds. */
  readonly acquireTimeoutMs: number;
  /** Called when a connection was revoked from a user who held it that long without using it. */
  readonly onLeak: (message: string) => void;
}

/** A pool for Kysely, and for the job queues. */
export interface Lane extends PostgresPool {
  connect(): Promise<Lease>;
  /** Refuses waiting and later callers. The underlying pool stays open. */
  end(): Promise<void>;
}

interface Waiter {
  readonly since: number;
  readonly proceed: () => void;
  readonly refuse: (error: LaneGateError) => void;
}

interface LaneState {
  readonly waiters: Set<Waiter>;
  ended: boolean;
}

/**
 * Guards a small pool: waiting requests have priority over waiting jobs, and within a lane callers are served in
 * the order of arrival.
 */
export class LaneGate {
  readonly #pool: Pick<Pool, 'connect' | 'options'>;
  readonly #options: LaneGateOptions;
  readonly #lanes: Readonly<Record<LaneName, LaneState>> = {
    requests: { waiters: new Set(), ended: false },
    jobs: { waiters: new Set(), ended: false },
  };
  readonly #held = new Set<Lease>();
  /** Slots in use: connections that are held or being opened. */
  #taken = 0;
  #timeouts = 0;

  constructor(pool: Pick<Pool, 'connect' | 'options'>, options: LaneGateOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  lane(name: LaneName): Lane {
    return {
      options: this.#pool.options,
      connect: () => this.#connect(name),
      end: async () => this.#end(name),
    };
  }

  /** Of both lanes together. */
  get figures() {
    const { max } = this.#pool.options;
    const { requests, jobs } = this.#lanes;
    const waiting = requests.waiters.size + jobs.waiters.size;
    return { total: max, idle: max - this.#held.size, waiting, max, timeouts: this.#timeouts };
  }

  async #connect(name: LaneName): Promise<Lease> {
    await this.#takePlace(name);
    try {
      const lease = new Lease(await this.#pool.connect(), name, (released) => {
        this.#held.delete(released);
        this.#givePlace();
      });
      this.#held.add(lease);
      return lease;
    } catch (error) {
      this.#givePlace();
      throw error;
    }
  }

  #takePlace(name: LaneName): Promise<void> {
    const lane = this.#lanes[name];
    if (lane.ended) return Promise.reject(ended(name));
    if (this.#taken < this.#pool.options.max) {
      this.#taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#onTimeout(name, waiter), this.#options.acquireTimeoutMs);
      const waiter: Waiter = {
        since: performance.now(),
        proceed: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      lane.waiters.add(waiter);
    });
  }

  /** Passes the slot to the next waiter, if any. */
  #givePlace(): void {
    for (const name of LANES) {
      const { waiters } = this.#lanes[name];
      for (const waiter of waiters) {
        waiters.delete(waiter);
        waiter.proceed();
        return;
      }
    }
    this.#taken -= 1;
  }

  #onTimeout(name: LaneName, waiter: Waiter): void {
    this.#takeBackUnused(waiter.since);
    if (!this.#lanes[name].waiters.delete(waiter)) return;
    this.#timeouts += 1;
    waiter.refuse(new LaneGateError('DATABASE_CONNECTION_TIMEOUT', this.#timeoutMessage(name)));
  }

  /** A holder that has sent nothing for as long as somebody waited has forgotten to release. */
  #takeBackUnused(since: number): void {
    for (const lease of this.#held) {
      if (lease.idleSince === null || lease.idleSince > since) continue;
      const held = Math.round(lease.heldMs);
      lease.revoke();
      this.#options.onLeak(`a connection of the lane ${lease.lane}, held for ${held} ms and not used, was taken away`);
    }
  }

  #timeoutMessage(name: LaneName): string {
    const holders = [...this.#held].map((lease) => `${lease.lane} for ${Math.round(lease.heldMs)} ms`);
    return (
      `no database connection for the lane ${name} within ${this.#options.acquireTimeoutMs} ms: ` +
      `held by ${holders.join(', ') || 'nobody yet'}; waiting are ` +
      `${this.#lanes.requests.waiters.size} requests and ${this.#lanes.jobs.waiters.size} jobs`
    );
  }

  #end(name: LaneName): void {
    const lane = this.#lanes[name];
    lane.ended = true;
    for (const waiter of lane.waiters) waiter.refuse(ended(name));
    lane.waiters.clear();
  }
}

const ended = (name: LaneName): LaneGateError =>
  new LaneGateError('DATABASE_LANE_ENDED', `the lane ${name} takes nothing more: the server is stopping`);
