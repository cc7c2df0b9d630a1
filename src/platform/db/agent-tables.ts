import type { Generated } from 'kysely';
import type { RunStatus } from '../run-status.ts';
import type { Json, Timestamp } from './columns.ts';

/** Agent runs. */
export interface AgentRunTable {
  account_id: string;
  id: string;
  conversation_id: string;
  user_message_id: string;
  answer_message_id: string | null;
  model: string;
  status: Generated<RunStatus>;
  /** Fencing token: incremented by each process that takes the run over, so that its predecessor can write nothing more. */
  attempt: Generated<number>;
  /** Attempts that failed or whose process died. */
  failures: Generated<number>;
  lease_until: Timestamp | null;
  cancel_requested: Generated<boolean>;
  /** The part of an answer that did not, or not yet, become a message. */
  partial: string | null;
  cached: Generated<boolean>;
  error: string | null;
  /** The kind of the error. */
  error_code:
    | 'MODEL_UNAVAILABLE'
    | 'MODEL_RATE_LIMITED'
    | 'MODEL_REFUSED'
    | 'NO_ANSWER'
    | 'TOOL_LIMIT'
    | 'CANCELLED'
    | 'API_KEY_REVOKED'
    | 'INTERNAL'
    | null;
  /** Why the answer is incomplete. */
  answer_cut: 'MODEL_LIMIT' | 'WITHHELD' | 'TOOL_LIMIT' | 'TOO_LONG' | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  /** The requester, and their permissions. */
  principal: string;
  plan: 'FREE' | 'STARTER' | 'PRO';
  scopes: ('read' | 'write' | 'admin')[];
  collection_ids: string[] | null;
  /** Collections that the agent reads beside that of its conversation. */
  also_read: Generated<string[]>;
  /** As of when it is asked; null: when it was asked. */
  as_of: Timestamp | null;
  /** The API key that it was asked with. */
  api_key_id: string | null;
  created_at: Timestamp;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
}

/** A memory that a run was given; with a position, the answer cites it. */
export interface AgentRunMemoryTable {
  account_id: string;
  run_id: string;
  memory_id: string;
  position: number | null;
  quote: string | null;
}

/** A tool call of a run: its input, and the memories that it found or changed. */
export interface AgentRunCallTable {
  account_id: string;
  run_id: string;
  id: string;
  tool: string;
  input: Json;
  memory_ids: string[];
}
