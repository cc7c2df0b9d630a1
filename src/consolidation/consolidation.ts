import type { MemoryTier } from '../memory/memory.ts';

export type ConsolidationStep = 'MERGE_SIMILAR' | 'RETIRE_OUTDATED' | 'UPDATE_TIERS' | 'REEMBED' | 'OPTIMIZE_INDEX';
/** How far a run is, of consolidation or of an agent. */
export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
type ProposalKind = 'MERGE' | 'RETIRE' | 'CHANGE_TIER';
export type ProposalState = 'PROPOSED' | 'APPLIED' | 'REJECTED' | 'UNDONE' | 'STALE';

/** What a run does where nobody says what. */
export const defaultSteps: readonly ConsolidationStep[] = ['MERGE_SIMILAR', 'RETIRE_OUTDATED', 'UPDATE_TIERS'];

/** The order in which steps are run, whatever the order in which they are asked for. */
export const stepOrder: readonly ConsolidationStep[] = ['REEMBED', ...defaultSteps, 'OPTIMIZE_INDEX'];

/** Looks through one collection for what is doubled, outdated or out of place. */
export interface ConsolidationRun {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  /** Asked for by somebody, or made of what was found after writes. */
  readonly origin: 'ASKED' | 'FOUND';
  readonly status: RunStatus;
  readonly dryRun: boolean;
  readonly steps: readonly ConsolidationStep[];
  readonly startedBy: string;
  readonly stepsDone: number;
  /** The last memory that its current step has taken, for steps that go by id. */
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

export const isActive = ({ status }: { readonly status: RunStatus }): boolean =>
  status === 'QUEUED' || status === 'RUNNING';

/** From 0 to 1: each step counts alike. */
export function progressOf(run: ConsolidationRun): number {
  if (run.status === 'SUCCEEDED' || run.steps.length === 0) return 1;
  const inStep = run.stepTotal === 0 ? 0 : Math.min(1, run.stepDone / run.stepTotal);
  return Math.min(1, (run.stepsDone + inStep) / run.steps.length);
}

/** What is done to a memory of a proposal: it stays, goes, gets another tier, or only is the reason for another to go. */
export type ProposalRole = 'KEEP' | 'GO' | 'TIER' | 'EVIDENCE';

export interface ProposalMemory {
  readonly memoryId: string;
  readonly role: ProposalRole;
  /** That the proposal was made of: at another one it is out of date. */
  readonly revision: number;
}

/** A proposal that is about to be stored. */
export interface NewProposal {
  readonly kind: ProposalKind;
  readonly rule: Rule;
  /** May be applied without asking. */
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
  /** How many memories it was made of: fewer are left where one was purged. */
  readonly memoryCount: number;
  readonly decidedAt: Date | null;
  readonly createdAt: Date;
}

/** Which proposals of a run; what is null is not asked about. */
export interface ProposalFilter {
  readonly states: readonly ProposalState[] | null;
  readonly kinds: readonly ProposalKind[] | null;
}

/** How many memories applied proposals have merged into others, and how many they have retired. */
export function countGone(proposals: readonly Pick<Proposal, 'kind' | 'memories'>[]): {
  readonly merged: number;
  readonly retired: number;
} {
  const gone = (kind: ProposalKind) =>
    proposals
      .filter((proposal) => proposal.kind === kind)
      .flatMap(({ memories }) => memories.filter(({ role }) => role === 'GO')).length;
  return { merged: gone('MERGE'), retired: gone('RETIRE') };
}

/** Why something is proposed. No text holds what a memory says: a purge need not look for it here. */
export const reasons = {
  'same words': 'They say the same in the same words.',
  'same meaning': 'They say the same in nearly the same words.',
  'judged the same': 'They are near in meaning and words, and the language model judged that they say the same.',
  'validity ended': 'Its validity has ended.',
  'told anew': 'A later memory of the same subject tells that it has changed.',
  'another value': 'A later memory of the same subject says something else.',
  'denied later': 'A later memory of the same subject denies it.',
  'judged outdated': 'The language model judged that a later memory of the same subject contradicts it.',
  'time and recalls': 'Its tier follows from its age, its conversation and its recalls.',
} as const;
export type Rule = keyof typeof reasons;
