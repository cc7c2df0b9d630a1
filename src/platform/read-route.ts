import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresPool } from 'kysely';

export type Route = 'primary' | 'replica';

const route = new AsyncLocalStorage<Route>();

/** Where the running code takes its connections from. */
export const currentRoute = (): Route => route.getStore() ?? 'primary';

/** Has all that `work` asks of the database, by whatever service, asked of the one or the other. */
export const onRoute = <T>(to: Route, work: () => Promise<T>): Promise<T> => route.run(to, work);

/** A pool whose connections are those of the replica for who is on that route. */
export function routedPool(primary: PostgresPool, replica: PostgresPool): PostgresPool {
  return {
    options: primary.options,
    connect: () => (currentRoute() === 'replica' ? replica : primary).connect(),
    end: () => primary.end(),
  };
}
