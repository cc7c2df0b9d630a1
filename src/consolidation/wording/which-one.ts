import { formsOf, isMonth, isTime } from './tokens.ts';

/** Which of several like things a text is about, and where or under which conditions, as word forms. */
export interface WhichOne {
  /** Numbers, versions and identifiers of its subject: "Room 12", "courierlink 3.8.0", "ff_eager_customs". */
  readonly labels: string;
  /** What it says at its beginning: "On staging, ". */
  readonly opening: string;
}

export const ofNone: WhichOne = { labels: '', opening: '' };

/** `subject`: what is before its verb. */
export function whichOne(text: string, subject: string): WhichOne {
  const labels = subject.match(label) ?? [];
  const where = opening.exec(text)?.groups?.['where'];
  if (labels.length === 0 && !where) return ofNone;
  const isDated = labels.some((one) => isTime(one)) || formsOf(subject).some(isMonth);
  return {
    labels: isDated ? '' : labels.join(' ').toLowerCase(),
    opening: formsOf(where ?? '')
      .filter((form) => !isMonth(form))
      .join(' '),
  };
}

/** A word of letters and digits or with an underscore, a version, or the number or letter of what precedes it: "Room 12", "Hall B". */
const label =
  /(?<![\p{L}\p{N}])(?:\p{L}[\p{L}\p{N}.-]*[\d_][\p{L}\p{N}_.-]*|\d+\.\d+\.\d+|(?<=\p{L} )(?:\d+|(?!I)\p{Lu})(?=\s*$))(?![\p{L}\p{N}])/gu;
const opening = /^(?:On|In|At|For|With|Under|Within|Inside|Outside)(?: the| an?| our| my)? (?<where>[^,.;:]{2,40}),/u;

/** Whether two texts name different ones of a kind. */
export const areOtherOnes = (one: WhichOne, other: WhichOne): boolean =>
  differ(one.labels, other.labels) || differ(one.opening, other.opening);

function differ(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  const known = new Set(one.split(' '));
  return !other.split(' ').some((form) => known.has(form));
}
