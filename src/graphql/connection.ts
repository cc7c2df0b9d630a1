import type { ObjectRef } from '@pothos/core';
import type { Keyset, Page } from '../platform/db/page.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { CountLoader, PageLoader } from './context.ts';
import { encodeCursor, type ListName } from './cursor.ts';
import { type PagingArgs, pageRequest, pageSize } from './paging.ts';
import { work } from './work.ts';

interface Edge<Node> {
  readonly list: ListName;
  readonly keyset: Keyset;
  readonly node: Node;
}

/** What the resolver of a list returns; cursors and the count are computed only if asked for. */
export interface Connection<Node> {
  readonly list: ListName;
  readonly page: Page<Node>;
  readonly totalCount: () => Promise<number | null> | number | null;
}

interface ChildLoaders<Node> {
  readonly pages: PageLoader<Node>;
  readonly counts: CountLoader;
}

/** A page of what belongs to a parent, read together with the pages of the other parents of the request. `name` is the list's. */
export async function childConnection<Node>(
  name: string,
  parentId: string,
  args: PagingArgs,
  { pages, counts }: ChildLoaders<Node>,
): Promise<Connection<Node>> {
  const list = [name, parentId];
  return {
    list,
    page: await pages.load({ parentId, args: pageRequest(list, args) }),
    totalCount: () => counts.load({ parentId, args: {} }),
  };
}

export const PageInfoRef = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Position of a page in its list.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      description: 'Whether there is more after this page.',
      resolve: ({ page }) => page.hasNext,
    }),
    hasPreviousPage: t.boolean({
      description: 'Whether there is more before this page.',
      resolve: ({ page }) => page.hasPrevious,
    }),
    startCursor: t.string({
      nullable: true,
      description: 'Cursor of the first edge, for `before`; null on an empty page.',
      resolve: (connection) => cursorAt(connection, 0),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'Cursor of the last edge, for `after`; null on an empty page.',
      resolve: (connection) => cursorAt(connection, -1),
    }),
  }),
});

function cursorAt({ list, page }: Connection<unknown>, index: number): string | null {
  const found = page.items.at(index);
  return found ? encodeCursor(list, found.keyset) : null;
}

/** Defines `<Node>Connection` and `<Node>Edge` for a type; a list is a field of that type whose resolver returns a Connection. */
export function connectionType<Node extends object>(node: ObjectRef<BuilderTypes, Node>) {
  const edge = edgeType(node);
  return builder.objectRef<Connection<Node>>(`${node.name}Connection`).implement({
    description: `A page of a list of ${node.name} objects.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The items of the page, in the order of the list.',
        complexity: { field: 1, multiplier: 1 },
        resolve: (connection) => edgesOf(connection),
      }),
      pageInfo: t.field({
        type: PageInfoRef,
        description: 'Position of the page in the list.',
        resolve: (connection) => connection,
      }),
      totalCount: t.int({
        nullable: true,
        description:
          'Number of items in the whole list; counted only if you ask for it. Null only if counting failed; `errors` says why.',
        complexity: work.count,
        resolve: (connection) => connection.totalCount(),
      }),
    }),
  });
}

function edgesOf({ list, page }: Connection<object>): Edge<object>[] {
  return page.items.map(({ item, keyset }) => ({ list, keyset, node: item }));
}

function edgeType(node: ObjectRef<BuilderTypes, object>) {
  return builder.objectRef<Edge<object>>(`${node.name}Edge`).implement({
    description: `One ${node.name} and its position in a list.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'Opaque cursor of this item, for `after` and `before` of the same list in the same order.',
        resolve: ({ list, keyset }) => encodeCursor(list, keyset),
      }),
      node: t.field({ type: node, description: `The ${node.name}.`, resolve: (edge) => edge.node }),
    }),
  });
}

/** The cost of a list: the size of its page. */
export function connectionCost(args: PagingArgs) {
  return { field: 1, multiplier: pageSize(args) };
}
