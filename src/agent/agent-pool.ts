import type { Agent } from './agent.ts';

/** Identifies an agent: equal specs share one. */
export interface AgentSpec {
  readonly model: string;
  readonly instructions: string;
  /** Language of the texts that the agent reads. */
  readonly language: string;
}

interface AgentPoolOptions {
  /** Maximum number of agents in the pool. */
  readonly maxSize: number;
  /** An agent that has been unused for this long is evicted. */
  readonly idleMs: number;
  readonly create: (spec: AgentSpec) => Agent;
}

interface Member {
  readonly agent: Agent;
  users: number;
  idleSince: number;
  /** A caller waits for this agent's slot: the agent finishes its current runs and accepts no new ones meanwhile. */
  isLeaving: boolean;
}

/**
 * A pool of configured agents in LRU order. One agent serves any number of runs concurrently. When the pool is full, the agent that
 * was idle longest is evicted. When none is idle, the caller waits until the least recently used agent has finished its runs; that
 * agent accepts no new ones, or steady demand would keep it busy forever.
 */
export class AgentPool implements Disposable {
  readonly #options: AgentPoolOptions;
  readonly #members = new Map<string, Member>();
  readonly #sweep: NodeJS.Timeout;
  #waiting: (() => void)[] = [];
  #created = 0;
  #reused = 0;
  #evicted = 0;
  #answered = 0;
  #failed = 0;

  constructor(options: AgentPoolOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#dropIdle(performance.now()), Math.max(options.idleMs / 2, 1)).unref();
  }

  get statistics() {
    return {
      size: this.#members.size,
      maxSize: this.#options.maxSize,
      busy: [...this.#members.values()].filter(({ users }) => users > 0).length,
      created: this.#created,
      reused: this.#reused,
      evicted: this.#evicted,
      answered: this.#answered,
      failed: this.#failed,
    };
  }

  /** Runs `work` with an agent, which cannot be evicted meanwhile. Throws the signal's reason if it aborts before an agent is free. */
  async use<T>(spec: AgentSpec, signal: AbortSignal, work: (agent: Agent) => Promise<T>): Promise<T> {
    const member = await this.#take(spec, signal);
    try {
      const result = await work(member.agent);
      this.#answered += 1;
      return result;
    } catch (error) {
      if (!signal.aborted) this.#failed += 1;
      throw error;
    } finally {
      member.users -= 1;
      member.idleSince = performance.now();
      if (member.users === 0) this.#callWaiting();
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
  }

  async #take(spec: AgentSpec, signal: AbortSignal): Promise<Member> {
    const key = JSON.stringify([spec.model, spec.instructions, spec.language]);
    for (;;) {
      signal.throwIfAborted();
      const known = this.#members.get(key);
      const member = known ?? this.#add(key, spec);
      if (member && !member.isLeaving) {
        if (known) this.#reused += 1;
        member.users += 1;
        // Moves it to the end: the map is in order of use.
        this.#members.delete(key);
        this.#members.set(key, member);
        return member;
      }
      await this.#untilCalled(signal);
    }
  }

  /** Waits until a slot may be free or the signal of any waiting caller aborts. Wakes the callers in the order in which they came. */
  async #untilCalled(signal: AbortSignal): Promise<void> {
    const [oldest] = this.#members.values();
    if (oldest) oldest.isLeaving = true;
    const call = () => this.#callWaiting();
    signal.addEventListener('abort', call);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    signal.removeEventListener('abort', call);
  }

  /** Returns null if the pool is full and no agent is idle. */
  #add(key: string, spec: AgentSpec): Member | null {
    if (this.#members.size >= this.#options.maxSize && !this.#evictOldest()) return null;
    const member = { agent: this.#options.create(spec), users: 0, idleSince: performance.now(), isLeaving: false };
    this.#created += 1;
    this.#members.set(key, member);
    return member;
  }

  #evictOldest(): boolean {
    for (const [key, { users }] of this.#members) {
      if (users > 0) continue;
      this.#evict(key);
      return true;
    }
    return false;
  }

  #dropIdle(now: number): void {
    for (const [key, { users, idleSince }] of this.#members) {
      if (users === 0 && now - idleSince >= this.#options.idleMs) this.#evict(key);
    }
  }

  #evict(key: string): void {
    this.#members.delete(key);
    this.#evicted += 1;
  }

  #callWaiting(): void {
    for (const member of this.#members.values()) member.isLeaving = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
