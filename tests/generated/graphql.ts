/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The new memory and its collection. */
export type AddMemoryInput = {
  /** Id of a Collection. */
  collectionId: string;
  /** The new memory. */
  memory: MemoryInput;
};

/** What happened to a memory that was to be added. */
export type AddOutcome =
  /** A new memory was stored. */
  | 'CREATED'
  /** An equal CURRENT memory of the same speaker already exists in the collection and is returned unchanged. Memories learnt from a message are never duplicates; nor is one that tells of another time, once either time is over, so that somebody who returns to a former home gets a second memory. */
  | 'DUPLICATE'
  /** The idempotency key was used before; the memory of that call is returned. */
  | 'REPLAYED';

/** Settings of a collection. What is omitted keeps its value or, in a new collection, its default. */
export type CollectionSettingsInput = {
  /** Whether safe findings of consolidation are applied without being asked for; default false. */
  autoConsolidate?: boolean | null | undefined;
  /** Days after which a recall counts half: above 0, at most 36,500; default 30. */
  decayHalfLifeDays?: number | null | undefined;
  /** Cosine similarity from which two memories count as possible duplicates: above 0, at most 1; default 0.95. */
  duplicateThreshold?: number | null | undefined;
  /** Language of its texts: an ISO 639 code such as "de"; default "en". Variants are stored as the usual code: "deu" as "de", "nb" as "no". Changing it costs 1 for each memory of the collection, as all are read again. */
  language?: string | null | undefined;
  /** Days after which memories are purged, 1 to 36,500; null, the default, keeps them for good. */
  retentionDays?: number | null | undefined;
  /** Time zone of dates in its texts: an IANA name such as "Europe/Berlin"; default "UTC". "CET", "MET", "EET" and "WET" are stored as a city of theirs. Changing it costs 0.2 for each memory of the collection. */
  timeZone?: string | null | undefined;
};

/** The new collection. */
export type CreateCollectionInput = {
  /** What it is for, up to 2,000 characters. */
  description?: string | null | undefined;
  /** Key that makes the call safe to repeat, 1 to 200 characters. The same call with the same key within 24 hours returns the same collection. */
  idempotencyKey?: string | null | undefined;
  /** The application’s own key for it, such as a user id, 1 to 200 characters. If a collection under the same parent already has this key, that one is returned and nothing is created or changed. */
  key?: string | null | undefined;
  /** Display name, 1 to 200 characters; surrounding white space is removed. */
  name: string;
  /** Id of the parent Collection; omitted or null: the top level, which is refused to credentials limited to some collections. Collections nest at most 16 deep. */
  parentId?: string | null | undefined;
  /** Settings that differ from the defaults. */
  settings?: CollectionSettingsInput | null | undefined;
};

/** Why events are missing. */
export type GapReason =
  /** The events are older than the log. Load the subject again. */
  | 'EXPIRED'
  /** The subscriber was too slow, and the events did not fit into its buffer. */
  | 'OVERFLOW';

/** Restricts memories. All given conditions must hold. */
export type MemoryFilter = {
  /** Was learnt in one of these conversations, given by the ids of Conversations. Unknown ids, and conversations that the viewer may not see, match nothing. */
  conversationIds?: Array<string> | null | undefined;
  /** Was stored after this time, exclusive. */
  createdAfter?: string | null | undefined;
  /** Was stored before this time, exclusive. */
  createdBefore?: string | null | undefined;
  /** Has one of these kinds. */
  kinds?: Array<MemoryKind> | null | undefined;
  /** Its metadata contains this object, including nested values; `{}` matches all memories with metadata. */
  metadata?: object | null | undefined;
  /** Its metadata contains at least one of these objects, at most 100: `[{ "plan": "pro" }, { "plan": "team" }]`. */
  metadataAny?: Array<object> | null | undefined;
  /** Lower bounds, inclusive: for each entry its metadata has a value under the same key that is not less, as in `{ "priority": 3, "due": "2026-11-01" }`. Values are numbers or texts; numbers are compared with numbers, and texts character by character, which suits ISO dates. */
  metadataFrom?: object | null | undefined;
  /** Its metadata contains none of these objects, at most 100. A memory without metadata matches. */
  metadataNone?: Array<object> | null | undefined;
  /** Upper bounds, inclusive: for each entry its metadata has a value under the same key that is not greater. Compared like `metadataFrom`. */
  metadataTo?: object | null | undefined;
  /** Was said by one of these speakers; compared with `Memory.speaker` exactly, in Unicode form NFC. */
  speakers?: Array<string> | null | undefined;
  /** Has one of these statuses; default: only CURRENT. */
  statuses?: Array<MemoryStatus> | null | undefined;
  /** Has all of these tags; surrounding white space is ignored. */
  tagsAll?: Array<string> | null | undefined;
  /** Has at least one of these tags; surrounding white space is ignored. */
  tagsAny?: Array<string> | null | undefined;
  /** Has none of these tags; surrounding white space is ignored. */
  tagsNone?: Array<string> | null | undefined;
  /** Has one of these tiers. */
  tiers?: Array<MemoryTier> | null | undefined;
  /** Starts to be valid after this time, exclusive. A memory learnt from a message is valid from when that was sent, unless given otherwise. */
  validFromAfter?: string | null | undefined;
  /** Starts to be valid before this time, exclusive. */
  validFromBefore?: string | null | undefined;
};

/** A new memory. */
export type MemoryInput = {
  /** What was learnt, 1 to 32,000 characters, not only white space. */
  content: string;
  /** Key that makes the call safe to repeat, 1 to 200 characters. The same call with the same key within 24 hours returns the same memory. */
  idempotencyKey?: string | null | undefined;
  /** Kind of memory. */
  kind?: MemoryKind;
  /** The application’s own data. */
  metadata?: object | null | undefined;
  /** Id of the Message that it was learnt from. */
  sourceMessageId?: string | null | undefined;
  /** Name of the speaker, 1 to 200 characters; default: the speaker of the source message. */
  speaker?: string | null | undefined;
  /** Tags, at most 32 of 1 to 64 characters each. Surrounding white space is removed, and each is kept once, in Unicode form NFC. */
  tags?: Array<string> | null | undefined;
  /** When it starts to be valid; default: `sentAt` of the source message; now, without one or if that is at most five minutes ahead. */
  validFrom?: string | null | undefined;
  /** When it stops being valid, not before `validFrom`; omitted: open-ended. */
  validTo?: string | null | undefined;
};

/** Kind of a memory. */
export type MemoryKind =
  /** Something that happened. */
  | 'EPISODE'
  /** Something that is true. */
  | 'FACT'
  /** How somebody wants to be served. */
  | 'INSTRUCTION'
  /** Something that somebody likes or wants. */
  | 'PREFERENCE'
  /** A summary of several things. */
  | 'SUMMARY';

/** Status of a memory. */
export type MemoryStatus =
  /** In use. */
  | 'CURRENT'
  /** Hidden; kept until it is purged. */
  | 'FORGOTTEN'
  /** Replaced by another memory; kept, and found with `asOf`. */
  | 'SUPERSEDED';

/** How present a memory is. */
export type MemoryTier =
  /** Stored within the last week, or often asked for recently. */
  | 'ACTIVE'
  /** Neither new nor asked for recently: it has proven itself over time. */
  | 'STABLE'
  /** Its conversation was active, or it was asked for, within the last two weeks. */
  | 'THREAD';

/** The plan of an account. Rate limits and quotas depend on it. */
export type Plan =
  /** The plan of a token without the claim `plan`. */
  | 'FREE'
  /** The highest limits. */
  | 'PRO'
  /** Higher limits than FREE. */
  | 'STARTER';

/** What came of `rerank: true`. */
export type RerankOutcome =
  /** The reranker made the order. */
  | 'APPLIED'
  /** Reranking was not asked for. */
  | 'NOT_ASKED'
  /** The reranker was too late; the order is that of the search. */
  | 'SKIPPED_DEADLINE'
  /** The plan does not include reranking; the order is that of the search. */
  | 'SKIPPED_PLAN'
  /** No reranker is configured, or it failed; the order is that of the search. */
  | 'UNAVAILABLE';

/** A way to find memories. */
export type SearchArm =
  /** By the entities that memories name: it raises results that name the same entity as one of the best. */
  | 'GRAPH'
  /** By words. */
  | 'LEXICAL'
  /** By meaning. */
  | 'SEMANTIC';

/** A search for memories. */
export type SearchInput = {
  /** Search as of this time: memories that are valid then by `validFrom` and `validTo`, also those superseded since or stored later. With `filter.statuses`: memories that were valid then and have one of these statuses now; only in this way FORGOTTEN ones are found. */
  asOf?: string | null | undefined;
  /** Ids of Collections to search, with all collections below them; at least one. Unknown ids, and collections that the viewer may not see, match nothing. Omitted or null: all that the viewer may read. */
  collectionIds?: Array<string> | null | undefined;
  /** Which memories may be found; default: CURRENT ones. */
  filter?: MemoryFilter | null | undefined;
  /** Which search arms run. */
  mode?: SearchMode;
  /** The question, 1 to 2,000 characters. If a message contains at least twice as much other text as questions, a HYBRID search also searches for its questions alone, and merges both results alternately. */
  query: string;
  /** Let a reranker order the best 50; the others follow in their order. Needs the plan PRO. If it is not done, the order is that of the search, and `SearchConnection.rerank` says why. To show results at once, ask for both: `fast: search(…)` and `... @defer { best: search(…) }`, the second with `rerank: true`. */
  rerank?: boolean;
  /** Maximum number of tokens of the contents on the page, 50 to 32,000, counted with the vocabulary of BERT; omitted: no limit. The page ends before the first memory that would exceed it. A memory that exceeds it by itself is on no page. */
  tokenBudget?: number | null | undefined;
};

/** Which search arms run. */
export type SearchMode =
  /** All arms: words, meaning, neighbouring messages and entities. `SearchEdge.explain` shows the parts. */
  | 'HYBRID'
  /** Only by words. */
  | 'LEXICAL'
  /** Only by meaning. */
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
  collectionId: string;
}>;


export type FollowCollectionSubscription = { collectionEvents:
    | { __typename: 'CollectionChanged', cursor: string, at: string }
    | { __typename: 'ConsolidationDecided', cursor: string, at: string }
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