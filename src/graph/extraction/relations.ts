import type { NameSpan } from './name.ts';
import { relatives } from './name-type.ts';
import { lower, type Word } from './word.ts';

/** Who says the text: `I`, `my`. */
export const speaker = 'speaker';

/** What a sentence says of two of its names. */
export interface SaidOfNames {
  readonly from: NameSpan | typeof speaker;
  readonly to: NameSpan;
  readonly type: string;
  readonly weight: number;
}

/** Further apart, names have little to do with each other. */
const mostWordsBetween = 8;
/** Two names of one sentence, with nothing said of them. */
const together = { type: 'with', weight: 0.5 };

const prepositions = new Set('at in to for from with of on by near into about'.split(' '));
const empty = new Set('be have do will would can could should may might must get let'.split(' '));
/** They say nothing without what follows: "Julia is older than Anna". */
const copulas = new Set('is are was were'.split(' '));
/** What one thinks of somebody's doing is no doing of one's own: "I think Julia left". */
const ofThinking = new Set('think guess hope believe suppose mean wish feel wonder'.split(' '));
/** Begins what somebody else does: "I hear that Julia left". */
const beginsClause = /^(that|if|whether|because|when|where|while|how|why|what|who)$/i;

/** Each name and the next one of its sentence, and what the speaker says of their own: one relation a name at most of each. */
export function findRelations(words: readonly Word[], names: readonly NameSpan[]): SaidOfNames[] {
  const between = names.slice(1).flatMap((to, index) => {
    const from = names[index];
    if (!from || to.start - from.end > mostWordsBetween) return [];
    const kin = kinBetween(words, from, to);
    if (kin) return [kin];
    if (!goesOn(words, from)) return [{ from, to, ...saidBetween(words, from, to) }];
    const subject = whoDid(words, from, names);
    return [subject ? { from: subject, to, ...saidBetween(words, from, to) } : { from, to, ...together }];
  });
  return [...between, ...names.flatMap((name) => saidOfOwn(words, name, names))];
}

function saidBetween(words: readonly Word[], from: NameSpan, to: NameSpan): { type: string; weight: number } {
  const verb = verbIn(words, from.end, to.start);
  const type = verb && withPreposition(verb, words[to.start - 1]);
  if (type) return copulas.has(type) ? together : { type, weight: 1 };
  const only = words[from.end];
  const joined = to.start - from.end === 1 && only !== undefined && /^(in|of|at|from|near|by)$/.test(lower(only));
  return joined ? { type: lower(only), weight: 1 } : together;
}

/** "Julia works at Siemens and lives in Berlin": what Julia does goes on behind Siemens. */
const goesOn = (words: readonly Word[], { end }: NameSpan): boolean =>
  /^(and|but|then)$/i.test(words[end]?.text ?? '') && words[end + 1]?.tags.has('Verb') === true;

/** Whose doing a name is the object of. */
function whoDid(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): NameSpan | typeof speaker | null {
  const before = names[names.indexOf(to) - 1];
  if (before && verbIn(words, before.end, to.start)) return before;
  return doneByOwn(words, to, names) === null ? null : speaker;
}

/** "my sister Julia", "Julia is my sister", "I moved to Berlin". */
function saidOfOwn(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): SaidOfNames[] {
  const found = kinBefore(words, to) ?? kinBehind(words, to) ?? doneByOwn(words, to, names);
  return found === null ? [] : [{ from: speaker, to, type: found, weight: 1 }];
}

/** "Julia's sister Anna", "Julia's sister is Anna", "Anna is the sister of Julia". */
function kinBetween(words: readonly Word[], one: NameSpan, other: NameSpan): SaidOfNames | null {
  const said = words.slice(one.end, other.start);
  const isOfOther = said[0]?.tags.has('Copula') && said.at(-1)?.text === 'of';
  const head = isOfOther ? said.at(-2) : said[0];
  if (!head || !relatives.has(lower(head))) return null;
  if (isOfOther) return { from: other, to: one, type: lower(head), weight: 1 };
  const isNamed = said.length === 1 || (said.length === 2 && said[1]?.tags.has('Copula'));
  const isOwned = words[one.end - 1]?.possessive && isNamed;
  return isOwned ? { from: one, to: other, type: lower(head), weight: 1 } : null;
}

function kinBefore(words: readonly Word[], { start }: NameSpan): string | null {
  const head = words[start - 1];
  const own = words.slice(Math.max(0, start - 3), start).some((word) => isOwn(word));
  return head && own && relatives.has(lower(head)) ? lower(head) : null;
}

function kinBehind(words: readonly Word[], { end }: NameSpan): string | null {
  const [verb, my, head] = words.slice(end, end + 3);
  const isKin = verb?.tags.has('Copula') && my && isOwn(my) && head && relatives.has(lower(head));
  return isKin ? lower(head) : null;
}

/** The first name behind the verb of an `I` or a `we`. */
function doneByOwn(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): string | null {
  const start = names[names.indexOf(to) - 1]?.end ?? 0;
  const subject = words.findLastIndex((word, index) => index >= start && index < to.start && iOrWe.test(word.text));
  if (subject < 0 || to.start - subject > mostWordsBetween) return null;
  if (words.slice(subject, to.start).some((word) => beginsClause.test(word.text))) return null;
  const verb = verbIn(words, subject + 1, to.start);
  if (verb === null || ofThinking.has(verb)) return null;
  return withPreposition(verb, words[to.start - 1]);
}

/** "I'm" and "we've" are one word. */
const iOrWe = /^(i|we)(['’]\p{L}+)?$/iu;

const isOwn = (word: Word): boolean => /^(my|our)$/i.test(word.text);

/** The base form of the last verb that says something. */
function verbIn(words: readonly Word[], start: number, end: number): string | null {
  const verbs = words.slice(start, end).filter((word) => word.tags.has('Verb') && !word.tags.has('Auxiliary'));
  const root = verbs.findLast((word) => word.root !== '' && !empty.has(word.root))?.root ?? null;
  return root?.toLowerCase() ?? null;
}

const withPreposition = (verb: string, last: Word | undefined): string =>
  last && prepositions.has(lower(last)) ? `${verb} ${lower(last)}` : verb;
