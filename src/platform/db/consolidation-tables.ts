import type { Generated } from 'kysely';
import type { Json, Timestamp } from './columns.ts';

export interface ConsolidationRunTable {
  account_id: string;
  id: string;
  collection_id: string;
  /** Somebody asked for it, or it gathers what was found after writes. */
  origin: 'ASKED' | 'FOUND';
  status: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  dry_run: boolean;
  steps: ('MERGE_SIMILAR' | 'RETIRE_OUTDATED' | 'UPDATE_TIERS' | 'REEMBED' | 'OPTIMIZE_INDEX')[];
  /** The principal who asked. */
  started_by: string;
  /** How many of the steps are finished, and where the next one stands. */
  steps_done: Generated<number>;
  place: string | null;
  step_done: Generated<number>;
  step_total: Generated<number>;
  /** How often it was begun or taken up since it last came forward. */
  attempts: Generated<number>;
  /** Raised by each worker that takes it up: one that was taken over can write nothing more. */
  fence: Generated<number>;
  scanned: Generated<number>;
  merged: Generated<number>;
  retired: Generated<number>;
  /** As text. */
  bytes_before: string | null;
  bytes_after: string | null;
  undone: Generated<boolean>;
  error: string | null;
  created_at: Timestamp;
  started_at: Timestamp | null;
  /** When it last came forward. */
  touched_at: Timestamp;
  finished_at: Timestamp | null;
}

export interface ConsolidationProposalTable {
  account_id: string;
  id: string;
  run_id: string;
  kind: 'MERGE' | 'RETIRE' | 'CHANGE_TIER';
  state: Generated<'PROPOSED' | 'APPLIED' | 'REJECTED' | 'UNDONE' | 'STALE'>;
  /** What made it; its reason in words follows from it, so that no row holds what a memory says. */
  rule:
    | 'same words'
    | 'same meaning'
    | 'judged the same'
    | 'validity ended'
    | 'told anew'
    | 'another value'
    | 'denied later'
    | 'judged outdated'
    | 'time and recalls';
  /** May be applied without asking. */
  safe: boolean;
  similarity: number | null;
  proposed_tier: 'ACTIVE' | 'THREAD' | 'STABLE' | null;
  /** How many memories it is about: fewer are left where one was purged. */
  memories: number;
  decided_at: Timestamp | null;
  created_at: Timestamp;
}

export interface ProposalMemoryTable {
  account_id: string;
  proposal_id: string;
  ordinal: number;
  memory_id: string;
  /** What is done to it: it stays, goes, gets a tier, or only is the reason. */
  role: 'KEEP' | 'GO' | 'TIER' | 'EVIDENCE';
  /** That the proposal was made of. */
  revision: number;
  /** That its application left. */
  revision_left: number | null;
  /** What its application changed, as it was. */
  before: Json;
  restored: Generated<boolean>;
}
