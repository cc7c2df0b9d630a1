import type { Viewer } from '../account/viewer.ts';
import type { Loaders, Services } from '../graphql/context.ts';
import { loadMany, loadOne } from '../graphql/loader.ts';

/** The loaders of one request: they see what its viewer sees, and nothing where nobody has signed in. */
export function createLoaders(services: Services, viewer: Viewer | null): Loaders {
  const seenBy =
    <Row>(fetch: (viewer: Viewer, keys: readonly string[]) => Promise<readonly Row[]>) =>
    async (keys: readonly string[]): Promise<readonly Row[]> =>
      viewer ? fetch(viewer, keys) : [];
  const { collections, memories } = services;
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
  };
}
