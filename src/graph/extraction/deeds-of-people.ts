import { wordSet } from '../../platform/word-lists.ts';
import { relatives } from './relatives.ts';
import { hasTag, isCapitalised, textAt, type Word } from './word.ts';

/** What only people do at places: "Torben lives in Aarhus", "Max works at Bosch". */
const doneAtPlaces =
  /^((lives?|lived|resides?|resided|stud(y|ies|ied)|volunteers?|volunteered|teach(es)?|taught) (in|at|near|for)|(works?|worked) (at|as)|was born|(grew|grows) up|retired (to|in)|graduated (from|in))$/i;
/** What is done to people and firms alone. */
const doneToPeople = /^(was|were|got) (sued|hired|fired|promoted|arrested|fined|appointed|elected|born|diagnosed)$/i;
/** No names, though the library takes them for nouns like any unknown word. */
const ofMany =
  /^(one|others?|another|each|half|most|many|few|some|all|both|none|whoever|staff|crew|personnel|labor|labour|\p{L}+(ment|tion|ness|ship|ity|ly|ing|ism))$/iu;

/**
 * Whether a word at the beginning of a sentence is somebody by what follows: "Torben lives in Aarhus", "Ottilie is the mother of
 * Jasper".
 */
export function doesAsPeopleDo(words: readonly Word[], at: number): boolean {
  const [word, is, the] = words.slice(at, at + 3);
  if (!word || word.ends || hasTag(word, notNames) || isCommon(textAt(words, at))) return false;
  const next = `${textAt(words, at + 1)} ${textAt(words, at + 2)}`;
  if (doneAtPlaces.test(next) || doneToPeople.test(next)) return true;
  // "is the mother of", "is a good friend of"
  const of = [at + 4, at + 5].find((index) => textAt(words, index) === 'of' && relatives.has(textAt(words, index - 1)));
  return (
    of !== undefined &&
    is?.tags.has('Copula') === true &&
    /^(the|an?)$/.test(the?.text ?? '') &&
    isCapitalised(words[of + 1]?.text)
  );
}

const notNames = wordSet('Actor Plural Uncountable Pronoun Determiner Value Adverb Verb Adjective');

const isCommon = (text: string): boolean => relatives.has(text) || ofMany.test(text);

/** Verbs that only people are the subject of. */
const ofPeople = wordSet(
  `say tell think ask love want laugh smile cry marry text phone reply agree joke complain apologise apologize insist promise admit
  whisper shout sneeze giggle grin hug kiss dance swear forget remember wish hope believe guess decide propose snore sigh shrug`,
);
/** Whether only people do that. */
export const isSaying = (word: Word | undefined): boolean =>
  word?.tags.has('Verb') === true &&
  /(s|ed)$|^(said|told|thought)$/i.test(word.text) &&
  ofPeople.has(word.root.toLowerCase());
