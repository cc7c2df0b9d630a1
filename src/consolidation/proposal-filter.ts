import type { ProposalKind, ProposalState } from './consolidation.ts';

/** Which proposals of a run; what is null is not asked about. */
export interface ProposalFilter {
  readonly states: readonly ProposalState[] | null;
  readonly kinds: readonly ProposalKind[] | null;
}
