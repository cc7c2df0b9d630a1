import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AgentRunCallTable, AgentRunMemoryTable, AgentRunTable } from './agent-tables.ts';
import type { Json, Timestamp } from './columns.ts';
import type { ConsolidationProposalTable, ConsolidationRunTable, ProposalMemoryTable } from './consolidation-tables.ts';
import type {
  CollectionStatisticTable,
  CountedMemoryTable,
  MentionTable,
  NarrativeTable,
  RelationTable,
  SearchedCollectionTable,
  SearchRankingTable,
  TermStatisticTable,
} from './derived-tables.ts';
import type { PurgeLedgerTable } from './purge-ledger-table.ts';

/** Rows as stored in the database. Tables with data of accounts begin with `account_id`. */
export interface Tables {
  collection: CollectionTable;
  stream: StreamTable;
  event: EventTable;
  memory: MemoryTable;
  memory_embedding: MemoryEmbeddingTable;
  memory_revision: MemoryRevisionTable;
  conversation: ConversationTable;
  message: MessageTable;
  idempotency: IdempotencyTable;
  consumer: ConsumerTable;
  term_statistic: TermStatisticTable;
  collection_statistic: CollectionStatisticTable;
  counted_memory: CountedMemoryTable;
  co_occurrence: CoOccurrenceTable;
  narrative: NarrativeTable;
  search_ranking: SearchRankingTable;
  searched_collection: SearchedCollectionTable;
  purge_ledger: PurgeLedgerTable;
  mention: MentionTable;
  relation: RelationTable;
  api_key: ApiKeyTable;
  consolidation_run: ConsolidationRunTable;
  consolidation_proposal: ConsolidationProposalTable;
  proposal_memory: ProposalMemoryTable;
  agent_run: AgentRunTable;
  agent_run_memory: AgentRunMemoryTable;
  agent_run_call: AgentRunCallTable;
}

interface CollectionTable {
  account_id: string;
  id: string;
  parent_id: string | null;
  /** Ids from the root down to this collection, itself included. */
  path: string[];
  /** Assigned by the application. */
  key: string | null;
  name: string;
  description: string | null;
  duplicate_threshold: Generated<number>;
  decay_half_life_days: Generated<number>;
  auto_consolidate: Generated<boolean>;
  language: Generated<string>;
  time_zone: Generated<string>;
  retention_days: number | null;
  /** Embedding model used for searches until all memories of the account have vectors of the configured one; null: the configured one. */
  former_model: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export const streamKinds = ['collection', 'conversation', 'agent_run', 'consolidation_run'] as const;
export type StreamKind = (typeof streamKinds)[number];

interface StreamTable {
  account_id: string;
  kind: StreamKind;
  id: string;
  /** Number of the newest event: gapless, in commit order. */
  seq: Generated<number>;
  /** Counts changes that affect recall. */
  memory_revision: Generated<number>;
  /** Counts changes of the graph, the narrative and settings. */
  shape_revision: Generated<number>;
  memory_count: Generated<number>;
  conversation_count: Generated<number>;
  message_count: Generated<number>;
}

/** Types of events. Events contain ids and field names, never content. */
export type EventType =
  | 'MemoryAdded'
  | 'MemoryChanged'
  | 'MemoryForgotten'
  | 'ConversationAdded'
  | 'ConversationChanged'
  | 'ConversationDeleted'
  | 'CollectionChanged'
  | 'MessageAppended'
  | 'AgentRunQueued'
  | 'AgentRunStarted'
  | 'AgentToolCalled'
  | 'AgentRunFinished'
  | 'ConsolidationStarted'
  | 'ConsolidationProgress'
  | 'ConsolidationProposed'
  | 'ConsolidationDecided'
  | 'ConsolidationFinished'
  /** The stream's object was deleted: the last event of a stream, which subscribers receive as the error GONE. */
  | 'StreamEnded';

/** Ids and numbers of an event, such as a run's progress. Never content. */
export type EventData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

interface EventTable {
  account_id: string;
  kind: StreamKind;
  stream_id: string;
  seq: number;
  type: EventType;
  subject_id: string;
  changed: string[];
  data: ColumnType<EventData | null, string | null, string | null>;
  at: Timestamp;
}

interface MemoryTable {
  account_id: string;
  id: string;
  collection_id: string;
  conversation_id: string | null;
  message_id: string | null;
  content: string;
  content_hash: Buffer;
  kind: 'FACT' | 'EPISODE' | 'PREFERENCE' | 'INSTRUCTION' | 'SUMMARY';
  tier: Generated<'ACTIVE' | 'THREAD' | 'STABLE'>;
  /** Set manually: automatic tier updates skip it. */
  tier_pinned: Generated<boolean>;
  status: Generated<'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN'>;
  /** Decaying sum of recalls, each adding 1, as of `last_accessed_at`. */
  resonance: Generated<number>;
  /** The same, only for recalls that answered a request; null: all did. */
  asked_resonance: number | null;
  tags: string[];
  metadata: Json;
  speaker: string | null;
  valid_from: Timestamp;
  valid_to: Timestamp | null;
  superseded_by: string | null;
  embedding_status: Generated<'PENDING' | 'READY' | 'FAILED'>;
  /** Text-search configuration of `terms`. */
  language: string;
  time_zone: Generated<string>;
  terms: string;
  /** Number of distinct lexemes in `terms`. */
  term_count: number;
  /** Ids of its distinct word pieces. */
  pieces: number[];
  /** Bit mask of patterns in its text. */
  patterns: number;
  /** `seq` of its source message. */
  place: number | null;
  /** Role of its source message. */
  role: MessageTable['role'] | null;
  revision: Generated<number>;
  access_count: Generated<number>;
  last_accessed_at: Timestamp | null;
  /** Creation time that would give a never recalled memory the same presence; null: never recalled. */
  fresh_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface MemoryEmbeddingTable {
  account_id: string;
  memory_id: string;
  collection_id: string;
  model: string;
  /** int8 values, stored exactly. */
  vector: string;
  scale: number;
  /** Whether it is in its model's index: see src/memory/index-vectors.ts. */
  ann: Generated<boolean>;
}

interface MemoryRevisionTable {
  account_id: string;
  memory_id: string;
  revision: number;
  changed: string[];
  kind: MemoryTable['kind'];
  tier: 'ACTIVE' | 'THREAD' | 'STABLE';
  tags: string[];
  metadata: Json;
  valid_from: Timestamp;
  valid_to: Timestamp | null;
  status: 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';
  reason: string | null;
  actor_kind: 'USER' | 'API_KEY' | 'AGENT' | 'CONSOLIDATION';
  actor: string;
  at: Timestamp;
  /** The other memory involved in the change: the replacement that a supersede created or a restore withdrew. */
  counterpart_id: string | null;
}

interface ConversationTable {
  account_id: string;
  id: string;
  collection_id: string;
  /** Assigned by the application. */
  key: string | null;
  title: string | null;
  metadata: Json;
  last_message_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

interface MessageTable {
  account_id: string;
  id: string;
  conversation_id: string;
  seq: number;
  role: 'USER' | 'ASSISTANT' | 'SYSTEM' | 'TOOL';
  speaker: string | null;
  content: string;
  /** Length of `content` in UTF-16 code units. */
  content_length: GeneratedAlways<number>;
  metadata: Json;
  sent_at: Timestamp;
  created_at: Timestamp;
}

interface IdempotencyTable {
  account_id: string;
  mutation: string;
  parent_id: string;
  key: string;
  body_hash: Buffer;
  /** Ids created by the first call, in its order. */
  result_ids: string[];
  created_at: Timestamp;
}

interface ConsumerTable {
  account_id: string;
  kind: StreamKind;
  stream_id: string;
  name: string;
  /** Number of the last event that it has consumed. */
  seq: Generated<number>;
}

/** Two memories recalled together; `memory_a` is the smaller id. */
interface CoOccurrenceTable {
  account_id: string;
  memory_a: string;
  memory_b: string;
  count: number;
}

interface ApiKeyTable {
  account_id: string;
  id: string;
  principal: string;
  name: string;
  prefix: string;
  hash: Buffer;
  scopes: string[];
  plan: 'FREE' | 'STARTER' | 'PRO';
  collection_ids: string[] | null;
  created_at: Timestamp;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  revoked_at: Timestamp | null;
}

/** Tables whose rows belong to an account; the guard rejects queries on them that name no `account_id`. */
export const tenantTables = [
  'collection',
  'stream',
  'event',
  'memory',
  'memory_embedding',
  'memory_revision',
  'conversation',
  'message',
  'idempotency',
  'consumer',
  'term_statistic',
  'collection_statistic',
  'counted_memory',
  'co_occurrence',
  'narrative',
  'search_ranking',
  'searched_collection',
  'purge_ledger',
  'mention',
  'relation',
  'api_key',
  'consolidation_run',
  'consolidation_proposal',
  'proposal_memory',
  'agent_run',
  'agent_run_memory',
  'agent_run_call',
] as const satisfies readonly (keyof Tables)[];
