import type { Described } from '../memory/described.ts';
import type { ComparedMemory } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { NewProposal, Rule } from './consolidation.ts';
import { mergedWithoutLoss } from './merged.ts';

/** Judges whether two memories say the same, and how surely; null if they may not. */
export type JudgePair = (one: ComparedMemory, other: ComparedMemory) => Verdict | null;

export interface Verdict {
  readonly rule: Rule;
  readonly safe: boolean;
}

interface Member {
  readonly memory: ComparedMemory;
  readonly similarity: number;
  readonly verdict: Verdict;
}

interface Group {
  readonly leader: ComparedMemory;
  readonly members: Member[];
  /** Tags and metadata of all of them together. */
  joined: Described;
}

/** Maximum number of memories per proposal: keeps the transaction that applies it short. */
const largestProposal = 20;

/**
 * Groups memories that say the same around the first of each group, its leader. Every member says the same as the leader, so that
 * no chain of small differences leads from one meaning to another.
 */
export class DuplicateGroups {
  readonly #judge: JudgePair;
  readonly #groups = new Map<string, Group>();
  /** The leader of each member's group, and the member's similarity to it. */
  readonly #members = new Map<string, { readonly leader: ComparedMemory; readonly similarity: number }>();
  readonly #letOthersIn = comparingTurns();

  constructor(judge: JudgePair) {
    this.#judge = judge;
  }

  /** Offers a memory with a near one that came before it. Returns whether the memory now belongs to a group. */
  offer(memory: ComparedMemory, earlier: ComparedMemory, similarity: number): boolean {
    if (this.follows(memory.id)) return true;
    if (this.follows(earlier.id)) return false;
    const group = this.#groups.get(earlier.id) ?? { leader: earlier, members: [], joined: earlier };
    const verdict = this.#judge(memory, earlier);
    const joined = verdict && mergedWithoutLoss([group.joined, memory]);
    if (!joined) return false;
    group.joined = joined;
    group.members.push({ memory, similarity, verdict });
    this.#groups.set(earlier.id, group);
    this.#members.set(memory.id, { leader: earlier, similarity });
    return true;
  }

  /**
   * Offers two near memories; pairs may come in any order. If one is in a group already, the other joins it, provided that it
   * says the same as the leader and is certain to be near enough to it (`leastSimilarity`).
   */
  join(earlier: ComparedMemory, later: ComparedMemory, similarity: number, threshold: number): void {
    const [known, joins] = this.has(later.id) ? [later, earlier] : [earlier, later];
    if (this.has(joins.id)) return;
    const { leader, similarity: toLeader } = this.#members.get(known.id) ?? { leader: known, similarity: 1 };
    const least = leastSimilarity(toLeader, similarity);
    if (least >= threshold) this.offer(joins, leader, least);
  }

  /** Whether a memory is in a group. */
  has(id: string): boolean {
    return this.follows(id) || this.#groups.has(id);
  }

  /** Whether a memory is in the group of another one: then no group can form around it. */
  follows(id: string): boolean {
    return this.#members.has(id);
  }

  /** Ids of all memories that are in a group. */
  members(): Set<string> {
    return new Set([...this.#members.keys(), ...this.#groups.keys()]);
  }

  /** Returns the merges, group by group. Each keeps the best member (`betterFirst`) if all others say the same as it, else the leader. */
  async proposals(): Promise<NewProposal[]> {
    const proposals: NewProposal[] = [];
    for (const group of this.#groups.values()) proposals.push(...(await this.#merges(group)));
    return proposals;
  }

  async #merges({ leader, members }: Group): Promise<NewProposal[]> {
    const all = [leader, ...members.map(({ memory }) => memory)];
    const best = all.toSorted(betterFirst)[0] ?? leader;
    const kept = (await this.#tellsTheSameAsAll(best, leader, members)) ? best : leader;
    const gone = all.filter(({ id }) => id !== kept.id);
    const compared = new Map(members.map((member) => [member.memory.id, member]));
    const merges: NewProposal[] = [];
    for (let start = 0; start < gone.length; start += largestProposal - 1) {
      const part = gone.slice(start, start + largestProposal - 1);
      const toldSame = [kept, ...part].flatMap(({ id }) => compared.get(id) ?? []);
      merges.push(mergeOfGroup(kept, part, toldSame));
    }
    return merges;
  }

  /** `best` was compared with the leader when it became a member. */
  async #tellsTheSameAsAll(best: ComparedMemory, leader: ComparedMemory, members: readonly Member[]): Promise<boolean> {
    if (best.id === leader.id) return true;
    for (const { memory } of members) {
      if (memory.id !== best.id && !this.#judge(best, memory)) return false;
      await this.#letOthersIn(best, memory);
    }
    return true;
  }
}

/** Returns the least possible similarity of two vectors by the similarity of each to a third: their angles add up at most. */
export const leastSimilarity = (one: number, other: number): number =>
  Math.cos(Math.acos(Math.min(1, one)) + Math.acos(Math.min(1, other)));

/** `members`: those of these memories that were compared with the leader of their group. */
const mergeOfGroup = (kept: ComparedMemory, gone: readonly ComparedMemory[], members: readonly Member[]): NewProposal =>
  merge(kept, gone, {
    rule: members.find(({ verdict }) => verdict.rule !== 'same words')?.verdict.rule ?? 'same words',
    safe: members.every(({ verdict }) => verdict.safe),
    similarity: Math.min(...members.map(({ similarity }) => similarity)),
  });

/** Proposes to merge memories into one. */
export const merge = (
  kept: ComparedMemory,
  gone: readonly ComparedMemory[],
  found: Pick<NewProposal, 'rule' | 'safe' | 'similarity'>,
): NewProposal => ({
  ...found,
  kind: 'MERGE',
  proposedTier: null,
  memories: [
    { memoryId: kept.id, role: 'KEEP', revision: kept.revision },
    ...gone.map(({ id, revision }) => ({ memoryId: id, role: 'GO' as const, revision })),
  ],
});

/**
 * Orders memories: what a person said before what an agent made, those with a source before those without, then the longer, then
 * the older.
 */
export function betterFirst(one: ComparedMemory, other: ComparedMemory): number {
  return (
    Number(one.byAgent) - Number(other.byAgent) ||
    Number(one.messageId === null) - Number(other.messageId === null) ||
    other.content.length - one.content.length ||
    one.createdAt.getTime() - other.createdAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}
