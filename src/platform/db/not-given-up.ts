import { wasGivenUp } from '../database-errors.ts';
import { runAnew } from '../run-anew.ts';

/** Maximum attempts for a transaction that the database keeps aborting: each costs its deadlock_timeout, a second. */
const mostAttempts = 5;

/** Retries a transaction that the database aborted because of a deadlock or conflict; nothing of an aborted attempt remains. */
export const notGivenUp = <T>(transaction: () => Promise<T>): Promise<T> =>
  runAnew(mostAttempts, transaction, wasGivenUp);
