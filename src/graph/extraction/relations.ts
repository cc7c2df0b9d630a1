import type { NameSpan } from './name.ts';
import { relatives } from './relatives.ts';
import { lower, type Word } from './word.ts';

/** The speaker of the text: `I`, `my`. */
export const speaker = 'speaker';

/** What a sentence says about two of its names. */
export interface SaidOfNames {
  readonly from: NameSpan | typeof speaker;
  readonly to: NameSpan;
  readonly type: string;
  readonly weight: number;
}

/** Maximum number of words between two names: further apart, they have little to do with each other. */
const mostWordsBetween = 8;
/** Two names in one sentence, with nothing said about them. */
export const together = { type: 'with', weight: 0.5 };

const prepositions = new Set('at in to for from with of on by near into about'.split(' '));
const empty = new Set('be have do will would can could should may might must get let'.split(' '));
/** Verbs that say nothing without what follows: "Julia is older than Anna". */
const copulas = new Set('is are was were'.split(' '));
/** Thinking of what somebody did is not doing it: "I think Julia left". */
const ofThinking = new Set('think guess hope believe suppose mean wish feel wonder'.split(' '));
/** Words that begin a clause about somebody else: "I hear that Julia left". */
const beginsClause = /^(that|if|whether|because|when|where|while|how|why|what|who)$/i;

/**
 * Returns relations between each name and the next one of its sentence, and between the speaker and their own: at most one of
 * each per name.
 */
export function findRelations(words: readonly Word[], names: readonly NameSpan[]): SaidOfNames[] {
  const between = names.slice(1).flatMap((to, index) => {
    const from = names[index];
    if (!from || to.start - from.end > mostWordsBetween) return [];
    const kin = kinBetween(words, from, to);
    if (kin) return [kin];
    if (beginsOwnClause(words, to)) return [{ from, to, ...together }];
    const doer = doerBehind(words, from, to, names);
    return [doer ? { from: doer, to, ...saidBetween(words, from, to) } : { from, to, ...together }];
  });
  return [...between, ...names.flatMap((name) => saidOfOwn(words, name, names))];
}

function saidBetween(words: readonly Word[], from: NameSpan, to: NameSpan): { type: string; weight: number } {
  const said = words.slice(from.end, to.start);
  if (denies(said)) return together;
  const type = tellingOf(said);
  if (type) return copulas.has(type) ? together : { type, weight: 1 };
  const [only] = said;
  const joined = said.length === 1 && only !== undefined && /^(in|of|at|from|near|by)$/.test(lower(only));
  return joined ? { type: lower(only), weight: 1 } : together;
}

/** Returns who does what is said between two names: "Julia works at Siemens and lives in Berlin" is about Julia. Null: unclear. */
function doerBehind(
  words: readonly Word[],
  from: NameSpan,
  to: NameSpan,
  names: readonly NameSpan[],
): NameSpan | typeof speaker | null {
  const joins = /^(and|but|then)$/i.test(words[from.end]?.text ?? '');
  const verb = words[from.end + Number(joins)]?.tags.has('Verb') === true;
  if (joins && verb) return whoDid(words, from, names);
  // "I drive a BMW and my wife drives a VW": the car does not do that. "Tom and his wife moved": Tom does.
  if (joins && whoDid(words, from, names) !== null) return null;
  // "Julia, who works at Siemens, lives in Berlin", but "Siemens, and she lives in Berlin".
  const isAside = verb && words[from.end - 1]?.ends === true;
  const isAnother = beginsAnew(words.slice(from.end, to.start));
  if (!isAside && !isAnother) return from;
  const doer = whoDid(words, from, names);
  return doer && isAnother ? null : (doer ?? from);
}

/** "and she lives in" */
const beginsAnew = (words: readonly Word[]): boolean =>
  words.some(({ text }, index) => {
    const last = words[index - 1];
    return pronoun.test(text) && (!last || last.ends || joining.test(last.text));
  });

const pronoun = /^(i|we|he|she|it|they|you)(['’]\p{L}+)?$/iu;
const joining = /^(and|but|then|so|or|because|while|since|although|though)$/i;

/** Returns whose action a name is the object of. */
function whoDid(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): NameSpan | typeof speaker | null {
  const before = names[names.indexOf(to) - 1];
  if (before && verbOf(words.slice(before.end, to.start))) return before;
  return ownDoing(words, to, names) === null ? null : speaker;
}

/** "my sister Julia", "Julia is my sister", "I moved to Berlin". */
function saidOfOwn(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): SaidOfNames[] {
  const doing = ownDoing(words, to, names);
  const isOwnDoing = doing !== null && !denies(doing) && !endsWithAnother(doing) && !isAddressed(words, to);
  const found =
    kinBefore(words, to) ?? kinBehind(words, to) ?? kinNamed(words, to) ?? (isOwnDoing ? tellingOf(doing) : null);
  return found === null || ofFeeling.test(found) ? [] : [{ from: speaker, to, type: found, weight: 1 }];
}

/** "I'm a fan of Bach", "I'm sorry about Max": the verb alone says nothing. "I'm in Berlin" does. */
const ofFeeling = /^(is|are|was|were)( (of|about|for|to|by|into))?$/;

/** "I agree, Caroline." */
const isAddressed = (words: readonly Word[], { start, end, isTitle = false }: NameSpan): boolean =>
  !isTitle &&
  words[start - 1]?.ends === true &&
  words.slice(start, end).some(({ tags }) => tags.has('FirstName') || tags.has('Person'));

/** "Julia's sister Anna", "Julia's sister is Anna", "Anna is the sister of Julia". */
function kinBetween(words: readonly Word[], one: NameSpan, other: NameSpan): SaidOfNames | null {
  const said = words.slice(one.end, other.start);
  if (denies(said)) return null;
  const isOfOther = said[0]?.tags.has('Copula') && said.at(-1)?.text === 'of';
  const head = isOfOther ? said.at(-2) : said[0];
  if (!head || !relatives.has(lower(head))) return null;
  if (isOfOther) return { from: other, to: one, type: lower(head), weight: 1 };
  const isNamed = said.length === 1 || (said.length === 2 && said[1]?.tags.has('Copula'));
  const isOwned = words[one.end - 1]?.possessive && isNamed;
  return isOwned ? { from: one, to: other, type: lower(head), weight: 1 } : null;
}

function kinBefore(words: readonly Word[], { start, end }: NameSpan): string | null {
  // "My Aunt Meg": the title belongs to the name.
  const first = end - start > 1 ? words[start] : undefined;
  const head = first && relatives.has(lower(first)) ? first : words[start - 1];
  const own = words.slice(Math.max(0, start - 3), start).some((word) => isOwn(word));
  return head && own && relatives.has(lower(head)) ? lower(head) : null;
}

function kinBehind(words: readonly Word[], { end }: NameSpan): string | null {
  const [verb, my, head] = words.slice(end, end + 3);
  const isKin = verb?.tags.has('Copula') && my && isOwn(my) && head && relatives.has(lower(head));
  return isKin ? lower(head) : null;
}

/** "my daughter is called Else", "my wife's name is Clara", "my boss is Tom" */
function kinNamed(words: readonly Word[], { start }: NameSpan): string | null {
  const verb = isNaming(words[start - 1]) ? start - 2 : start - 1;
  if (words[verb]?.text !== 'is') return null;
  const isOfName = words[verb - 1]?.text === 'name' && words[verb - 2]?.possessive;
  const at = isOfName ? verb - 2 : verb - 1;
  const [my, head] = [words[at - 1], words[at]];
  return my && isOwn(my) && head && relatives.has(lower(head)) ? lower(head) : null;
}

/** "I like tea, Arjun likes coffee": what precedes is not about Arjun. */
const beginsOwnClause = (words: readonly Word[], { start, end }: NameSpan): boolean =>
  words[start - 1]?.ends === true && words[end - 1]?.ends === false && words[end]?.tags.has('Verb') === true;

/** Returns the words after an `I` or a `we` up to the first name after its verb. */
function ownDoing(words: readonly Word[], to: NameSpan, names: readonly NameSpan[]): readonly Word[] | null {
  const start = names[names.indexOf(to) - 1]?.end ?? 0;
  const subject = words.findLastIndex((word, index) => index >= start && index < to.start && iOrWe.test(word.text));
  if (subject < 0 || to.start - subject > mostWordsBetween || beginsOwnClause(words, to)) return null;
  const doing = words.slice(subject + 1, to.start);
  if (doing.some((word) => beginsClause.test(word.text))) return null;
  const root = rootIn(doing);
  return root === null || ofThinking.has(root) ? null : doing;
}

/** "I met somebody, his name is Tobias": "is" after what the speaker did is about somebody else. */
function endsWithAnother(doing: readonly Word[]): boolean {
  const verbs = verbsIn(doing);
  return verbs.length > 1 && verbs.at(-1)?.tags.has('Copula') === true;
}

/** "I'm" and "we've" are one word. */
const iOrWe = /^(i|we)(['’]\p{L}+)?$/iu;

const isOwn = (word: Word): boolean => /^(my|our)$/i.test(word.text);

/** "Julia never worked at Siemens", "no longer works", "isn't": all that is known then is that both are named together. */
const denies = (words: readonly Word[]): boolean =>
  words.some(
    ({ text, tags }, index) => tags.has('Negative') || (/^no$/i.test(text) && words[index + 1]?.text === 'longer'),
  );

/** Returns the verb before a name. "Has a daughter named" is about having the daughter, and not about what anybody is called. */
function tellingOf(said: readonly Word[]): string | null {
  if (!isNaming(said.at(-1))) return verbOf(said);
  const told = said.slice(0, -1);
  if (told.some(({ text }) => joining.test(text))) return null;
  const head = told.at(-1);
  return verbOf(told) ?? (head && relatives.has(lower(head)) ? lower(head) : null);
}

const isNaming = (word: Word | undefined): boolean => /^(called|named)$/i.test(word?.text ?? '');

/** Returns the verb before a name, with its preposition; null if none says anything. */
function verbOf(said: readonly Word[]): string | null {
  const [root, last] = [rootIn(said), said.at(-1)];
  return root && last && prepositions.has(lower(last)) ? `${root} ${lower(last)}` : root;
}

/** Returns the base form of the last verb that says something, with a particle that makes it another verb: "grow up", "look after". */
function rootIn(said: readonly Word[]): string | null {
  const verb = verbsIn(said).at(-1);
  if (!verb) return null;
  const particle = said[said.indexOf(verb) + 1];
  const root = particle?.tags.has('Particle') ? `${verb.root} ${particle.text}` : verb.root;
  return root.toLowerCase();
}

const verbsIn = (said: readonly Word[]): Word[] =>
  said.filter(
    ({ tags, root }) =>
      tags.has('Verb') && !tags.has('Auxiliary') && !tags.has('Particle') && root !== '' && !empty.has(root),
  );
