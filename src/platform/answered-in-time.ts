/** What was answered; null: nothing, in time. */
export type Answered<T> = { readonly value: T } | null;

/**
 * The deadline passes in so many parts, and each ends with a look at what has come. A busy process takes longer for a part than
 * that, and needs two or three turns before it has sent what was asked and read what was answered at once.
 */
const parts = 4;

/**
 * Waits for an answer for so long at most, and longer only where this process is what takes long. One that fails counts as none. Never
 * rejects.
 */
export function answeredInTime<T>(answer: Promise<T>, deadlineMs: number): Promise<Answered<T>> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | null = null;
    const wait = (left: number): void => {
      timer = setTimeout(() => setImmediate(next, left - 1), deadlineMs / parts);
    };
    const next = (left: number): void => {
      if (timer === null) return;
      if (left > 0) wait(left);
      else end(null);
    };
    const end = (answered: Answered<T>): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      resolve(answered);
    };
    wait(parts);
    answer.then(
      (value) => end({ value }),
      () => end(null),
    );
  });
}
