import type { Agent } from './agent.ts';

/** What tells one agent from another. */
export interface AgentSpec {
  readonly model: string;
  readonly instructions: string;
  /** Of the texts that it reads. */
  readonly language: string;
}

export interface AgentPoolOptions {
  /** Most agents at once. */
  readonly maxSize: number;
  /** An agent that nobody has used for this long goes. */
  readonly idleMs: number;
  readonly create: (spec: AgentSpec) => Agent;
}

export interface AgentPoolStatistics {
  readonly size: number;
  readonly maxSize: number;
  /** Agents that answer at least one question now. */
  readonly busy: number;
  readonly created: number;
  readonly reused: number;
  readonly evicted: number;
  /** Uses that came to their end, */
  readonly answered: number;
  /** and those that failed by themselves. */
  readonly failed: number;
}

interface Member {
  readonly agent: Agent;
  users: number;
  idleSince: number;
  /** Somebody waits for its place: it finishes what it has, and takes nothing new meanwhile. */
  isLeaving: boolean;
}

/**
 * Agents that are set up, the latest used last. One serves any number of runs at once. Where there is no room for
 * another, the one that was idle longest makes way; where none is idle, whoever needs another waits until the one that was
 * asked for longest ago has finished what it has: or it would never, while others are asked for all the time.
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

  get statistics(): AgentPoolStatistics {
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

  /** Has an agent do something; it stays as long as that takes. Throws the signal's reason where it aborts before there is room. */
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
        // To the end: the map keeps the order of use.
        this.#members.delete(key);
        this.#members.set(key, member);
        return member;
      }
      await this.#untilCalled(signal);
    }
  }

  /** Resolves, in the order of those who wait, where there may be room, and where a signal of any of them aborts. */
  async #untilCalled(signal: AbortSignal): Promise<void> {
    const [oldest] = this.#members.values();
    if (oldest) oldest.isLeaving = true;
    const call = () => this.#callWaiting();
    signal.addEventListener('abort', call);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    signal.removeEventListener('abort', call);
  }

  /** Null where there is no room. */
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
