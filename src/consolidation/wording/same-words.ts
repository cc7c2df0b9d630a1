import { formsOf, isMovable, meaningful } from './tokens.ts';

/** Whether two English texts say the same by words alone: in one form, in the same order but for what may stand anywhere. */
export function saySame(one: string, other: string): boolean {
  if (isQuestion(one) !== isQuestion(other)) return false;
  const [mine, theirs] = [sayingOf(one), sayingOf(other)];
  return mine.join('') === theirs.join('') || sameButMoved(mine, theirs);
}

export const isQuestion = (text: string): boolean => /\?\s*$/.test(text);

/** The forms that carry the meaning, with the items of each list in one order. */
const sayingOf = (text: string): string[] => meaningful(formsOf(sortLists(text)));

/** "French, German and Spanish" says what "Spanish, French and German" says. */
const sortLists = (text: string): string =>
  text.replace(/\p{L}+(?:, \p{L}+)+,? (?:and|or) \p{L}+/gu, (list) => {
    const items = list.split(/,? (?:and|or) |, /);
    return items.sort().join(', ');
  });

/** Whether one is the other with a block of words moved that may stand anywhere: when, how often, how many. */
function sameButMoved(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const start = one.findIndex((form, index) => form !== other[index]);
  const end = one.findLastIndex((form, index) => form !== other[index]) + 1;
  const [mine, theirs] = [one.slice(start, end), other.slice(start, end)];
  for (let cut = 1; cut < mine.length; cut += 1) {
    const [left, right] = [mine.slice(0, cut), mine.slice(cut)];
    if (![...right, ...left].every((form, index) => form === theirs[index])) continue;
    if (left.every(isMovable) || right.every(isMovable)) return true;
  }
  return false;
}
