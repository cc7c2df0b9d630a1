import type { PartTime } from '../platform/request-times.ts';

/** The paths that requests are told apart by; what others are sent to is one, since clients choose them. */
const routes = ['graphql', 'health', 'ready', 'metrics', 'other'] as const;
export type Route = (typeof routes)[number] | 'socket';

/** The codes of what a request fails at by no fault of its own. */
export const failureCodes = ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE'] as const;

/** A request that was answered, or begins to be: what it took, and nothing of what it was about. */
export interface AnsweredRequest {
  /** `socket`: one operation of a WebSocket. */
  readonly route: Route;
  /** Of the HTTP answer; null: it was none. */
  readonly status: number | null;
  readonly requestId: string | undefined;
  /** Names of its operations, as they are counted. */
  readonly operations: readonly string[];
  readonly milliseconds: number;
  readonly parts: readonly PartTime[];
}

export function routeOf(path: string): Route {
  return routes.find((route) => path === `/${route}`) ?? 'other';
}
