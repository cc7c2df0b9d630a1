import type { Pool } from 'pg';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { type Distribution, distribution } from '../support/distribution.ts';
import { milliseconds } from '../support/milliseconds.ts';
import { type LoadedIndex, type Statement, traceProduct } from './time-spent.ts';

/** Where a search spends its time below GraphQL. */
export interface Inside {
  readonly total: Distribution;
  readonly parts: ReadonlyMap<string, Distribution>;
  /** The same statements, sent by `pg` alone. */
  readonly direct: Distribution;
  readonly index: LoadedIndex | null;
}

interface InsideOptions {
  readonly pool: Pool;
  readonly collectionId: string;
  readonly isIndexed: boolean;
  readonly questions: readonly string[];
}

/** Searches in this process, one question at a time, while no server runs. The first third is warm-up. */
export async function lookInside({ pool, collectionId, isIndexed, questions }: InsideOptions): Promise<Inside> {
  await using product = await traceProduct(pool, uuidOf('Collection', collectionId), isIndexed);
  const totals: number[] = [];
  const directs: number[] = [];
  const parts = new Map<string, number[]>();
  for (const [number, question] of questions.entries()) {
    const { totalMs, parts: spent, statements } = await product.search(question);
    const direct = await sendDirectly(pool, statements);
    if (number < questions.length / 3) continue;
    totals.push(totalMs);
    directs.push(direct);
    for (const [part, ms] of spent) parts.set(part, [...(parts.get(part) ?? []), ms]);
  }
  return {
    total: distribution(totals),
    parts: new Map([...parts].map(([part, all]) => [part, distribution(all)])),
    direct: distribution(directs),
    index: product.index,
  };
}

/** How long the statements of one search take when sent by `pg` alone. */
async function sendDirectly(pool: Pool, statements: readonly Statement[]): Promise<number> {
  const client = await pool.connect();
  try {
    return await milliseconds(async () => {
      for (const { sql, parameters } of statements) await client.query(sql, [...parameters]);
    });
  } finally {
    client.release();
  }
}

/** Recall of semantic searches against the exact `depth` best, over all searches together. */
export async function recallOf(
  { pool, collectionId }: Pick<InsideOptions, 'pool' | 'collectionId'>,
  found: readonly { readonly query: string; readonly ids: readonly string[] }[],
  depth = 100,
): Promise<number> {
  await using exact = await traceProduct(pool, uuidOf('Collection', collectionId), true);
  let shared = 0;
  let wanted = 0;
  for (const { query, ids } of found) {
    const best = (await exact.search(query, 'SEMANTIC')).ids.slice(0, depth);
    shared += new Set(best).intersection(new Set(ids.map((id) => uuidOf('Memory', id)))).size;
    wanted += best.length;
  }
  return shared / wanted;
}

function uuidOf(type: string, id: string): string {
  const uuid = decodeNodeId(type, id);
  if (uuid === null) throw new Error(`${id} is no ${type}`);
  return uuid;
}
