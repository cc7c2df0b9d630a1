/** Runs work anew, so many times at most in all, while it fails in a way that another time may not. */
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
