import type { Described } from '../memory/described.ts';
import type { ComparedMemory } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { NewProposal, Rule } from './consolidation.ts';
import { mergedWithoutLoss } from './merged.ts';

/** Says whether two memories tell the same, and how surely; null where they may not. */
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
  /** What all of them tell together. */
  joined: Described;
}

/** Most memories of one proposal: the transaction that applies it stays short. */
const largestProposal = 20;

/**
 * Gathers memories that tell the same around the first of each group: every member tells the same as that one, so that
 * no chain of small differences leads from one meaning to another.
 */
export class DuplicateGroups {
  readonly #judge: JudgePair;
  readonly #groups = new Map<string, Group>();
  /** The first of the group that each member stands in, and how near that lies to it. */
  readonly #members = new Map<string, { readonly leader: ComparedMemory; readonly similarity: number }>();
  readonly #letOthersIn = comparingTurns();

  constructor(judge: JudgePair) {
    this.#judge = judge;
  }

  /** Offers a memory with one that lies near it and came before. Answers whether it belongs to a group now. */
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
   * Offers two that lie near each other, in whatever order pairs come: who stands in a group already has the other join it, if that tells
   * the same as its first, and lies near enough by what is known of both.
   */
  join(earlier: ComparedMemory, later: ComparedMemory, similarity: number, threshold: number): void {
    const [known, joins] = this.has(later.id) ? [later, earlier] : [earlier, later];
    if (this.has(joins.id)) return;
    const { leader, similarity: toLeader } = this.#members.get(known.id) ?? { leader: known, similarity: 1 };
    const least = leastSimilarity(toLeader, similarity);
    if (least >= threshold) this.offer(joins, leader, least);
  }

  /** Whether it stands in a group. */
  has(id: string): boolean {
    return this.follows(id) || this.#groups.has(id);
  }

  /** Whether it stands in the group of another one: nothing can be gathered around it. */
  follows(id: string): boolean {
    return this.#members.has(id);
  }

  /** Ids of all that stand in a group. */
  members(): Set<string> {
    return new Set([...this.#members.keys(), ...this.#groups.keys()]);
  }

  /** What is to be merged, one group after the other. The one that tells most is kept, if all others tell the same as it. */
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
      merges.push(merge(kept, part, toldSame));
    }
    return merges;
  }

  /** With the leader it was compared when it became a member. */
  async #tellsTheSameAsAll(best: ComparedMemory, leader: ComparedMemory, members: readonly Member[]): Promise<boolean> {
    if (best.id === leader.id) return true;
    for (const { memory } of members) {
      if (memory.id !== best.id && !this.#judge(best, memory)) return false;
      await this.#letOthersIn(best, memory);
    }
    return true;
  }
}

/** How near two lie at least by how near a third lies to both: the angles between them add up at most. */
export const leastSimilarity = (one: number, other: number): number =>
  Math.cos(Math.acos(Math.min(1, one)) + Math.acos(Math.min(1, other)));

/** `members` are those of all these that were compared with the leader of their group. */
function merge(kept: ComparedMemory, gone: readonly ComparedMemory[], members: readonly Member[]): NewProposal {
  return {
    kind: 'MERGE',
    rule: members.find(({ verdict }) => verdict.rule !== 'same words')?.verdict.rule ?? 'same words',
    safe: members.every(({ verdict }) => verdict.safe),
    similarity: Math.min(...members.map(({ similarity }) => similarity)),
    proposedTier: null,
    memories: [
      { memoryId: kept.id, role: 'KEEP', revision: kept.revision },
      ...gone.map(({ id, revision }) => ({ memoryId: id, role: 'GO' as const, revision })),
    ],
  };
}

/** What a person said goes before what an agent made, what has a source before what has none, then the longer, then the older. */
export function betterFirst(one: ComparedMemory, other: ComparedMemory): number {
  return (
    Number(one.byAgent) - Number(other.byAgent) ||
    Number(one.messageId === null) - Number(other.messageId === null) ||
    other.content.length - one.content.length ||
    one.createdAt.getTime() - other.createdAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}
