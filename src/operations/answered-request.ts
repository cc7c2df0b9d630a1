import type { PartTime } from '../platform/request-times.ts';

/** Paths that metrics distinguish. All others count as one, since clients choose them. */
const routes = ['graphql', 'health', 'ready', 'metrics', 'other'] as const;
export type Route = (typeof routes)[number] | 'socket';

/** Error codes of failures that are not the request's own fault. */
export const failureCodes = ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE'] as const;

/** A request that was answered, or begins to be: its cost, and nothing of its content. */
export interface AnsweredRequest {
  /** `socket`: one operation of a WebSocket. */
  readonly route: Route;
  /** HTTP status; null if there was no HTTP answer. */
  readonly status: number | null;
  readonly requestId: string | undefined;
  /** Names under which its operations are counted. */
  readonly operations: readonly string[];
  readonly milliseconds: number;
  readonly parts: readonly PartTime[];
}

export function routeOf(path: string): Route {
  return routes.find((route) => path === `/${route}`) ?? 'other';
}
