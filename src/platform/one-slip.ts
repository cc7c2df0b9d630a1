/** Whether two texts become equal if at most one letter is inserted, deleted, replaced, or swapped with its neighbour. */
export function areOneSlipApart(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < shorter && one[start] === other[start]) start += 1;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [mine, theirs] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (mine.length < 2 && theirs.length < 2) return true;
  return mine.length === 2 && mine === `${theirs[1]}${theirs[0]}` && theirs.length === 2;
}
