/** What was answered; null: nothing, in time. */
export type Answered<T> = { readonly value: T } | null;

/**
 * Waits for an answer no longer than this. One that fails counts as none; what was waiting to be read when a busy process comes
 * back to it is not late. Never rejects.
 */
export function answeredInTime<T>(answer: Promise<T>, deadlineMs: number): Promise<Answered<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => setImmediate(() => resolve(null)), deadlineMs);
    answer
      .then(
        (value) => resolve({ value }),
        () => resolve(null),
      )
      .finally(() => clearTimeout(timer));
  });
}
