import type DataLoader from 'dataloader';
import type { ApiKeyService } from '../account/api-key.service.ts';
import type { RateLimits } from '../account/rate-limits.service.ts';
import type { Viewer } from '../account/viewer.ts';
import type { AgentRunService } from '../agent/agent-run.service.ts';
import type { AgentRun, Citation, RunCall } from '../agent/agent-run.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import type { Collection } from '../collection/collection.ts';
import type { Sights } from '../collection/sights.service.ts';
import type { ConsolidationService } from '../consolidation/consolidation.service.ts';
import type { ConsolidationRun, Proposal, ProposalFilter, ProposalParent } from '../consolidation/consolidation.ts';
import type { ProbablyOutdated } from '../consolidation/probably-outdated.ts';
import type { ProposalService } from '../consolidation/proposal.service.ts';
import type { ContextService } from '../context/context.service.ts';
import type { NarrativeService } from '../context/narrative.service.ts';
import type { Narrative } from '../context/narrative.ts';
import type { ConversationService } from '../conversation/conversation.service.ts';
import type { Conversation, ConversationOrder } from '../conversation/conversation.ts';
import type { MessageService } from '../conversation/message.service.ts';
import type { Message } from '../conversation/message.ts';
import type { WindowBounds, WindowMessage } from '../conversation/window.ts';
import type { DeletionService } from '../erasure/deletion.service.ts';
import type { Entity, Relation, RelationList } from '../graph/entity.ts';
import type { GraphService } from '../graph/graph.service.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryFilter, MemoryOrder, MemoryParents } from '../memory/memory-filter.ts';
import type { MemoryLifecycle } from '../memory/memory-lifecycle.service.ts';
import type { MemoryRevision } from '../memory/memory-revision.ts';
import type { RecallService } from '../memory/recall.service.ts';
import type { RelatedMemory } from '../memory/related-memory.ts';
import type { JobsService } from '../operations/jobs.service.ts';
import type { SystemService } from '../operations/system.service.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';
import type { OperationTurns } from '../platform/turns/operation-turns.ts';
import type { LiveSearches } from '../search/live-searches.service.ts';
import type { SearchService } from '../search/search.service.ts';
import type { AnswerNotes } from './answer-notes.ts';
import type { ChildrenKey, RowLoader } from './loader.ts';

/** The use cases that resolvers call. Each feature adds its service here; app/services.ts builds them. */
export interface Services {
  readonly apiKeys: ApiKeyService;
  readonly rateLimits: RateLimits;
  /** Turns of accounts for the operations that this process executes. */
  readonly turns: OperationTurns;
  readonly collections: CollectionService;
  readonly sights: Sights;
  readonly deletions: DeletionService;
  readonly memories: MemoryService;
  readonly memoryLifecycle: MemoryLifecycle;
  readonly recall: RecallService;
  readonly conversations: ConversationService;
  readonly messages: MessageService;
  readonly search: SearchService;
  /** Searches of the rehearsal, by the database and by the recall index: they keep no ranking and count no recall. */
  readonly rehearsals: Readonly<Record<'bySql' | 'byIndex', SearchService>>;
  /** Followers get the views that the caller makes of each answer. */
  readonly liveSearches: LiveSearches<object>;
  readonly context: ContextService;
  readonly narratives: NarrativeService;
  readonly streams: StreamHub;
  readonly graph: GraphService;
  readonly consolidation: ConsolidationService;
  readonly proposals: ProposalService;
  readonly jobs: JobsService;
  readonly system: SystemService;
  readonly agentRuns: AgentRunService;
}

/** Loaders of one request, each with its own cache. Each feature adds its own here. */
export interface Loaders {
  readonly collection: RowLoader<Collection>;
  /** By the application's key. */
  readonly collectionByKey: ChildrenLoader<{ readonly parent: string | null }, Collection | null>;
  readonly childrenOfCollection: PageLoader<Collection>;
  readonly childCount: CountLoader;
  readonly memory: DataLoader<string, Memory | null>;
  readonly memoriesOf: ChildrenLoader<MemoryListArgs & { readonly page: PageRequest }, Page<Memory>>;
  readonly memoryCountOf: CountLoader<Omit<MemoryListArgs, 'order'>>;
  /** By the id of the memory that superseded them. */
  readonly supersedes: DataLoader<string, readonly Memory[]>;
  /** By the id of the collection. */
  readonly narrative: DataLoader<string, Narrative | null>;
  readonly relatedMemories: ChildrenLoader<{ readonly first: number }, readonly RelatedMemory[]>;
  /** By `memoryId:revision`. */
  readonly memoryRevision: DataLoader<string, MemoryRevision | null>;
  /** By the id of the memory. */
  readonly memoryHistory: PageLoader<MemoryRevision>;
  readonly conversation: RowLoader<Conversation>;
  /** By the application's key. */
  readonly conversationByKey: ChildrenLoader<{ readonly collection: string }, Conversation | null>;
  readonly message: DataLoader<string, Message | null>;
  readonly conversationsOfCollection: ChildrenLoader<
    { readonly order: ConversationOrder; readonly page: PageRequest },
    Page<Conversation>
  >;
  readonly conversationCount: CountLoader;
  readonly messagesOfConversation: PageLoader<Message>;
  readonly entity: DataLoader<string, Entity | null>;
  readonly entitiesOfMemory: ChildrenLoader<{ readonly first: number }, readonly string[]>;
  readonly memoriesOfEntity: PageLoader<Memory>;
  readonly relation: DataLoader<string, Relation | null>;
  readonly relationsOfEntity: ChildrenLoader<RelationList & { readonly page: PageRequest }, Page<Relation>>;
  readonly mentionsOfEntity: CountLoader;
  readonly relationCountOfEntity: CountLoader<RelationList>;
  readonly weightOfRelation: CountLoader;
  readonly evidenceOfRelation: ChildrenLoader<{ readonly first: number }, readonly Memory[]>;
  readonly agentRun: DataLoader<string, AgentRun | null>;
  readonly agentRunCall: DataLoader<string, RunCall | null>;
  readonly activeRun: DataLoader<string, AgentRun | null>;
  readonly runsOfConversation: PageLoader<AgentRun>;
  readonly agentRunCount: CountLoader;
  readonly runOfMessage: DataLoader<string, { readonly run: AgentRun } | null>;
  readonly citationsOfRun: DataLoader<string, readonly Citation[]>;
  readonly windowOfConversation: ChildrenLoader<WindowBounds, readonly WindowMessage[]>;
  readonly consolidationRun: DataLoader<string, ConsolidationRun | null>;
  readonly runsOfCollection: PageLoader<ConsolidationRun>;
  /** By the id of the collection. */
  readonly runCount: CountLoader;
  readonly proposal: DataLoader<string, Proposal | null>;
  readonly proposalsOf: ChildrenLoader<ProposalListArgs & { readonly page: PageRequest }, Page<Proposal>>;
  readonly proposalCountOf: CountLoader<ProposalListArgs>;
  /** By the id of the memory that is probably outdated. */
  readonly probablyOutdated: DataLoader<string, readonly ProbablyOutdated[]>;
}

interface ProposalListArgs {
  readonly of: ProposalParent;
  readonly filter: ProposalFilter;
}

interface MemoryListArgs {
  readonly of: MemoryParents['of'];
  readonly filter: MemoryFilter;
  readonly order: MemoryOrder;
}

type ChildrenLoader<Args, Children> = DataLoader<ChildrenKey<Args>, Children, string>;
export type PageLoader<Item> = ChildrenLoader<PageRequest, Page<Item>>;
export type CountLoader<Args = object> = ChildrenLoader<Args, number>;

/** Why a request has no viewer although it brought a credential. Never holds the credential. */
interface Rejection {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN';
  readonly message: string;
}

/** What every resolver knows about its request; built once a request, for HTTP and WebSocket alike. */
export interface Context {
  readonly viewer: Viewer | null;
  readonly rejection: Rejection | null;
  readonly services: Services;
  readonly loaders: Loaders;
  readonly requestId: string;
  /** Aborted when the client is gone or the server stops. */
  readonly signal: AbortSignal;
  /** Charges work that is known to be necessary only now, in answered fields, before it is begun. Throws if too few requests are left for it. */
  charge(cost: number): Promise<void>;
  /** Returns the same context with fresh loaders and a new signal, for reads long after the request. */
  renew(): Context;
  /** For the cache that keeps the answer. */
  readonly notes: AnswerNotes;
}
