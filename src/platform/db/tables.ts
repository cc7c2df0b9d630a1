import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AgentRunCallTable, AgentRunMemoryTable, AgentRunTable } from './agent-tables.ts';
import type { Json, Timestamp } from './columns.ts';
import type { ConsolidationProposalTable, ConsolidationRunTable, ProposalMemoryTable } from './consolidation-tables.ts';
import type { NarrativeTable } from './narrative-table.ts';
import type { PurgeLedgerTable } from './purge-ledger-table.ts';
import type { SearchRankingTable } from './search-ranking-table.ts';

/** The rows as they stand in the database. Each table that an account's data lives in begins with `account_id`. */
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
  /** The application's own. */
  key: string | null;
  name: string;
  description: string | null;
  duplicate_threshold: Generated<number>;
  decay_half_life_days: Generated<number>;
  auto_consolidate: Generated<boolean>;
  language: Generated<string>;
  time_zone: Generated<string>;
  retention_days: number | null;
  /** Model by whose vectors it is searched until all memories of its account have those of the settings; null: theirs. */
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
  /** Counts changes that recall can see. */
  memory_revision: Generated<number>;
  /** Counts changes of graph, narrative and settings. */
  shape_revision: Generated<number>;
  memory_count: Generated<number>;
  conversation_count: Generated<number>;
  message_count: Generated<number>;
}

/** What can happen in a stream. Rows of the log hold ids and field names, never content. */
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
  | 'ConsolidationFinished'
  /** Its subject was deleted: the last event of a stream, which subscribers meet as the error GONE. */
  | 'StreamEnded';

/** Ids and numbers that belong to an event, such as how far a run has come. Never content. */
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

export interface MemoryTable {
  account_id: string;
  id: string;
  collection_id: string;
  conversation_id: string | null;
  message_id: string | null;
  content: string;
  content_hash: Buffer;
  kind: 'FACT' | 'EPISODE' | 'PREFERENCE' | 'INSTRUCTION' | 'SUMMARY';
  tier: Generated<'ACTIVE' | 'THREAD' | 'STABLE'>;
  /** Set by hand: automatic tier updates leave it alone. */
  tier_pinned: Generated<boolean>;
  status: Generated<'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN'>;
  /** A sum to which each recall adds 1, as it was at `last_accessed_at`. */
  resonance: Generated<number>;
  /** The same of those recalls alone that answered somebody; null: all did. */
  asked_resonance: number | null;
  tags: string[];
  metadata: Json;
  speaker: string | null;
  valid_from: Timestamp;
  valid_to: Timestamp | null;
  superseded_by: string | null;
  embedding_status: Generated<'PENDING' | 'READY' | 'FAILED'>;
  /** Name of the text-search configuration that made `terms`. */
  language: string;
  time_zone: Generated<string>;
  terms: string;
  /** Number of distinct lexemes in `terms`. */
  term_count: number;
  /** Ids of its word pieces, each once. */
  pieces: number[];
  /** Bits of what the form of its text says. */
  patterns: number;
  /** `seq` of its source message. */
  place: number | null;
  /** Role of its source message. */
  role: MessageTable['role'] | null;
  revision: Generated<number>;
  access_count: Generated<number>;
  last_accessed_at: Timestamp | null;
  /** When a memory that nobody recalls would have been stored to be as present; null: never recalled. */
  fresh_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface MemoryEmbeddingTable {
  account_id: string;
  memory_id: string;
  collection_id: string;
  model: string;
  /** int8 values, kept exactly. */
  vector: string;
  scale: number;
  /** In the index of its model: see src/memory/index-vectors.ts. */
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
  /** The other memory that the change was about: the replacement that a supersede made or a restore withdrew. */
  counterpart_id: string | null;
}

interface ConversationTable {
  account_id: string;
  id: string;
  collection_id: string;
  /** The application's own. */
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
  /** Ids of what the first call made, in its order. */
  result_ids: string[];
  created_at: Timestamp;
}

interface ConsumerTable {
  account_id: string;
  kind: StreamKind;
  stream_id: string;
  name: string;
  /** The last event that it has taken. */
  seq: Generated<number>;
}

/** What is counted: stems of date, speaker and text; those of speaker and text alone; word pieces; speakers with a role. */
export type StatisticKind = 'stem' | 'word' | 'piece' | 'participant';

interface TermStatisticTable {
  account_id: string;
  collection_id: string;
  kind: StatisticKind;
  term: string;
  /** How many CURRENT memories have it. */
  memories: number;
}

interface CollectionStatisticTable {
  account_id: string;
  collection_id: string;
  memories: number;
  /** Sum of their term counts, as text. */
  term_count: string;
}

interface CountedMemoryTable {
  account_id: string;
  memory_id: string;
}

/** Two memories that were recalled together; `memory_a` is the lesser id. */
interface CoOccurrenceTable {
  account_id: string;
  memory_a: string;
  memory_b: string;
  count: number;
}

/** A memory names an entity. */
interface MentionTable {
  account_id: string;
  memory_id: string;
  entity_id: string;
  /** As the memory writes it first. */
  name: string;
  /** The form in which ways to write it are equal. */
  normal: string;
  type: 'PERSON' | 'PLACE' | 'ORGANISATION' | 'THING';
}

/** A memory says something of two entities; rows of one `id` say the same of the same. */
interface RelationTable {
  account_id: string;
  memory_id: string;
  id: string;
  from_id: string;
  to_id: string;
  type: string;
  weight: number;
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

/** Tables whose rows belong to an account; the guard refuses a query on them that names no `account_id`. */
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
