/**
 * Retries work, up to `mostAttempts` attempts in all, while it fails with errors that a retry may fix. `rest` is awaited before each
 * retry, with the number of attempts so far.
 */
export async function runAnew<T>(
  mostAttempts: number,
  work: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  rest: (attempts: number) => Promise<void> | void = () => {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === mostAttempts || !mayPass(error)) throw error;
      await rest(attempt);
    }
  }
}
