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
}

interface Member {
  readonly agent: Agent;
  users: number;
  idleSince: number;
}

/**
 * Agents that are set up, the latest used last. One serves any number of runs at once. Where there is no room for
 * another, the one that was idle longest makes way; where none is idle, whoever needs another waits.
 */
export class AgentPool implements Disposable {
  readonly #options: AgentPoolOptions;
  readonly #members = new Map<string, Member>();
  readonly #sweep: NodeJS.Timeout;
  #waiting: (() => void)[] = [];
  #created = 0;
  #reused = 0;
  #evicted = 0;

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
    };
  }

  /** Has an agent do something; it stays as long as that takes. */
  async use<T>(spec: AgentSpec, work: (agent: Agent) => Promise<T>): Promise<T> {
    const member = await this.#take(spec);
    try {
      return await work(member.agent);
    } finally {
      member.users -= 1;
      member.idleSince = performance.now();
      if (member.users === 0) this.#callWaiting();
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
  }

  async #take(spec: AgentSpec): Promise<Member> {
    const key = JSON.stringify([spec.model, spec.instructions, spec.language]);
    for (;;) {
      const known = this.#members.get(key);
      if (known) this.#reused += 1;
      const member = known ?? this.#add(key, spec);
      if (member) {
        member.users += 1;
        // To the end: the map keeps the order of use.
        this.#members.delete(key);
        this.#members.set(key, member);
        return member;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Null where there is no room. */
  #add(key: string, spec: AgentSpec): Member | null {
    if (this.#members.size >= this.#options.maxSize && !this.#evictOldest()) return null;
    const member = { agent: this.#options.create(spec), users: 0, idleSince: performance.now() };
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
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
