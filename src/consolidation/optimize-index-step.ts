import { beginRecount, recountNext } from '../memory/recount.ts';
import type { Database } from '../platform/db/database.ts';
import { bloatedIndexes, bytesOf, enterPending, rebuildIndex } from '../platform/db/index-space.ts';
import { countCurrent } from './scope.store.ts';
import type { Step } from './step.ts';

/** Tables that grow with writes of memories, and in which deletions leave free space. */
const tables = ['memory', 'memory_embedding', 'memory_revision', 'event', 'co_occurrence', 'term_statistic'];

/** Recounts the collection's words, and rebuilds bloated indexes of all accounts. `builds` connects past any pooler. */
export const optimizeIndexStep = (db: Database, builds: Database): Step =>
  async function* (run, signal) {
    const total = await countCurrent(db, run);
    let [place, done] = [run.place, run.stepDone];
    yield { proposals: [], scanned: 0, done, total, place, bytesBefore: await bytesOf(db, tables) };
    if (place === null && !run.dryRun) await beginRecount(db, run);
    while (!run.dryRun && !signal.aborted) {
      const { counted, last } = await recountNext(db, run, place);
      if (last === null) break;
      place = last;
      done += counted;
      yield { proposals: [], scanned: counted, done, total, place };
    }
    if (!run.dryRun && !signal.aborted) await enterPending(db, tables);
    const bloated = run.dryRun ? [] : await bloatedIndexes(db, tables);
    for (const name of bloated) {
      if (signal.aborted) return;
      await rebuildIndex(builds, name);
      yield { proposals: [], scanned: 0, done, total, place };
    }
    if (!signal.aborted) yield { proposals: [], scanned: 0, done, total, place, bytesAfter: await bytesOf(db, tables) };
  };
