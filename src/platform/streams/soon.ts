/** What is there now, or a promise of it: a thousand subscribers need not wait a turn for what all have already. */
export type Soon<T> = T | Promise<T>;

export type Step<T> = IteratorResult<T, undefined>;

/** An iterator that can be asked without waiting. As with `next`, what fails may be thrown or reject. */
export interface Source<T> extends AsyncIterator<T, undefined> {
  /** Not to be called again before it is answered. */
  pull(): Soon<Step<T>>;
}

/** A source for those, too, who know nothing but iterators. */
export abstract class Pulled<T> implements AsyncIterableIterator<T, undefined>, Source<T> {
  abstract pull(): Soon<Step<T>>;
  /** Whoever read it has gone. */
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

/** The `await` of a generator that hands out promises where it has to wait, to whoever asks it for the next once they have settled. */
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

/** Hands on what `attempt` fails with, now or later, once `fail` has seen it. */
export function failing<T>(attempt: () => Soon<T>, fail: (error: unknown) => never): Soon<T> {
  try {
    const value = attempt();
    return isLater(value) ? value.catch(fail) : value;
  } catch (error) {
    return fail(error);
  }
}

/** Asks any iterator: at once where it can be. */
export const pullFrom = <T>(iterator: AsyncIterator<T, undefined> | Source<T>): Soon<Step<T>> =>
  'pull' in iterator ? iterator.pull() : iterator.next();
