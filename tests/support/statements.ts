import pg from 'pg';

/** Counts the statements that any client sends while `work` runs. */
export async function countStatements(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const original = pg.Client.prototype.query;
  const spy = function (this: pg.Client, ...args: Parameters<typeof original>): ReturnType<typeof original> {
    const [query] = args;
    statements.push(typeof query === 'string' ? query : String(Reflect.get(query, 'text')));
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
