import type { LoggedEvent } from '../platform/events/consumer.ts';
import { oneByOne, type PreparingConsumer } from '../platform/events/preparing-consumer.ts';
import type { Extractor } from './extraction/extraction.ts';
import { readTexts } from './memory-text.store.ts';
import { withKnownNames } from './names-at-hand.ts';
import { replaceGraph } from './write-graph.ts';

/** Memories that are read at a time: what they say is written in one transaction, and the embedded database has only one. */
const smallBatch = 20;

/** Keeps entities and relations in step with the memories: what is CURRENT says something, anything else nothing. */
export function graphConsumer(extractor: Extractor, batch = smallBatch): PreparingConsumer {
  return {
    name: 'graph',
    kind: 'collection',
    batch,
    prepare: oneByOne(async (db, { stream, events }) => {
      const { accountId } = stream;
      const ids = [...new Set(events.filter(tellsOfText).map(({ subjectId }) => subjectId))];
      if (ids.length === 0) return null;
      const texts = await withKnownNames(db, stream, await readTexts(db, accountId, ids));
      const extractions = await extractor.extract(texts);
      const found = new Map(texts.map(({ id }, index) => [id, extractions[index] ?? { entities: [], relations: [] }]));
      return (transaction) => replaceGraph(transaction, accountId, ids, found);
    }),
  };
}

/** A memory's content never changes; only whether it counts does. */
export const tellsOfText = ({ type, changed }: LoggedEvent): boolean =>
  type === 'MemoryAdded' || type === 'MemoryForgotten' || (type === 'MemoryChanged' && changed.includes('status'));
