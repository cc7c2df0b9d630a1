import { wordSet } from '../../platform/word-lists.ts';
import type { NameSpan } from './name.ts';
import { lower, textAt, type Word } from './word.ts';

/** Words behind which a sentence supposes something. */
const supposes = /^(if|unless|whether|lest|suppose|supposing|imagine|assuming|provided|wish|let['’]?s?|otherwise)$/i;
/** Words behind which nobody is sure. */
const doubts =
  /^(maybe|perhaps|possibly|probably|allegedly|supposedly|reportedly|hopefully|presumably|almost|nearly)$/i;
/** Verbs, and nouns such as "dream", whose clause tells what somebody would like or imagine. */
export const ofWishing =
  wordSet(`hope wish dream dreamt imagine pretend doubt fear worry wonder want need plan intend expect suggest propose predict deny
  consider recommend joke lie bet guess prefer pray insist demand forbid forget suppose`);
const nounsOfWishing = /^(dreams?|nightmare|rumou?rs?|hope|wish|plan|lie|joke|chance|fantasy)$/i;
/** Whether what follows is stated again: "I hope so, but Tom lives in Rome". */
const states = /^(but|because|since|so|who|which)$/i;

/** Returns for each word of a sentence whether the verb there says what is so: not in questions, conditions, wishes and dreams. */
export function statedIn(words: readonly Word[], names: readonly NameSpan[]): readonly boolean[] {
  if (isQuestion(words, names)) return words.map(() => false);
  let until: 'end' | 'clause' | null = null;
  return words.map((word, at) => {
    if (until === 'clause' && beginsAgain(words, at)) until = null;
    const isStated = until === null;
    if (supposes.test(word.text) || isInCase(words, at)) until = 'end';
    else if (until === null && (wishes(words, at) || doubts.test(word.text))) until = 'clause';
    return isStated;
  });
}

const beginsAgain = (words: readonly Word[], at: number): boolean => {
  const word = words[at];
  if (!word) return false;
  return (
    /^(but|because)$/i.test(word.text) ||
    (words[at - 1]?.ends === true && (states.test(word.text) || lower(word) === 'and'))
  );
};

/** "in case", "as though", "so that"; "even though" is none. */
const isInCase = (words: readonly Word[], at: number): boolean =>
  /^(in case|as though|so that)$/.test(`${textAt(words, at - 1)} ${textAt(words, at)}`);

/** Whether a word begins what somebody wishes or only says: "hopes to", "my dream is", "I don't think that", "they say". */
const wishes = (words: readonly Word[], at: number): boolean => {
  const word = words[at];
  if (!word) return false;
  const text = word.tags.has('Verb') ? word.root.toLowerCase() : lower(word);
  if (ofKnowing.test(text) && denies(words.slice(Math.max(0, at - 3), at))) return true;
  if (/^(say|claim)$/.test(text)) return /^(they|people|some)$/.test(textAt(words, at - 1));
  if (word.tags.has('Verb')) return ofWishing.has(text) && !word.ends;
  return nounsOfWishing.test(text) && words[at + 1]?.tags.has('Noun') !== true;
};

/** What is told behind these is not so if they are denied. */
const ofKnowing = /^(think|believe|know|say|guess|true|sure|certain|clear|mean|like|remember|idea|clue)$/;

/** "Did Tom call?", "Tom called, right?", and "Did Tom call" */
function isQuestion(words: readonly Word[], [name]: readonly NameSpan[]): boolean {
  if (words.at(-1)?.asks) return true;
  const [first, second] = words;
  if (!first || name?.start === 0 || !asking.test(first.text)) return false;
  return name?.start === 1 || second?.tags.has('Pronoun') === true || second?.tags.has('Determiner') === true;
}

const asking = /^(do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|might)$/i;

/** Whether words before a verb, or around a noun, deny it, or leave it open: "never", "no longer", "would", "might". */
export const isDeniedOrOpen = (words: readonly Word[]): boolean => denies(words) || words.some(leavesOpen);

/** "Julia never worked at Siemens", "no contact with Tom", "isn't". */
export const denies = (words: readonly Word[]): boolean =>
  words.some(({ text, tags }) => tags.has('Negative') || no.test(text));

const no = /^(no|not|never|none|nobody|no-one|nothing|neither|nor|hardly|rarely|seldom|without|barely)$/i;

const leavesOpen = ({ text, tags }: Word): boolean => tags.has('Modal') || open.test(text);

const open =
  /^(will|would|could|should|might|may|must|shall|can|ought|gonna|going|about|likely|maybe|perhaps|possibly|probably|almost|nearly|allegedly|supposedly)$/i;
