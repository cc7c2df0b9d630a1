/** What two come to, or the error of one, once both have ended: a transaction must not end while a statement of it is on its way. */
export async function bothEnded<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
