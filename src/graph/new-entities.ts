import { newId } from '../platform/db/new-id.ts';
import { inTextTurns } from '../platform/turns/text-turns.ts';
import { type Bearer, bestOf, type NewName } from './bearer.ts';
import { NearNames } from './near-names.ts';

/**
 * Returns the ids of new entities for names that no entity has, in their order: names that are the same become one. Yields the event
 * loop in between.
 */
export function newEntities(names: readonly NewName[]): Promise<string[]> {
  const bearers = new NearNames<Bearer>();
  return inTextTurns(
    names,
    ({ normal }) => normal.length,
    (name) => {
      const entityId = bestOf(name, bearers.near(name.normal)) ?? newId();
      bearers.add({ ...name, entityId, mentions: 1 });
      return entityId;
    },
  );
}
