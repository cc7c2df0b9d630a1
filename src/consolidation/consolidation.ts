import type { MemoryTier } from '../memory/memory.ts';
import type { RunStatus } from '../platform/run-status.ts';

export type ConsolidationStep = 'MERGE_SIMILAR' | 'RETIRE_OUTDATED' | 'UPDATE_TIERS' | 'REEMBED' | 'OPTIMIZE_INDEX';
export type ProposalKind = 'MERGE' | 'RETIRE' | 'CHANGE_TIER';
export type ProposalState = 'PROPOSED' | 'APPLIED' | 'REJECTED' | 'UNDONE' | 'STALE';

/** Steps of a run for which none are named. */
export const defaultSteps: readonly ConsolidationStep[] = ['MERGE_SIMILAR', 'RETIRE_OUTDATED', 'UPDATE_TIERS'];

/** The order in which steps run, whatever the order in which they are named. */
export const stepOrder: readonly ConsolidationStep[] = ['REEMBED', ...defaultSteps, 'OPTIMIZE_INDEX'];

/** A search through one collection for duplicate, outdated or wrongly tiered memories. */
export interface ConsolidationRun {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  /** ASKED: somebody started it. FOUND: the server made it of findings after writes. */
  readonly origin: 'ASKED' | 'FOUND';
  readonly status: RunStatus;
  readonly dryRun: boolean;
  readonly steps: readonly ConsolidationStep[];
  readonly startedBy: string;
  readonly stepsDone: number;
  /** Id of the last memory that the current step has processed, for steps that go by id. */
  readonly place: string | null;
  readonly stepDone: number;
  readonly stepTotal: number;
  readonly attempts: number;
  readonly fence: number;
  readonly scanned: number;
  readonly merged: number;
  readonly retired: number;
  readonly bytesBefore: number | null;
  readonly bytesAfter: number | null;
  readonly undone: boolean;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type RunKey = Pick<ConsolidationRun, 'accountId' | 'id'>;

/** Returns the progress from 0 to 1; each step has an equal share. */
export function progressOf(run: ConsolidationRun): number {
  if (run.status === 'SUCCEEDED' || run.steps.length === 0) return 1;
  const inStep = run.stepTotal === 0 ? 0 : Math.min(1, run.stepDone / run.stepTotal);
  return Math.min(1, (run.stepsDone + inStep) / run.steps.length);
}

/** What happens to a memory of a proposal: it stays, goes, gets another tier, or is only the reason for another to go. */
export type ProposalRole = 'KEEP' | 'GO' | 'TIER' | 'EVIDENCE';

export interface ProposalMemory {
  readonly memoryId: string;
  readonly role: ProposalRole;
  /** Revision that the proposal is based on; at any other, the proposal is out of date. */
  readonly revision: number;
}

export const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

/** Ids of those of the memories that have a role. */
export const idsInRole = (
  memories: readonly Pick<ProposalMemory, 'memoryId' | 'role'>[],
  role: ProposalRole,
): string[] => memories.filter((memory) => memory.role === role).map(({ memoryId }) => memoryId);

/** A proposal before it is stored. */
export interface NewProposal {
  readonly kind: ProposalKind;
  readonly rule: Rule;
  /** Whether it may be applied without asking. */
  readonly safe: boolean;
  readonly similarity: number | null;
  readonly proposedTier: MemoryTier | null;
  readonly memories: readonly ProposalMemory[];
}

/** A change that consolidation proposes. */
export interface Proposal extends NewProposal {
  readonly id: string;
  readonly accountId: string;
  readonly runId: string;
  readonly state: ProposalState;
  /** Number of memories it was made of; `memories` has fewer once one was purged. */
  readonly memoryCount: number;
  readonly decidedAt: Date | null;
  readonly createdAt: Date;
}

/** Parents whose proposals are listed. */
export type ProposalParent = 'run' | 'collection';

/** Which proposals to return; null: all. */
export interface ProposalFilter {
  readonly states: readonly ProposalState[] | null;
  readonly kinds: readonly ProposalKind[] | null;
}

/** Counts the memories that the proposals merge into others, and those that they retire. */
export function countGone(proposals: readonly Pick<Proposal, 'kind' | 'memories'>[]): {
  readonly merged: number;
  readonly retired: number;
} {
  const gone = (kind: ProposalKind) =>
    proposals.filter((proposal) => proposal.kind === kind).flatMap(({ memories }) => idsInRole(memories, 'GO')).length;
  return { merged: gone('MERGE'), retired: gone('RETIRE') };
}

/** Why something is proposed. No text quotes a memory, so a purge need not search them. */
export const reasons = {
  'same words': 'They say the same in the same words.',
  'same meaning': 'They say the same in nearly the same words.',
  'judged the same': 'They are near in meaning and words, and the language model judged that they say the same.',
  'validity ended': 'Its validity has ended.',
  'told anew': 'A later memory of the same subject tells that it has changed.',
  'another value': 'A later memory of the same subject says something else.',
  'denied later': 'A later memory of the same subject denies it.',
  'likely over': 'A later memory tells of a change that seems to be about the same.',
  'judged outdated': 'The language model judged that a later memory of the same subject contradicts it.',
  'time and recalls': 'Its tier follows from its age, its conversation and its recalls.',
} as const;
export type Rule = keyof typeof reasons;
