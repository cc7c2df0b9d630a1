import type { ComparedMemory } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { NewProposal, Rule } from './consolidation.ts';
import { canBeJoined } from './merged.ts';

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

/** Most memories of one proposal: the transaction that applies it stays short. */
const largestGroup = 20;

/**
 * Gathers memories that tell the same around the first of each group: every member tells the same as that one, so that
 * no chain of small differences leads from one meaning to another.
 */
export class DuplicateGroups {
  readonly #judge: JudgePair;
  readonly #leaders = new Map<string, Member[]>();
  readonly #memories = new Map<string, ComparedMemory>();
  readonly #members = new Set<string>();
  readonly #letOthersIn = comparingTurns();

  constructor(judge: JudgePair) {
    this.#judge = judge;
  }

  /** Offers a memory with one that lies near it and came before. Answers whether it belongs to a group now. */
  offer(memory: ComparedMemory, earlier: ComparedMemory, similarity: number): boolean {
    if (this.#members.has(memory.id)) return true;
    const group = this.#leaders.get(earlier.id) ?? [];
    if (this.#members.has(earlier.id) || group.length + 1 >= largestGroup) return false;
    const verdict = this.#judge(memory, earlier);
    if (!verdict || !canBeJoined(earlier, ...group.map((member) => member.memory), memory)) return false;
    this.#leaders.set(earlier.id, [...group, { memory, similarity, verdict }]);
    this.#memories.set(earlier.id, earlier);
    this.#members.add(memory.id);
    return true;
  }

  /** Ids of all that stand in a group. */
  members(): Set<string> {
    return new Set([...this.#members, ...this.#leaders.keys()]);
  }

  /** One merge for each group. The one that tells most is kept, if all others tell the same as it. */
  async proposals(): Promise<NewProposal[]> {
    const proposals: NewProposal[] = [];
    for (const [id, members] of this.#leaders) {
      const leader = this.#memories.get(id);
      if (leader) proposals.push(await this.#proposal(leader, members));
    }
    return proposals;
  }

  async #proposal(leader: ComparedMemory, members: readonly Member[]): Promise<NewProposal> {
    const all = [leader, ...members.map(({ memory }) => memory)];
    const best = all.toSorted(betterFirst)[0] ?? leader;
    const kept = (await this.#tellsTheSameAsAll(best, leader, members)) ? best : leader;
    const gone = all.filter(({ id }) => id !== kept.id);
    const [first] = members;
    return {
      kind: 'MERGE',
      rule:
        members.find(({ verdict }) => verdict.rule !== 'same words')?.verdict.rule ??
        first?.verdict.rule ??
        'same words',
      safe: members.every(({ verdict }) => verdict.safe),
      similarity: Math.min(...members.map(({ similarity }) => similarity)),
      proposedTier: null,
      memories: [
        { memoryId: kept.id, role: 'KEEP', revision: kept.revision },
        ...gone.map(({ id, revision }) => ({ memoryId: id, role: 'GO' as const, revision })),
      ],
    };
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
