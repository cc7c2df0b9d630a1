import { findDeeds } from './deeds.ts';
import { findKin } from './kin.ts';
import type { NameSpan } from './name.ts';
import { doneTo, doneToEachOther } from './objects.ts';
import { type SaidOfNames, sentenceOf, speaker } from './sentence.ts';
import { denies, statedIn } from './unstated.ts';
import { lower, type Word } from './word.ts';

/** Maximum number of words between two names: further apart, they have little to do with each other. */
const mostWordsBetween = 8;
/** Two names in one sentence, with nothing said about them. */
export const together = { type: 'with', weight: 0.5 };

/** Returns what a sentence says about its names: what they are and do to each other and to the speaker, and which stand together. */
export function findRelations(
  words: readonly Word[],
  names: readonly NameSpan[],
  isPerson: (name: NameSpan) => boolean,
): SaidOfNames[] {
  const sentence = sentenceOf(words, names, isPerson);
  const stated = statedIn(words, names);
  const deeds = findDeeds(sentence, stated);
  const said = [
    ...findKin(sentence, deeds, stated),
    ...deeds.flatMap((deed) => doneToEachOther(words, deed)),
    ...deeds.flatMap((deed, index) => doneTo(sentence, deed, deeds[index + 1]?.begins ?? words.length)),
  ];
  const beside = neighbours(words, names).flatMap(({ from, to, place }) => {
    if (isSaid(said, from, to, place !== null)) return [];
    const deed = deeds.findLast(({ at }) => at < to.start);
    const isOpen = !stated[to.start] || (deed !== undefined && (!deed.isStated || deed.doers.length > 0));
    const isTold = said.some((one) => one.to === to) || denies(words.slice(Math.max(0, from.start - 2), from.start));
    const isPlaced = place !== null && (from.isTitle || !(isOpen || isTold));
    return [{ from, to, ...(isPlaced ? { type: place, weight: 1 } : together) }];
  });
  return [...said, ...beside];
}

/** Returns which names of a sentence stand together, where nothing else is read: in languages other than English. */
export const findNeighbours = (words: readonly Word[], names: readonly NameSpan[]): SaidOfNames[] =>
  neighbours(words, names).map(({ from, to, place }) => ({
    from,
    to,
    ...(place === null ? together : { type: place, weight: 1 }),
  }));

const neighbours = (words: readonly Word[], names: readonly NameSpan[]) =>
  names.slice(1).flatMap((to, index) => {
    const from = names[index];
    const isNear = from !== undefined && to.start - from.end <= mostWordsBetween;
    return isNear ? [{ from, to, place: placeBetween(words, from, to) }] : [];
  });

/** Whether something is said about two names, or of the second one about another: "at Siemens in Munich" still belong together. */
const isSaid = (said: readonly SaidOfNames[], one: NameSpan, other: NameSpan, areOnePlace: boolean): boolean =>
  said.some(({ from, to }) =>
    to === other ? from === one || (from !== speaker && !areOnePlace) : from === other && to === one,
  );

/** "Siemens in Munich" */
function placeBetween(words: readonly Word[], from: NameSpan, to: NameSpan): string | null {
  const [only, ...more] = words.slice(from.end, to.start);
  return only && more.length === 0 && /^(in|of|at|from|near|by)$/i.test(only.text) ? lower(only) : null;
}
