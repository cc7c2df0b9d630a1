/** The answer; null: none in time. */
export type Answered<T> = { readonly value: T } | null;

/**
 * The deadline is split into this many parts, each followed by a check for the answer. A busy process overruns its timers,
 * and needs two or three turns of the event loop to send the request and read the response.
 */
const parts = 4;

/**
 * Waits up to the deadline for an answer, and longer only while this process itself is what is slow. A rejected answer counts as none.
 * Never rejects.
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
