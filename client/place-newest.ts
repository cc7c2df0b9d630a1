/**
 * Keeps a list of memories in its default order, newest first, as events and answers tell of single ones. With Apollo Client, for a list
 * whose pages `relayStylePagination` joins:
 *
 *   const put = (cache, memory) => cache.modify({
 *     id: cache.identify({ __typename: 'Collection', id }),
 *     fields: {
 *       // It is called for each list of the collection: this one has neither a filter nor another order.
 *       memories: (list, { storeFieldName, readField, toReference }) =>
 *         storeFieldName === 'memories:{}' ? placeNewest(list, memory, toReference(memory), readField) : list,
 *     },
 *   });
 *
 * On MemoryForgotten, `takeOut(list, memoryId, readField)`, and note it for an answer that comes later and would put it back:
 *
 *   cache.modify({ id: cache.identify({ __typename: 'Memory', id: memoryId }), fields: { status: () => 'FORGOTTEN' } });
 *
 * The list needs `pageInfo`, and edges with `cursor` and `node { id createdAt }`.
 * An `update` for `addMemory` with an `optimisticResponse`; the event may come before the answer, and knows more:
 *
 *   update: (cache, { data: { addMemory: { outcome, memory } } }) => {
 *     if (!memory) return;
 *     const told = cache.readFragment({ id: cache.identify(memory), fragment });
 *     // What an earlier call stored may be gone since, and no event is to come that takes it out again.
 *     if (!told && outcome === 'REPLAYED') return;
 *     const listed = told ?? { ...memory, revision: 0, status: 'CURRENT' };
 *     cache.writeFragment({ fragment, data: listed });
 *     put(cache, listed);
 *   }
 */

interface Edge<Node> {
  readonly cursor?: string;
  readonly node: Node;
}

interface List<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo?: { readonly hasNextPage?: boolean; readonly endCursor?: string | null };
}

interface Told {
  readonly id: string;
  readonly createdAt: string;
  readonly status: string;
}

/** Reads a field of a node: Apollo's `readField`; for plain objects `(field, node) => node[field]`. */
type Read<Node> = (field: 'id' | 'createdAt', node: Node) => unknown;

/** Returns the list with a memory in its place if it is CURRENT, otherwise without it. One that comes with a later page is left to that page. */
export function placeNewest<Node>(list: List<Node>, memory: Told, node: NoInfer<Node>, read: Read<Node>): List<Node> {
  if (memory.status !== 'CURRENT') return takeOut(list, memory.id, read);
  const { edges, pageInfo } = list;
  const known = edges.findIndex((edge) => read('id', edge.node) === memory.id);
  if (known >= 0) return { ...list, edges: edges.with(known, { ...edges[known], node }) };
  const place = placeOf(memory.id, memory.createdAt);
  const older = edges.findIndex((edge) => placeOf(read('id', edge.node), read('createdAt', edge.node)) < place);
  if (older < 0 && pageInfo?.hasNextPage) return list;
  const edge = { __typename: 'MemoryEdge', cursor: '', node };
  return { ...list, edges: edges.toSpliced(older < 0 ? edges.length : older, 0, edge) };
}

/** Returns the list without a memory. If it was the last one, the next page begins after the one before it. */
export function takeOut<Node>(list: List<Node>, id: string, read: Read<Node>): List<Node> {
  const edges = list.edges.filter((edge) => read('id', edge.node) !== id);
  if (edges.at(-1) === list.edges.at(-1) || !list.pageInfo) return { ...list, edges };
  const endCursor = edges.findLast(({ cursor }) => cursor)?.cursor ?? null;
  return { ...list, edges, pageInfo: { ...list.pageInfo, endCursor } };
}

const ofServer = btoa('Memory');

/** Memories of one bulk have the same time: they are ordered by what their ids encode. An id of your own stands for one that is not stored yet. */
function placeOf(id: unknown, createdAt: unknown): string {
  const text = String(id);
  return `${createdAt} ${text.startsWith(ofServer) ? atob(text) : text}`;
}
