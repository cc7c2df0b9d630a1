import type { Viewer } from '../account/viewer.ts';
import type { Loaders, Services } from '../graphql/context.ts';
import { loadChildren, loadMany, loadOne } from '../graphql/loader.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';

/** The loaders of one request: they see what its viewer sees, and nothing where nobody has signed in. */
export function createLoaders(services: Services, viewer: Viewer | null): Loaders {
  const seenBy =
    <Row>(fetch: (viewer: Viewer, keys: readonly string[]) => Promise<readonly Row[]>) =>
    async (keys: readonly string[]): Promise<readonly Row[]> =>
      viewer ? fetch(viewer, keys) : [];
  const pagesSeenBy =
    <Item>(
      fetch: (viewer: Viewer, parents: readonly string[], page: PageRequest) => Promise<Map<string, Page<Item>>>,
    ) =>
    async (parents: readonly string[], page: PageRequest) =>
      viewer ? fetch(viewer, parents, page) : new Map<string, Page<Item>>();
  const { collections, memories, memoryLifecycle } = services;
  return {
    collection: loadOne(
      seenBy((who, ids) => collections.byIds(who, ids)),
      ({ id }) => id,
    ),
    memory: loadOne(
      seenBy((who, ids) => memories.byIds(who, ids)),
      ({ id }) => id,
    ),
    supersedes: loadMany(
      seenBy((who, ids) => memories.supersededBy(who, ids)),
      ({ supersededById }) => supersededById,
    ),
    memoryRevision: loadOne(
      seenBy((who, keys) => memoryLifecycle.revisions(who, keys)),
      ({ id }) => id,
    ),
    memoryHistory: loadChildren(pagesSeenBy((who, ids, page) => memoryLifecycle.histories(who, ids, page))),
  };
}
