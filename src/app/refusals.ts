import type { ExecutionResult } from 'graphql';
import { failureCodes } from '../operations/answered-request.ts';
import { FairPace } from './fair-pace.ts';

/** So many leave at once, and 200 a second. Source: `npm run bench:flood`. */
const pace = { atOnce: 50, gapMs: 5 };

/** Not of who asks for too much, but of a server that cannot now, or wants to hear more. */
const others: ReadonlySet<unknown> = new Set([...failureCodes, 'PERSISTED_QUERY_NOT_FOUND']);

/** Whether it refuses the whole operation. */
export const isRefusal = (result: ExecutionResult): boolean =>
  !('data' in result) && !result.errors?.some(({ extensions }) => others.has(extensions['code']));

/**
 * The pace of answers that refuse a whole operation, since it cannot be read or run or is one too many. They take no turns at what is
 * executed: who asks for one after the other, over whatever number of connections, waits for those before, and others do not wait for them.
 */
export const paceOfRefusals = (): FairPace => new FairPace(pace);
