import { wasGivenUp } from '../database-unavailable.ts';
import { runAnew } from '../run-anew.ts';

/** How often a transaction is begun that the database gives up each time: each costs its deadlock_timeout, a second. */
const mostAttempts = 5;

/** Runs a transaction anew where the database gave it up for another's sake: nothing of the first time is left. */
export const notGivenUp = <T>(transaction: () => Promise<T>): Promise<T> =>
  runAnew(mostAttempts, transaction, wasGivenUp);
