import { type DocumentNode, type GraphQLSchema, OperationTypeNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

const second = 1_000;

/** The root fields that may be cached, and for how long an answer is kept if nothing changes, in milliseconds. */
export const rootTtls: Readonly<Record<string, number>> = {
  'Query.search': 300 * second,
  'Query.memory': 60 * second,
  'Query.memories': 60 * second,
  'Query.collection': 60 * second,
  'Query.collections': 60 * second,
  'Query.conversation': 60 * second,
  'Query.conversations': 60 * second,
  'Query.node': 60 * second,
  'Query.nodes': 60 * second,
};

/**
 * Fields, by type, that change only through commits that bump the epoch. Any other field keeps an answer out of the cache: those
 * that change by recalls or time, those that follow the event log without bumping the epoch, and stream cursors.
 */
export const lastingFields: Readonly<Record<string, readonly string[]>> = {
  Node: ['id'],
  PageInfo: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
  SearchConnection: ['edges', 'pageInfo', 'rerank', 'failedArms', 'correctedQuery'],
  SearchEdge: ['cursor', 'node', 'score', 'lexical', 'semantic', 'graph', 'rerankScore', 'explain'],
  ArmScore: ['rank', 'score'],
  ScorePart: ['name', 'value', 'contribution'],
  MemoryConnection: ['edges', 'pageInfo', 'totalCount'],
  MemoryEdge: ['cursor', 'node'],
  Memory:
    'id content contentHash kind speaker status tags metadata embeddingStatus validFrom validTo createdAt updatedAt revision collection source supersededBy supersedes'.split(
      ' ',
    ),
  CollectionConnection: ['edges', 'pageInfo', 'totalCount'],
  CollectionEdge: ['cursor', 'node'],
  Collection:
    'id name description settings parent children memories conversations memoryCount revision createdAt updatedAt'.split(
      ' ',
    ),
  CollectionSettings: [
    'autoConsolidate',
    'decayHalfLifeDays',
    'duplicateThreshold',
    'language',
    'retentionDays',
    'timeZone',
  ],
  ConversationConnection: ['edges', 'pageInfo', 'totalCount'],
  ConversationEdge: ['cursor', 'node'],
  Conversation:
    'id title metadata collection messages memories window messageCount lastMessageAt createdAt updatedAt'.split(' '),
  MessageConnection: ['edges', 'pageInfo', 'totalCount'],
  MessageEdge: ['cursor', 'node'],
  Message: 'id content conversation createdAt metadata remembered role seq sentAt speaker'.split(' '),
  WindowMessage: 'content contentLength message role sentAt speaker truncated'.split(' '),
};

/** Lists of memories selected or ordered by what recalls change. */
const movedByRecalls = /\b(?:tiers|RESONANCE_DESC|ACCESSED_DESC)\b/;

/** Whether an operation, or its variables, selects by what changes without a commit. */
export const choosesByRecalls = (text: string): boolean => movedByRecalls.test(text);

/** The cacheable fields by coordinate, with their times. */
export interface Lasting {
  readonly roots: Readonly<Record<string, number>>;
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** Returns how long answers to a document may be kept, in milliseconds; 0: not at all. */
export function ttlOf(document: DocumentNode, schema: GraphQLSchema, { roots, fields }: Lasting): number {
  const info = new TypeInfo(schema);
  let ttl = Number.POSITIVE_INFINITY;
  const limit = (least: number) => {
    ttl = Math.min(ttl, least);
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      OperationDefinition: ({ operation }) => limit(operation === OperationTypeNode.QUERY ? ttl : 0),
      Directive: ({ name }) => limit(name.value === 'skip' || name.value === 'include' ? ttl : 0),
      Field: ({ name }) => {
        const parent = info.getParentType();
        if (!parent || name.value === '__typename') return;
        const ofRoot = roots[`${parent.name}.${name.value}`];
        const lasts = ofRoot !== undefined || fields[parent.name]?.includes(name.value);
        limit(ofRoot ?? (lasts ? ttl : 0));
      },
    }),
  );
  return Number.isFinite(ttl) ? ttl : 0;
}
