/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The new memory and where it goes. */
export type AddMemoryInput = {
  /** Id of a Collection. */
  collectionId: string | number;
  /** The new memory. */
  memory: MemoryInput;
};

/** What became of a memory that was to be added. */
export type AddOutcome =
  /** It is new. */
  | 'CREATED'
  /** The same speaker’s equal memory was there, and is answered untouched. What ended before the other began is no such memory: who lives in a place again has two. */
  | 'DUPLICATE'
  /** The idempotency key was used before; what it made then is answered. */
  | 'REPLAYED';

/** Settings of a collection; what is omitted keeps its value, or its default in a new collection. */
export type CollectionSettingsInput = {
  /** Default false. */
  autoConsolidate?: boolean | null | undefined;
  /** Above 0 to 36,500; default 30. */
  decayHalfLifeDays?: number | null | undefined;
  /** Above 0 to 1; default 0.95. */
  duplicateThreshold?: number | null | undefined;
  /** ISO 639 code, as "de"; default "en". Other codes of the same language are read as the usual one: "deu" as "de", "nb" as "no". */
  language?: string | null | undefined;
  /** 1 to 36,500; null, the default, keeps memories. */
  retentionDays?: number | null | undefined;
  /** IANA name, as "Europe/Berlin"; default "UTC". */
  timeZone?: string | null | undefined;
};

/** The new collection. */
export type CreateCollectionInput = {
  /** Up to 2,000 characters. */
  description?: string | null | undefined;
  /** Repeating the call with this key within 24 hours answers the same collection. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** The application’s own key of it, 1 to 200 characters, as the id of a user: where another one has it in the same place, that one is answered as it is, and nothing is made or changed. */
  key?: string | null | undefined;
  /** 1 to 200 characters; white space around them is left out. */
  name: string;
  /** The collection to stand in, at most 16 deep; omitted: at the top. */
  parentId?: string | number | null | undefined;
  /** What differs from the defaults. */
  settings?: CollectionSettingsInput | null | undefined;
};

/** Why events are missing. */
export type GapReason =
  /** They are older than the log reaches back. Read again what the stream is about. */
  | 'EXPIRED'
  /** The subscriber took them too slowly, and they did not fit into its buffer. */
  | 'OVERFLOW';

/** Which memories are meant; all that is given must hold. */
export type MemoryFilter = {
  /** Ids of Conversations: it was learnt in one of these. Others match nothing. */
  conversationIds?: Array<string | number> | null | undefined;
  /** Stored after this instant. */
  createdAfter?: string | null | undefined;
  /** Stored before this instant. */
  createdBefore?: string | null | undefined;
  /** One of these kinds. */
  kinds?: Array<MemoryKind> | null | undefined;
  /** Its metadata contains this object, nested values included; `{}`: it has some. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Its metadata contains at least one of these objects, at most 100: `[{ "plan": "pro" }, { "plan": "team" }]`. */
  metadataAny?: Array<Record<string, unknown>> | null | undefined;
  /** Its metadata has each of these entries, and none is less: `{ "priority": 3, "due": "2026-11-01" }`. Numbers are compared with numbers, texts with texts, sign by sign as ISO dates are. */
  metadataFrom?: Record<string, unknown> | null | undefined;
  /** Its metadata contains none of these objects, at most 100; one without metadata contains none. */
  metadataNone?: Array<Record<string, unknown>> | null | undefined;
  /** Its metadata has each of these entries, and none is more; compared as `metadataFrom` is. */
  metadataTo?: Record<string, unknown> | null | undefined;
  /** One of these said it: `Memory.speaker`, to the letter. */
  speakers?: Array<string> | null | undefined;
  /** One of these; default CURRENT alone. */
  statuses?: Array<MemoryStatus> | null | undefined;
  /** Has all of these tags. */
  tagsAll?: Array<string> | null | undefined;
  /** Has at least one of these tags. */
  tagsAny?: Array<string> | null | undefined;
  /** Has none of these tags. */
  tagsNone?: Array<string> | null | undefined;
  /** One of these tiers. */
  tiers?: Array<MemoryTier> | null | undefined;
  /** Holds from after this instant on: what was learnt from a message, since it was sent. */
  validFromAfter?: string | null | undefined;
  /** Holds from before this instant on. */
  validFromBefore?: string | null | undefined;
};

/** A new memory. */
export type MemoryInput = {
  /** What was learnt, 1 to 32,000 characters, not only white space. */
  content: string;
  /** Repeating the call with this key within 24 hours answers the same memory. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What sort of thing it is. */
  kind?: MemoryKind;
  /** The application’s own data. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Id of the Message that it was learnt from. */
  sourceMessageId?: string | number | null | undefined;
  /** Who said it, 1 to 200 characters; default: the speaker of the source message. */
  speaker?: string | null | undefined;
  /** At most 32, of 1 to 64 characters each. */
  tags?: Array<string> | null | undefined;
  /** From when it holds; default: when the source message was sent, or now. */
  validFrom?: string | null | undefined;
  /** Until when it holds, not before validFrom; omitted: until further notice. */
  validTo?: string | null | undefined;
};

/** What sort of thing was learnt. */
export type MemoryKind =
  /** Something that happened. */
  | 'EPISODE'
  /** Something that is so. */
  | 'FACT'
  /** How somebody wants to be served. */
  | 'INSTRUCTION'
  /** Something that somebody likes or wants. */
  | 'PREFERENCE'
  /** Several things in short. */
  | 'SUMMARY';

/** Whether a memory counts. */
export type MemoryStatus =
  /** It counts. */
  | 'CURRENT'
  /** Hidden; kept until it is purged. */
  | 'FORGOTTEN'
  /** Another one took its place; kept, and seen by `asOf`. */
  | 'SUPERSEDED';

/** How present a memory is. */
export type MemoryTier =
  /** Stored within a week, or asked for often of late. */
  | 'ACTIVE'
  /** Proven over time: it stands, though nobody has talked of it lately. */
  | 'STABLE'
  /** Belongs to a conversation or a topic that ran within two weeks. */
  | 'THREAD';

/** What an account has booked; limits and quotas follow from it. */
export type Plan =
  /** The plan of a token that names none. */
  | 'FREE'
  /** The highest limits. */
  | 'PRO'
  /** Higher limits than FREE. */
  | 'STARTER';

/** What became of `rerank: true`. */
export type RerankOutcome =
  /** The order is the reranker’s. */
  | 'APPLIED'
  /** It was not asked for. */
  | 'NOT_ASKED'
  /** The reranker was late: the order is the search’s own. */
  | 'SKIPPED_DEADLINE'
  /** The plan does not include it: the order is the search’s own. */
  | 'SKIPPED_PLAN'
  /** No reranker is configured, or it is down: the order is the search’s own. */
  | 'UNAVAILABLE';

/** A way to find memories. */
export type SearchArm =
  /** By entities and how they are related. */
  | 'GRAPH'
  /** By words. */
  | 'LEXICAL'
  /** By meaning. */
  | 'SEMANTIC';

/** A question to the memories. */
export type SearchInput = {
  /** Answer as of this instant: what was valid and CURRENT then. With `filter.statuses`, what was valid then and has one of these statuses now: in no other way does it find what was forgotten. */
  asOf?: string | null | undefined;
  /** Ids of Collections to search with all below them, at least one; omitted: all that the viewer may read. */
  collectionIds?: Array<string | number> | null | undefined;
  /** Which memories may be found. */
  filter?: MemoryFilter | null | undefined;
  /** Which arms run. */
  mode?: SearchMode;
  /** The question, 1 to 2,000 characters. Of a message that tells at least twice as much as it asks, a HYBRID search looks for its questions, too: what they find and what all of it finds take turns. */
  query: string;
  /** Let a reranker put the best 50 in order; the rest keep theirs behind them. Plan PRO. Wherever it is not done, the answer is that of the search itself, and `SearchConnection.rerank` says why. To show something at once, ask twice: `fast: search(…)`, and with `rerank` inside `... @defer { best: search(…) }`. */
  rerank?: boolean;
  /** Most tokens that the contents of the page may have together, 50 to 32,000, counted with the vocabulary of BERT; the page ends before the first memory that would pass it. A memory that has more by itself is on no page. */
  tokenBudget?: number | null | undefined;
};

/** Which arms of the search run. */
export type SearchMode =
  /** By both, with what stands around: `SearchEdge.explain` has the parts. */
  | 'HYBRID'
  /** By words alone. */
  | 'LEXICAL'
  /** By meaning alone. */
  | 'SEMANTIC';

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { account: string, principal: string, plan: Plan, scopes: Array<string> } };

export type CreateCollectionMutationVariables = Exact<{
  input: CreateCollectionInput;
}>;


export type CreateCollectionMutation = { createCollection:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'CreateCollectionPayload', collection: { id: string, name: string } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'QuotaExceededError', code: string, message: string }
    | { __typename: 'ValidationError', code: string, message: string, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type AddMemoryMutationVariables = Exact<{
  input: AddMemoryInput;
}>;


export type AddMemoryMutation = { addMemory:
    | { __typename: 'AddMemoryPayload', outcome: AddOutcome, memory: { id: string, content: string, kind: MemoryKind, createdAt: string } }
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'QuotaExceededError', code: string, message: string }
    | { __typename: 'ValidationError', code: string, message: string, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type SearchQueryVariables = Exact<{
  input: SearchInput;
}>;


export type SearchQuery = { search: { tookMs: number, failedArms: Array<SearchArm>, edges: Array<{ score: number, node: { id: string, content: string, kind: MemoryKind, createdAt: string }, explain: Array<{ name: string, contribution: number }> }> } | null };

export type ListMemoriesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ListMemoriesQuery = { memories: { totalCount: number | null, edges: Array<{ node: { id: string, content: string, tags: Array<string>, collection: { name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SearchRerankedQueryVariables = Exact<{
  input: SearchInput;
  reranked: SearchInput;
}>;


export type SearchRerankedQuery = { fast: { edges: Array<{ score: number, node: { id: string, content: string } }> } | null } & ({ best: { rerank: RerankOutcome, edges: Array<{ rerankScore: number | null, node: { id: string, content: string } }> } | null } | { best?: never });

export type FollowCollectionSubscriptionVariables = Exact<{
  collectionId: string | number;
}>;


export type FollowCollectionSubscription = { collectionEvents:
    | { __typename: 'CollectionChanged', cursor: string, at: string }
    | { __typename: 'ConsolidationFinished', cursor: string, at: string }
    | { __typename: 'ConsolidationStarted', cursor: string, at: string }
    | { __typename: 'ConversationAdded', cursor: string, at: string }
    | { __typename: 'ConversationChanged', cursor: string, at: string }
    | { __typename: 'ConversationDeleted', cursor: string, at: string }
    | { __typename: 'MemoryAdded', cursor: string, at: string, memory: { id: string, content: string } }
    | { __typename: 'MemoryChanged', cursor: string, at: string }
    | { __typename: 'MemoryForgotten', cursor: string, at: string, memoryId: string }
    | { __typename: 'StreamGap', cursor: string, at: string, reason: GapReason, dropped: number | null, resumeAfter: string | null }
    | { __typename: 'StreamOpened', cursor: string, at: string }
   };


export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"}},{"kind":"Field","name":{"kind":"Name","value":"principal"}},{"kind":"Field","name":{"kind":"Name","value":"plan"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const CreateCollectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateCollection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCollectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCollection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCollectionPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"collection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateCollectionMutation, CreateCollectionMutationVariables>;
export const AddMemoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddMemory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddMemoryInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addMemory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AddMemoryPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<AddMemoryMutation, AddMemoryMutationVariables>;
export const SearchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Search"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SearchInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"search"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explain"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"contribution"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tookMs"}},{"kind":"Field","name":{"kind":"Name","value":"failedArms"}}]}}]}}]} as unknown as DocumentNode<SearchQuery, SearchQueryVariables>;
export const ListMemoriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListMemories"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memories"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"CREATED_DESC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"collection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ListMemoriesQuery, ListMemoriesQueryVariables>;
export const SearchRerankedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SearchReranked"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SearchInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reranked"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SearchInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"fast"},"name":{"kind":"Name","value":"search"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}}]}}]}},{"kind":"InlineFragment","directives":[{"kind":"Directive","name":{"kind":"Name","value":"defer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"label"},"value":{"kind":"StringValue","value":"best","block":false}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"best"},"name":{"kind":"Name","value":"search"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reranked"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerank"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerankScore"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SearchRerankedQuery, SearchRerankedQueryVariables>;
export const FollowCollectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowCollection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"collectionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"collectionEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"collectionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"collectionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MemoryAdded"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MemoryForgotten"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamGap"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"dropped"}},{"kind":"Field","name":{"kind":"Name","value":"resumeAfter"}}]}}]}}]}}]} as unknown as DocumentNode<FollowCollectionSubscription, FollowCollectionSubscriptionVariables>;