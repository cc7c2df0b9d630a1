/** What a promise comes to, or something else where that takes longer. What it comes to later is nobody's business any more, be it an error. */
export async function orAfter<Answer, Late>(promise: Promise<Answer>, ms: number, late: Late): Promise<Answer | Late> {
  const { promise: tooLong, resolve } = Promise.withResolvers<Late>();
  const timer = setTimeout(() => resolve(late), ms).unref();
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
