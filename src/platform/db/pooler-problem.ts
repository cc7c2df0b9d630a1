import type { ConfigProblem } from '../config/config-error.ts';

/** What PgBouncer says where it is not set up for this server: it would not get better by waiting. Null: the error is another. */
export function poolerProblem(error: unknown): ConfigProblem | null {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('statement pooling mode')) {
    return {
      variable: 'DATABASE_URL',
      got: 'a PgBouncer in statement mode, which takes no transactions',
      takes:
        'one in transaction mode (pool_mode = transaction), or Postgres itself: writes are transactions of several statements',
    };
  }
  if (message.includes('unsupported startup parameter')) {
    return {
      variable: 'DATABASE_URL',
      got: 'a PgBouncer that takes no startup options',
      takes: 'a URL that ends with ?options= behind PgBouncer',
    };
  }
  return null;
}
