import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresPool } from 'kysely';

export type Route = 'primary' | 'replica';

const route = new AsyncLocalStorage<Route>();

/** Which server the running code reads from. */
export const currentRoute = (): Route => route.getStore() ?? 'primary';

/** Runs `work` so that all of its database queries, through any service, use this route. */
export const onRoute = <T>(to: Route, work: () => Promise<T>): Promise<T> => route.run(to, work);

/** A pool that returns connections to the replica for code on that route. */
export function routedPool(primary: PostgresPool, replica: PostgresPool): PostgresPool {
  return {
    options: primary.options,
    connect: () => (currentRoute() === 'replica' ? replica : primary).connect(),
    end: () => primary.end(),
  };
}
