import { turnsOfConversation } from '../search/conversations.ts';
import { recallOf } from '../search/look-inside.ts';
import { measureSearches, type Question, searchFor } from '../search/measure-searches.ts';
import { newQuestions } from '../search/new-questions.ts';
import { type SearchEngine, settingsOf } from '../search/targets.ts';
import { connectApi } from '../support/api.ts';
import type { Distribution } from '../support/distribution.ts';
import { progress } from '../support/progress.ts';
import { type BenchServer, startServer } from '../support/server.ts';
import type { Store } from '../support/target.ts';
import { untilQuiet } from '../support/until-quiet.ts';

interface SmallTenant {
  readonly store: Store;
  readonly collectionId: string;
  readonly memories: number;
  readonly vocabulary: readonly string[];
  readonly searches: number;
}

export interface TenantRun {
  readonly engine: SearchEngine;
  readonly times: Distribution;
  /** For each number asked for: the fewest hits of a semantic search, and the share that an exact scan finds, too. */
  readonly found: readonly { readonly asked: number; readonly least: number; readonly share: number }[];
}

const warmUp = 50;
const depths = [10, 100];
const questionsOfDepth = 20;

/** Runs the small tenant's searches over HTTP with one engine, one after the other, each new to every cache. */
export async function askSmallTenant(engine: SearchEngine, tenant: SmallTenant): Promise<TenantRun> {
  const { store, searches } = tenant;
  progress(`${engine}: the small tenant asks`);
  await using server = await startServer({ ...store, settings: settingsOf(engine) });
  const conversations = Math.ceil(tenant.memories / turnsOfConversation);
  const next = newQuestions({ collectionId: tenant.collectionId, conversations }, tenant.vocabulary);
  const run = { clients: 1, seconds: 60, pid: server.pid, next };
  await measureSearches(server, { ...run, searches: warmUp });
  await untilQuiet(server.pid);
  const { times, errors } = await measureSearches(server, { ...run, searches });
  if (errors > 0) throw new Error(`${errors} searches failed`);
  const found = await askByMeaning(server, tenant, next);
  return { engine, times, found };
}

async function askByMeaning(
  server: BenchServer,
  { store, collectionId }: SmallTenant,
  next: () => Question,
): Promise<TenantRun['found']> {
  using api = connectApi(server);
  await using stored = await store.open();
  const found: TenantRun['found'][number][] = [];
  for (const depth of depths) {
    const answers: { query: string; ids: string[] }[] = [];
    while (answers.length < questionsOfDepth) {
      const question: Question = { ...next(), mode: 'SEMANTIC', first: depth };
      answers.push({ query: question.query, ids: await searchFor(api, question) });
    }
    const least = Math.min(...answers.map(({ ids }) => ids.length));
    found.push({ asked: depth, least, share: await recallOf({ pool: stored.pool, collectionId }, answers, depth) });
  }
  return found;
}
