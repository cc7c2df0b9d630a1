/** Resolves like `promise`, or to `late` if that takes longer than `ms`. Ignores what the promise does later, even if it rejects. */
export async function orAfter<Answer, Late>(promise: Promise<Answer>, ms: number, late: Late): Promise<Answer | Late> {
  const { promise: tooLong, resolve } = Promise.withResolvers<Late>();
  const timer = setTimeout(() => resolve(late), ms).unref();
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
