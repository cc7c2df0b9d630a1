import type { Viewer } from '../account/viewer.ts';
import type { Loaders, Services } from '../graphql/context.ts';
import { agentLoaders } from './agent-loaders.ts';
import { consolidationLoaders } from './consolidation-loaders.ts';
import { conversationLoaders } from './conversation-loaders.ts';
import { graphLoaders } from './graph-loaders.ts';
import { SeenBy } from './seen-by.ts';

/** The loaders of one request: they see what its viewer sees, and nothing where nobody has signed in. */
export function createLoaders(services: Services, viewer: Viewer | null): Loaders {
  const seen = new SeenBy(viewer);
  const { collections, memories, memoryLifecycle, narratives, recall } = services;
  return {
    collection: seen.one(
      (who, ids) => collections.byIds(who, ids),
      ({ id }) => id,
    ),
    memory: seen.one(
      (who, ids) => memories.byIds(who, ids),
      ({ id }) => id,
    ),
    memoriesOf: seen.children((who, ids, { of, filter, order, page }) =>
      memories.pages(who, { of, ids }, filter, order, page),
    ),
    memoryCountOf: seen.children((who, ids, { of, filter }) => memories.counts(who, { of, ids }, filter)),
    supersedes: seen.many(
      (who, ids) => memories.supersededBy(who, ids),
      ({ supersededById }) => supersededById,
    ),
    narrative: seen.one(
      (who, ids) => narratives.ofCollections(who, ids),
      ({ id }) => id,
    ),
    relatedMemories: seen.children((who, ids, { first }) => recall.related(who, ids, first)),
    memoryRevision: seen.one(
      (who, keys) => memoryLifecycle.revisions(who, keys),
      ({ id }) => id,
    ),
    memoryHistory: seen.children((who, ids, page) => memoryLifecycle.histories(who, ids, page)),
    ...conversationLoaders(services, seen),
    ...graphLoaders(services, seen),
    ...consolidationLoaders(services, seen),
    ...agentLoaders(services, seen),
  };
}
