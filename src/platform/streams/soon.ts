/** A value or a promise of it: a thousand subscribers need not wait a turn for what is already there. */
export type Soon<T> = T | Promise<T>;

export type Step<T> = IteratorResult<T, undefined>;

/** An iterator that can be pulled without waiting. As with `next`, errors may be thrown or rejected. */
interface Source<T> extends AsyncIterator<T, undefined> {
  /** Must not be called again before it has resolved. */
  pull(): Soon<Step<T>>;
}

/** A source that can also be consumed as an ordinary async iterator. */
export abstract class Pulled<T> implements AsyncIterableIterator<T, undefined>, Source<T> {
  abstract pull(): Soon<Step<T>>;
  /** The consumer has left. */
  abstract return(): Promise<Step<T>>;

  async next(): Promise<Step<T>> {
    return this.pull();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

export const over: Step<never> = { value: undefined, done: true };

export const isLater = <T>(value: Soon<T>): value is Promise<T> => value instanceof Promise;

export const andThen = <T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> =>
  isLater(value) ? value.then(next) : next(value);

/**
 * `await` for synchronous generators: yields a promise if it has to wait. The consumer must not ask for the next item before that
 * has settled.
 */
export function* waitFor<T>(value: Soon<T>): Generator<Promise<void>, T> {
  if (!isLater(value)) return value;
  const settled: { outcome?: () => T } = {};
  yield value.then(
    (there) => {
      settled.outcome = () => there;
    },
    (error: unknown) => {
      settled.outcome = () => {
        throw error;
      };
    },
  );
  if (!settled.outcome) throw new Error('What has not answered yet was asked again');
  return settled.outcome();
}

/** Runs `attempt`, and passes its error, synchronous or not, to `fail`, which throws. */
export function failing<T>(attempt: () => Soon<T>, fail: (error: unknown) => never): Soon<T> {
  try {
    const value = attempt();
    return isLater(value) ? value.catch(fail) : value;
  } catch (error) {
    return fail(error);
  }
}

/** Pulls from any iterator, synchronously if it can. */
export const pullFrom = <T>(iterator: AsyncIterator<T, undefined> | Source<T>): Soon<Step<T>> =>
  'pull' in iterator ? iterator.pull() : iterator.next();
