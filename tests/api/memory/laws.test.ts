import { expect, inject, test } from 'vitest';
import { makeAgentApi } from '../../support/agents.ts';
import { brokenLaws } from '../../support/broken-laws.ts';
import { CrossingMutations } from '../../support/crossing-mutations.ts';
import { useDatabase } from '../../support/database.ts';
import { useJobs } from '../../support/jobs.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const { api, runner } = makeAgentApi(db, { jobs });

const calls = Number(process.env['CROSSING_CALLS'] ?? 300);
/** Concurrent clients. */
const clients = 6;
/** Calls between two checks of all data. */
const ofRound = 60;

/** Runs everything that follows from writes once: jobs, agents, the log, recalls. */
async function followUp(): Promise<void> {
  await jobs.processAll();
  await runner.processAll();
  await api.processLog();
  await api.recalls.flush();
}

// With one connection nothing runs concurrently.
test.runIf(inject('poolSize') > 1)(
  'counts, events, histories and keys match the data after concurrent writes of all kinds',
  { timeout: 60_000 + calls * 100 },
  async () => {
    const seed = Number(process.env['CROSSING_SEED'] ?? Date.now());
    const viewer = makeViewer({ accountId: 'ada', principal: 'ada' });
    const run = (query: string, variables = {}) => api.run(viewer, query, variables);
    const crossing = new CrossingMutations(run, seededRandom(seed));
    await crossing.steps['createCollection']?.();
    // Results and errors are checked by other tests.
    const write = async (count: number) => {
      for (let left = count; left > 0; left -= 1) await crossing.next().catch(() => null);
    };
    // Now and then everything is deleted, and nothing is left to check.
    for (let done = 0; done < calls; done += ofRound) {
      let isOver = false;
      const following = (async () => {
        while (!isOver) await followUp();
      })();
      await Promise.all(Array.from({ length: clients }, () => write(ofRound / clients)));
      isOver = true;
      await following;
      // Repeated, since agents and consolidations write, too.
      for (let again = 0; again < 3; again += 1) await followUp();
      expect(await brokenLaws(db), `seed ${seed}, after ${done + ofRound} calls`).toEqual({});
    }
    // Which ones is up to chance: most of some twenty succeed.
    expect(crossing.done.size).toBeGreaterThan(10);
  },
);
