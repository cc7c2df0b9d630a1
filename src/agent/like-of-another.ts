import { isNeverName } from '../graph/extraction/no-names.ts';
import { wordSet } from '../platform/word-lists.ts';
import { words } from './answer-kinds.ts';
import { isPastVerb } from './irregular-forms.ts';
import { shared, stemsOf } from './sentences.ts';

/** What somebody has told, and what is known as the answer. */
interface Compared {
  readonly text: string;
  readonly speaker: string | null;
  readonly question: string;
  readonly answer: string;
}

/**
 * Whether an English text tells the like of what is asked, but of somebody or something else than the question and its answer:
 * "Tom works at the bakery now" changes nothing about where Klaus works, nor about who works at the library.
 */
export const isLikeOfAnother = (compared: Compared): boolean =>
  isOfAnotherSubject(compared) || (isLike(compared) && (isOfAnotherName(compared) || isOfAnotherThing(compared)));

/** A name at the beginning, with what is theirs or what they do. */
const nameFirst = /^(?<name>\p{Lu}[\p{L}-]+)(?: \p{Lu}[\p{L}-]+)*(?:['’]s(?= )| (?<deed>\p{Ll}+))/u;
/** Words behind a verb: "Quit his job" begins with no name. */
const behindVerbs = wordSet('his its us this as');
const deeds = wordSet('now just will can quit');

/** Returns of whom a text tells, if it begins with a name. */
function whoIsTold(text: string): string | null {
  const { name, deed } = nameFirst.exec(text)?.groups ?? {};
  if (name === undefined || isNeverName(name)) return null;
  const does = deed === undefined || deeds.has(deed) || isPastVerb(deed) || /(?:s|ed)$/.test(deed);
  return does && !behindVerbs.has(deed ?? '') ? name.toLowerCase() : null;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().split(/[^\p{L}-]+/u));
/** "Who is Klaus's boss?" is answered by a change of anybody, "Whom does Klaus love?" only by one of Klaus. */
const asksForSubject = /^who(?:m|se)?(?!\p{L}| do(?:es)? )/iu;

/** "Where does Klaus work?", "Klaus works at the library", "Tom works at the bakery now" */
function isOfAnotherSubject({ text, question, answer }: Compared): boolean {
  const [asked, told] = [whoIsTold(answer), whoIsTold(text)];
  if (asked === null || told === null || asksForSubject.test(question)) return false;
  return wordsOf(question).has(asked) && !wordsOf(text).has(asked) && !wordsOf(`${question} ${answer}`).has(told);
}

/** What refers to what was told before. */
const referring = words('s?he|they|it|her|hers|his|him|them|their|theirs|its|there');

/** A name that does not open a text. */
const nameInside = /(?<=[\p{L}\p{N},;:] )\p{Lu}\p{Ll}[\p{L}-]*/gu;
const namesIn = (text: string): string[] => (text.match(nameInside) ?? []).filter((name) => !isNeverName(name));

/** Whether a text has a word of the question besides its names. */
const isLike = ({ text, question }: Compared): boolean =>
  !referring.test(text) && shared(stemsOf(question.replaceAll(nameInside, ' '), 'en'), stemsOf(text, 'en')) > 0;

const ofSpeaker = /^(?:I|We|My|Our)(?!\p{L})/u;

/** "Who loves Maria?", "Klaus loves Maria", "Sam loves Tamara now" */
function isOfAnotherName({ text, speaker, question, answer }: Compared): boolean {
  const asked = namesIn(question).map((name) => name.toLowerCase());
  const isOfSpeaker = ofSpeaker.test(text);
  const said = wordsOf(isOfSpeaker ? `${speaker ?? ''} ${text}` : text);
  const known = wordsOf(`${question} ${answer}`);
  const isAnswered = asked.some((name) => wordsOf(answer).has(name));
  if (!isAnswered || asked.some((name) => said.has(name))) return false;
  return (isOfSpeaker || whoIsTold(text) !== null) && namesIn(text).some((name) => !known.has(name.toLowerCase()));
}

const ofThing = /(?<!\p{L})(?<place>of|at|in|on|for|from) (?:the|my|our|this) (?<thing>\p{Ll}{3,})/gu;

/** "What is the rent of the cafe?", "The rent of the bakery was raised" */
function isOfAnotherThing({ text, question, answer }: Compared): boolean {
  const [said, known] = [wordsOf(text), wordsOf(`${question} ${answer}`)];
  const [who, whoIsKnown] = [whoIsTold(text), whoIsTold(answer)];
  const isOfNewcomer = who !== null && !known.has(who) && (whoIsKnown === null || !said.has(whoIsKnown));
  const told = [...text.matchAll(ofThing)].map(({ groups }) => groups);
  return [...question.matchAll(ofThing)].some(({ groups: { place = '', thing = '' } = {} }) => {
    const isOther = told.some((one) => one?.['place'] === place && !known.has(one['thing'] ?? ''));
    return isOther && !said.has(thing) && wordsOf(answer).has(thing) && (place === 'of' || isOfNewcomer);
  });
}
