import pg from 'pg';
import { LeadingQuery } from '../../src/platform/db/leading-query.ts';

/** The statements that any client sends while `work` runs: one a round trip, with what leads it as a comment behind it. */
export async function countStatements(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const original = pg.Client.prototype.query;
  const spy = function (this: pg.Client, ...args: Parameters<typeof original>): ReturnType<typeof original> {
    const [query] = args;
    const text = typeof query === 'string' ? query : String(Reflect.get(query, 'text'));
    const given: unknown = query;
    const leading = given instanceof LeadingQuery ? given.leading() : null;
    statements.push(leading ? `${text} /* led by ${leading.asText.join('; ')} */` : text);
    return original.apply(this, args);
  };
  Reflect.set(pg.Client.prototype, 'query', spy);
  try {
    await work();
  } finally {
    Reflect.set(pg.Client.prototype, 'query', original);
  }
  return statements;
}
