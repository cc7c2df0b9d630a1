import type { Generated } from 'kysely';
import type { RunStatus } from '../run-status.ts';
import type { Json, Timestamp } from './columns.ts';

export interface ConsolidationRunTable {
  account_id: string;
  id: string;
  collection_id: string;
  /** Requested by somebody, or collecting what was found after writes. */
  origin: 'ASKED' | 'FOUND';
  status: RunStatus;
  dry_run: boolean;
  steps: ('MERGE_SIMILAR' | 'RETIRE_OUTDATED' | 'UPDATE_TIERS' | 'REEMBED' | 'OPTIMIZE_INDEX')[];
  /** The principal who requested it. */
  started_by: string;
  /** Number of finished steps, and the position within the next one. */
  steps_done: Generated<number>;
  place: string | null;
  step_done: Generated<number>;
  step_total: Generated<number>;
  /** How often it was started or taken over since it last made progress. */
  attempts: Generated<number>;
  /** Fencing token: incremented by each worker that takes the run over, so that its predecessor can write nothing more. */
  fence: Generated<number>;
  scanned: Generated<number>;
  merged: Generated<number>;
  retired: Generated<number>;
  /** bigint, as text. */
  bytes_before: string | null;
  bytes_after: string | null;
  undone: Generated<boolean>;
  error: string | null;
  created_at: Timestamp;
  started_at: Timestamp | null;
  /** When it last made progress. */
  touched_at: Timestamp;
  finished_at: Timestamp | null;
}

export interface ConsolidationProposalTable {
  account_id: string;
  id: string;
  run_id: string;
  kind: 'MERGE' | 'RETIRE' | 'CHANGE_TIER';
  state: Generated<'PROPOSED' | 'APPLIED' | 'REJECTED' | 'UNDONE' | 'STALE'>;
  /** The rule that made it. Its reason is worded from this, so that no row holds a memory's content. */
  rule:
    | 'same words'
    | 'same meaning'
    | 'judged the same'
    | 'validity ended'
    | 'told anew'
    | 'another value'
    | 'denied later'
    | 'likely over'
    | 'judged outdated'
    | 'time and recalls';
  /** May be applied without confirmation. */
  safe: boolean;
  similarity: number | null;
  proposed_tier: 'ACTIVE' | 'THREAD' | 'STABLE' | null;
  /** Number of memories that it was made of; fewer rows remain if one was purged. */
  memories: number;
  decided_at: Timestamp | null;
  created_at: Timestamp;
}

export interface ProposalMemoryTable {
  account_id: string;
  proposal_id: string;
  ordinal: number;
  memory_id: string;
  /** What happens to the memory: it is kept, retired or gets another tier, or it only is evidence. */
  role: 'KEEP' | 'GO' | 'TIER' | 'EVIDENCE';
  /** Revision that the proposal was based on. */
  revision: number;
  /** Revision after the proposal was applied. */
  revision_left: number | null;
  /** Values that the application changed, as they were before. */
  before: Json;
  restored: Generated<boolean>;
}
