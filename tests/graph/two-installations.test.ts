import { expect, inject, test } from 'vitest';
import { forgetCursors } from '../../src/platform/events/cursors.ts';
import { useDatabase } from '../support/database.ts';
import { copiedCounts, graphRunner, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
const nothing = { entities: 0, mentions: 0, relations: 0 };

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'two installations that share a Neo4j see nothing of each other, even with equal accounts and ids',
  async () => {
    if (!testNeo4j) return;
    const home = await Household.create(db);
    const account = home.viewer.accountId;
    await home.add('Anna Smith works at the Miller School in Berlin.');
    await graphRunner(db).processAll();
    const prefixes = [`blue ${account}:`, `green ${account}:`] as const;
    await using blue = await openTestMirror(db, { ...testNeo4j, prefix: prefixes[0] });
    await using green = await openTestMirror(db, { ...testNeo4j, prefix: prefixes[1] });
    const counts = () => Promise.all(prefixes.map((prefix) => copiedCounts(blue, prefix + account)));

    await blue.runner.processAll();
    const [copied] = await counts();
    expect(copied?.mentions).toBeGreaterThan(0);
    expect(await counts()).toEqual([copied, nothing]);

    await forgetCursors(db, green.consumer.name);
    await green.runner.processAll();
    expect(await counts()).toEqual([copied, copied]);

    // As if `npm run graph:rebuild` ran in one installation and a collection were deleted in the other.
    await blue.copy.wipe(100);
    expect(await counts()).toEqual([nothing, copied]);
    await green.erase(account, home.collection.id, 100);
    expect(await counts()).toEqual([nothing, nothing]);
  },
);
