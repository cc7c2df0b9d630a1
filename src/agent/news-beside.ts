import { wordsIn } from '../consolidation/wording/languages/languages.ts';
import type { FoundNote } from './agent.ts';
import type { Quoted } from './amendments.ts';
import { asksForNow, isOfSomebodyElse, tellsOfChange } from './changes.ts';
import { wholeWords } from './forms-in.ts';
import { likeOfAnotherThan } from './like-of-another.ts';
import type { WhoseIs } from './of-people.ts';
import { knowsUnspeaking, shared, stemsOf } from './sentences.ts';
import { asksForThen } from './then.ts';

/** In a text of this length, all is about one change: "Handed in my notice. I start at Kestrel in April." */
export const longestChange = 200;

/** Number of the first hits, of which a change may be about what is asked in whatever words. */
const firstHits = 3;
/** Least cosine similarity to the question of a change that does not say as much of it in its own words. */
export const leastCosine = 0.2;

interface Asked {
  readonly question: string;
  readonly whose: WhoseIs;
  readonly language: string;
}

/** Whether a question of a language asks how something is by now. */
const isForNow = ({ question, language }: Asked): boolean =>
  knowsUnspeaking(language) ? asksForNow(question) : !asksForThen(question, language);

/**
 * Returns a later change among the first hits if the question asks for what holds now: "My dentist is Dr Patel", "I've switched to Dr Moreau
 * for my teeth". Null if there is none, or the words for changes are not known in the language.
 */
export function newsBeside(best: Quoted, found: readonly FoundNote[], asked: Asked): Quoted | null {
  if (!isForNow(asked)) return null;
  const news = found.slice(0, firstHits).find((note) => {
    const isOfAsked = note.speaker === best.note.speaker && (note.cosine ?? 0) >= leastCosine;
    if (!isOfAsked || note.validFrom <= best.note.validFrom || note.content.length > longestChange) return false;
    return asked.whose(note.content) === null && isChangeOf(note, best.sentence, asked);
  });
  return news ? { note: news, sentence: news.content } : null;
}

const ofAsker = wholeWords("i(?:['’](?:m|ve|d|ll))?|my|mine|we(?:['’](?:re|ve|d|ll))?|us|our|ours");

/** Whether a text tells of a change, and of nobody else than question and answer: in quite other words, only of who asks. */
function isChangeOf({ content: text, speaker }: FoundNote, answer: string, { question, language }: Asked): boolean {
  const matter = `${question} ${answer}`;
  if (!knowsUnspeaking(language)) return wordsIn(language)?.changes.isChangeOf(text, matter) === true;
  return (
    tellsOfChange(text) &&
    !isOfSomebodyElse(text, matter) &&
    !likeOfAnotherThan(question, answer)(text, speaker) &&
    (ofAsker.test(question) || shared(stemsOf(question, language), stemsOf(text, language)) > 0)
  );
}
