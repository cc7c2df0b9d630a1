import type { ExecutionResult } from 'graphql';
import { failureCodes } from '../../operations/answered-request.ts';
import { FairPace } from './fair-pace.ts';

/** Refusals sent at once, then 100 a second: each takes two milliseconds. Source: `npm run bench:flood`. */
const pace = { atOnce: 50, gapMs: 10 };

/** Codes that are not the client's fault: the server cannot answer now, or needs the full document. */
const others: ReadonlySet<unknown> = new Set([...failureCodes, 'PERSISTED_QUERY_NOT_FOUND']);

/** Whether the result refuses the whole operation. */
export const isRefusal = (result: ExecutionResult): boolean =>
  !('data' in result) && !result.errors?.some(({ extensions }) => others.has(extensions['code']));

/**
 * Paces answers that refuse a whole operation because it cannot be parsed or run, or exceeds a limit. Refusals take no turns of executions:
 * a client that sends one after the other, over any number of connections, waits for its earlier ones, and others do not wait for them.
 */
export const paceOfRefusals = (): FairPace => new FairPace(pace);
