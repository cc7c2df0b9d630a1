import { z } from 'zod';

/** A GraphQL document and the schema of its answer. An answer that does not match is a failure. */
export interface Request<Data> {
  readonly source: string;
  readonly data: z.ZodType<Data>;
}

const define = <Data>(source: string, data: z.ZodType<Data>): Request<Data> => ({ source, data });
const withId = z.object({ id: z.string() });
const edges = z.object({ edges: z.array(z.object({ node: withId })) });

export const search = define(
  /* GraphQL */ `
  query Search($input: SearchInput!) {
    search(input: $input, first: 10) { failedArms edges { score node { id content speaker validFrom } } }
  }`,
  z.object({ search: z.object({ failedArms: z.array(z.never()), edges: z.array(z.object({ node: withId })).min(1) }) }),
);

export const add = define(
  /* GraphQL */ `
  mutation Add($input: AddMemoryInput!) {
    addMemory(input: $input) { ... on AddMemoryPayload { outcome memory { id } } ... on Error { message } }
  }`,
  z.object({ addMemory: z.object({ outcome: z.literal('CREATED'), memory: withId }) }),
);

export const context = define(
  /* GraphQL */ `
  query Context($input: ContextInput!) {
    context(input: $input) { queryClass text plan { cached } sections { strategy timedOut memories { id content } } }
  }`,
  z.object({
    context: z.object({
      plan: z.object({ cached: z.boolean() }),
      sections: z.array(z.object({ timedOut: z.boolean() })),
    }),
  }),
);

/** The lists that an application shows of a collection. */
export const lists = {
  memories: define(
    /* GraphQL */ `
    query Memories($ids: [ID!]) {
      memories(collectionIds: $ids, first: 20) { edges { node { id content kind speaker createdAt tags } } }
    }`,
    z.object({ memories: edges }),
  ),
  conversations: define(
    /* GraphQL */ `
    query Conversations($ids: [ID!]) {
      conversations(collectionIds: $ids, first: 20) { edges { node { id title messageCount lastMessageAt } } }
    }`,
    z.object({ conversations: edges }),
  ),
  collections: define(
    /* GraphQL */ `
    query Collections { collections(first: 20) { edges { node { id name memoryCount } } } }`,
    z.object({ collections: edges }),
  ),
};

export const converse = define(
  /* GraphQL */ `
  mutation Converse($input: CreateConversationInput!) {
    createConversation(input: $input) { ... on CreateConversationPayload { conversation { id } } ... on Error { message } }
  }`,
  z.object({ createConversation: z.object({ conversation: withId }) }),
);

export const ask = define(
  /* GraphQL */ `
  mutation Ask($input: AskInput!) {
    ask(input: $input) { ... on AskPayload { run { id } } ... on Error { message } }
  }`,
  z.object({ ask: z.object({ run: withId }) }),
);

export const collectionEvents = define(
  /* GraphQL */ `
  subscription CollectionEvents($id: ID!) {
    collectionEvents(collectionId: $id) {
      __typename
      ... on MemoryAdded { memory { id content } }
      ... on StreamGap { reason dropped }
    }
  }`,
  z.object({
    collectionEvents: z.object({
      __typename: z.string(),
      memory: withId.optional(),
      reason: z.string().optional(),
      dropped: z.number().nullish(),
    }),
  }),
);

export const runEvents = define(
  /* GraphQL */ `
  subscription RunEvents($id: ID!) {
    agentRunEvents(runId: $id) {
      __typename
      ... on AgentTokens { text }
      ... on AgentRunFinished { run { status cached error } }
    }
  }`,
  z.object({
    agentRunEvents: z.object({
      __typename: z.string(),
      run: z.object({ status: z.string(), cached: z.boolean(), error: z.string().nullable() }).optional(),
    }),
  }),
);
