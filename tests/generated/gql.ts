/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query WhoAmI {\n  viewer {\n    account\n    principal\n    plan\n    scopes\n  }\n}": typeof types.WhoAmIDocument,
    "mutation CreateCollection($input: CreateCollectionInput!) {\n  createCollection(input: $input) {\n    __typename\n    ... on CreateCollectionPayload {\n      collection {\n        id\n        name\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}": typeof types.CreateCollectionDocument,
    "mutation AddMemory($input: AddMemoryInput!) {\n  addMemory(input: $input) {\n    __typename\n    ... on AddMemoryPayload {\n      outcome\n      memory {\n        id\n        content\n        kind\n        createdAt\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}": typeof types.AddMemoryDocument,
    "query Search($input: SearchInput!) {\n  search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n        kind\n        createdAt\n      }\n      explain {\n        name\n        contribution\n      }\n    }\n    tookMs\n    failedArms\n  }\n}": typeof types.SearchDocument,
    "query ListMemories($after: String) {\n  memories(first: 10, after: $after, orderBy: CREATED_DESC) {\n    totalCount\n    edges {\n      node {\n        id\n        content\n        tags\n        collection {\n          name\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.ListMemoriesDocument,
    "query SearchReranked($input: SearchInput!, $reranked: SearchInput!) {\n  fast: search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n      }\n    }\n  }\n  ... @defer(label: \"best\") {\n    best: search(input: $reranked, first: 5) {\n      rerank\n      edges {\n        rerankScore\n        node {\n          id\n          content\n        }\n      }\n    }\n  }\n}": typeof types.SearchRerankedDocument,
    "subscription FollowCollection($collectionId: ID!) {\n  collectionEvents(collectionId: $collectionId) {\n    __typename\n    ... on StreamEvent {\n      cursor\n      at\n    }\n    ... on MemoryAdded {\n      memory {\n        id\n        content\n      }\n    }\n    ... on MemoryForgotten {\n      memoryId\n    }\n    ... on StreamGap {\n      reason\n      dropped\n      resumeAfter\n    }\n  }\n}": typeof types.FollowCollectionDocument,
};
const documents: Documents = {
    "query WhoAmI {\n  viewer {\n    account\n    principal\n    plan\n    scopes\n  }\n}": types.WhoAmIDocument,
    "mutation CreateCollection($input: CreateCollectionInput!) {\n  createCollection(input: $input) {\n    __typename\n    ... on CreateCollectionPayload {\n      collection {\n        id\n        name\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}": types.CreateCollectionDocument,
    "mutation AddMemory($input: AddMemoryInput!) {\n  addMemory(input: $input) {\n    __typename\n    ... on AddMemoryPayload {\n      outcome\n      memory {\n        id\n        content\n        kind\n        createdAt\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}": types.AddMemoryDocument,
    "query Search($input: SearchInput!) {\n  search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n        kind\n        createdAt\n      }\n      explain {\n        name\n        contribution\n      }\n    }\n    tookMs\n    failedArms\n  }\n}": types.SearchDocument,
    "query ListMemories($after: String) {\n  memories(first: 10, after: $after, orderBy: CREATED_DESC) {\n    totalCount\n    edges {\n      node {\n        id\n        content\n        tags\n        collection {\n          name\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.ListMemoriesDocument,
    "query SearchReranked($input: SearchInput!, $reranked: SearchInput!) {\n  fast: search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n      }\n    }\n  }\n  ... @defer(label: \"best\") {\n    best: search(input: $reranked, first: 5) {\n      rerank\n      edges {\n        rerankScore\n        node {\n          id\n          content\n        }\n      }\n    }\n  }\n}": types.SearchRerankedDocument,
    "subscription FollowCollection($collectionId: ID!) {\n  collectionEvents(collectionId: $collectionId) {\n    __typename\n    ... on StreamEvent {\n      cursor\n      at\n    }\n    ... on MemoryAdded {\n      memory {\n        id\n        content\n      }\n    }\n    ... on MemoryForgotten {\n      memoryId\n    }\n    ... on StreamGap {\n      reason\n      dropped\n      resumeAfter\n    }\n  }\n}": types.FollowCollectionDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI {\n  viewer {\n    account\n    principal\n    plan\n    scopes\n  }\n}"): (typeof documents)["query WhoAmI {\n  viewer {\n    account\n    principal\n    plan\n    scopes\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CreateCollection($input: CreateCollectionInput!) {\n  createCollection(input: $input) {\n    __typename\n    ... on CreateCollectionPayload {\n      collection {\n        id\n        name\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}"): (typeof documents)["mutation CreateCollection($input: CreateCollectionInput!) {\n  createCollection(input: $input) {\n    __typename\n    ... on CreateCollectionPayload {\n      collection {\n        id\n        name\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation AddMemory($input: AddMemoryInput!) {\n  addMemory(input: $input) {\n    __typename\n    ... on AddMemoryPayload {\n      outcome\n      memory {\n        id\n        content\n        kind\n        createdAt\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}"): (typeof documents)["mutation AddMemory($input: AddMemoryInput!) {\n  addMemory(input: $input) {\n    __typename\n    ... on AddMemoryPayload {\n      outcome\n      memory {\n        id\n        content\n        kind\n        createdAt\n      }\n    }\n    ... on Error {\n      code\n      message\n    }\n    ... on ValidationError {\n      issues {\n        path\n        message\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Search($input: SearchInput!) {\n  search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n        kind\n        createdAt\n      }\n      explain {\n        name\n        contribution\n      }\n    }\n    tookMs\n    failedArms\n  }\n}"): (typeof documents)["query Search($input: SearchInput!) {\n  search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n        kind\n        createdAt\n      }\n      explain {\n        name\n        contribution\n      }\n    }\n    tookMs\n    failedArms\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ListMemories($after: String) {\n  memories(first: 10, after: $after, orderBy: CREATED_DESC) {\n    totalCount\n    edges {\n      node {\n        id\n        content\n        tags\n        collection {\n          name\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): (typeof documents)["query ListMemories($after: String) {\n  memories(first: 10, after: $after, orderBy: CREATED_DESC) {\n    totalCount\n    edges {\n      node {\n        id\n        content\n        tags\n        collection {\n          name\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SearchReranked($input: SearchInput!, $reranked: SearchInput!) {\n  fast: search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n      }\n    }\n  }\n  ... @defer(label: \"best\") {\n    best: search(input: $reranked, first: 5) {\n      rerank\n      edges {\n        rerankScore\n        node {\n          id\n          content\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query SearchReranked($input: SearchInput!, $reranked: SearchInput!) {\n  fast: search(input: $input, first: 5) {\n    edges {\n      score\n      node {\n        id\n        content\n      }\n    }\n  }\n  ... @defer(label: \"best\") {\n    best: search(input: $reranked, first: 5) {\n      rerank\n      edges {\n        rerankScore\n        node {\n          id\n          content\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription FollowCollection($collectionId: ID!) {\n  collectionEvents(collectionId: $collectionId) {\n    __typename\n    ... on StreamEvent {\n      cursor\n      at\n    }\n    ... on MemoryAdded {\n      memory {\n        id\n        content\n      }\n    }\n    ... on MemoryForgotten {\n      memoryId\n    }\n    ... on StreamGap {\n      reason\n      dropped\n      resumeAfter\n    }\n  }\n}"): (typeof documents)["subscription FollowCollection($collectionId: ID!) {\n  collectionEvents(collectionId: $collectionId) {\n    __typename\n    ... on StreamEvent {\n      cursor\n      at\n    }\n    ... on MemoryAdded {\n      memory {\n        id\n        content\n      }\n    }\n    ... on MemoryForgotten {\n      memoryId\n    }\n    ... on StreamGap {\n      reason\n      dropped\n      resumeAfter\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;