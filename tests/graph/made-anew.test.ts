import { expect, inject, test } from 'vitest';
import { Neo4jMirrorStore } from '../../src/graph/neo4j/neo4j-mirror.store.ts';
import { ofInstallation } from '../../src/graph/neo4j/of-installation.ts';
import { forgetCursors } from '../../src/platform/events/cursors.ts';
import type { Neo4j } from '../../src/platform/neo4j/cypher.ts';
import { useDatabase } from '../support/database.ts';
import { copiedCounts, graphCounts, graphRunner, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'a rebuilt copy is complete in the end, whatever other servers write while it is wiped',
  async () => {
    if (!testNeo4j) return;
    const home = await Household.create(db);
    const account = home.viewer.accountId;
    const prefix = `anew ${account}:`;
    await using mirror = await openTestMirror(db, { ...testNeo4j, prefix });
    const { connection, runner } = mirror;
    const writes = async (name: string) => {
      await home.add(`${name} Smith works at the Miller School in Berlin.`);
      await graphRunner(db).processAll();
      await runner.processAll();
    };
    const names = ['Bob', 'Carla', 'Dora', 'Emil', 'Fred'];
    const besideWriters: Neo4j = {
      read: (work) => connection.read(work),
      write: async (work) => {
        const done = await connection.write(work);
        const name = names.shift();
        if (name) await writes(name);
        return done;
      },
    };
    await writes('Anna');
    await new Neo4jMirrorStore(ofInstallation(besideWriters, prefix)).wipe(100);
    await forgetCursors(db, mirror.consumer.name);
    await runner.processAll();
    expect(names).toEqual([]);
    expect(await copiedCounts(mirror, prefix + account)).toEqual(await graphCounts(db, account));
  },
);
