import pg from 'pg';
import { LeadingQuery } from '../../src/platform/db/leading-query.ts';

/** The arguments of a client's query. */
type Given = readonly [query: unknown, values?: unknown];

/** Calls `onSent` for each statement that any client sends while `work` runs, before it is sent. */
export async function watchStatements(work: () => Promise<unknown>, onSent: (...given: Given) => void): Promise<void> {
  const original = pg.Client.prototype.query;
  const spy = function (this: pg.Client, ...args: Parameters<typeof original>): ReturnType<typeof original> {
    const [query, values]: readonly unknown[] = args;
    onSent(query, values);
    return original.apply(this, args);
  };
  Reflect.set(pg.Client.prototype, 'query', spy);
  try {
    await work();
  } finally {
    Reflect.set(pg.Client.prototype, 'query', original);
  }
}

/** The SQL text of a query argument. */
export const textOf = (query: unknown): string =>
  typeof query === 'object' && query !== null ? String(Reflect.get(query, 'text')) : String(query);

/** The statements that any client sends while `work` runs: one per round trip, with statements sent ahead of it as a trailing comment. */
export async function countStatements(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  await watchStatements(work, (query) => {
    const leading = query instanceof LeadingQuery ? query.leading() : null;
    statements.push(leading ? `${textOf(query)} /* led by ${leading.asText.join('; ')} */` : textOf(query));
  });
  return statements;
}
