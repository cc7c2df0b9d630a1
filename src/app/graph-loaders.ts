import type { Loaders, Services } from '../graphql/context.ts';
import type { SeenBy } from './seen-by.ts';

type GraphLoaders = Pick<
  Loaders,
  | 'entity'
  | 'mentionsOfEntity'
  | 'entitiesOfMemory'
  | 'memoriesOfEntity'
  | 'relation'
  | 'relationsOfEntity'
  | 'relationCountOfEntity'
  | 'evidenceOfRelation'
>;

export const graphLoaders = ({ graph }: Services, seen: SeenBy): GraphLoaders => ({
  entity: seen.one(
    (who, ids) => graph.entities(who, ids),
    ({ id }) => id,
  ),
  mentionsOfEntity: seen.children((who, ids) => graph.mentionsOf(who, ids)),
  entitiesOfMemory: seen.children((who, ids, { first }) => graph.entitiesOf(who, ids, first)),
  memoriesOfEntity: seen.children((who, ids, page) => graph.memoriesOf(who, ids, page)),
  relation: seen.one(
    (who, ids) => graph.relations(who, ids),
    ({ id }) => id,
  ),
  relationsOfEntity: seen.children((who, ids, { page, ...list }) => graph.relationsOf(who, ids, list, page)),
  relationCountOfEntity: seen.children((who, ids, list) => graph.relationCounts(who, ids, list)),
  evidenceOfRelation: seen.children((who, ids, { first }) => graph.evidence(who, ids, first)),
});
