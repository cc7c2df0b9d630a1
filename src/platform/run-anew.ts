/** Retries work, up to `mostAttempts` attempts in all, while it fails with errors that a retry may fix. */
export async function runAnew<T>(
  mostAttempts: number,
  work: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === mostAttempts || !mayPass(error)) throw error;
    }
  }
}
