import type { Loaders, Services } from '../graphql/context.ts';
import type { SeenBy } from './seen-by.ts';

type ConsolidationLoaders = Pick<
  Loaders,
  'consolidationRun' | 'runsOfCollection' | 'runCount' | 'proposal' | 'proposalsOfRun' | 'proposalCount'
>;

export const consolidationLoaders = ({ consolidation }: Services, seen: SeenBy): ConsolidationLoaders => ({
  consolidationRun: seen.one(
    (who, ids) => consolidation.byIds(who, ids),
    ({ id }) => id,
  ),
  runsOfCollection: seen.children((who, ids, page) => consolidation.pages(who, ids, page)),
  runCount: seen.one(
    (who, ids) => consolidation.counts(who, ids),
    ({ collectionId }) => collectionId,
  ),
  proposal: seen.one(
    (who, ids) => consolidation.proposalsByIds(who, ids),
    ({ id }) => id,
  ),
  proposalsOfRun: seen.children((who, ids, { filter, page }) => consolidation.proposalPages(who, ids, filter, page)),
  proposalCount: seen.children((who, ids, { filter }) => consolidation.proposalCounts(who, ids, filter)),
});
