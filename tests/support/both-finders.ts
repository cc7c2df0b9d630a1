import { pino } from 'pino';
import { afterAll } from 'vitest';
import { buildConsumers } from '../../src/app/consumers.ts';
import { buildRecall } from '../../src/app/recall.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { Finder, type FinderParts } from '../../src/search/finder.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { models } from './models.ts';

const log = pino({ level: 'silent' });

/** Both search engines and their dependencies, for the tests of one file. */
export async function useFinders(db: Database, more: Pick<FinderParts, 'graph'> & { holdsNames?: boolean } = {}) {
  const { holdsNames = false, ...graph } = more;
  const recall = buildRecall({ db, jobs: db }, models, 512 * 1024 * 1024, log);
  afterAll(() => recall[Symbol.asyncDispose]());
  const { embedder, questions, ranker } = models;
  const parts = { db, embedder, questions, sql: new SqlEngine({ db, ranker }), log, ...graph };
  const engine = new RecallEngine({ db, indexes: recall.indexes, ranker, holdsNames });
  return {
    models,
    recall,
    consumers: buildConsumers({ db, jobs: db }, models.reader, log),
    byIndex: new Finder({ ...parts, recall: engine }),
    bySql: new Finder({ ...parts, recall: null }),
  };
}
