import {
  isFormWord,
  lowerWordsOf,
  pronouns,
  type Sentence,
  sentencesOf,
  tellingWordsOf,
  wordsIn,
} from './sentences.ts';

/**
 * A text that tells fewer words than this, or fewer than so many times those that it asks, is one question: what is told in a few words
 * belongs to it ("I'm reading Dune. Who recommended the book?"). Source: ADR 55.
 */
const leastTold = 8;
const timesAsked = 2;

/** So many words make a question by themselves; one of fewer has to name somebody: not "Any ideas?", but "Where does Anna live?". */
const ownWords = 3;

/**
 * Of a text that tells much and asks something, as messages do, its questions, in their order. One that refers to what was told takes the
 * sentence before it along. Null of any other text.
 */
export function askedPart(query: string): string | null {
  const sentences = sentencesOf(query);
  const asked = sentences.filter(({ asks }) => asks);
  const told = wordCount(sentences.filter(({ asks }) => !asks));
  if (told < leastTold || told < timesAsked * wordCount(asked) || !asked.some(standsAlone)) return null;
  const isKept = ({ asks }: Sentence, next: Sentence | undefined) => asks || (next?.asks && refersToBefore(next.text));
  const kept = sentences.filter((sentence, at) => isKept(sentence, sentences[at + 1]));
  return kept.map(({ text, end }) => (text + end).trim()).join(' ');
}

const wordCount = (sentences: readonly Sentence[]): number =>
  sentences.reduce((count, { text }) => count + telling(text), 0);

const telling = (text: string): number => tellingWordsOf(text).reduce((count, word) => count + wordsIn(word), 0);

const standsAlone = ({ text }: Sentence): boolean => telling(text) >= ownWords || name.test(text);

/** Where a word with a capital begins that does not begin the sentence, nor is "I". It looks back from capitals alone: a text of signs takes no longer. */
const name = /(?=\p{Lu})(?!I\b)(?<=\p{L}\P{L}+)/u;

/** Where pronouns are not known, as in other languages than English, it may. */
function refersToBefore(question: string): boolean {
  const [beforeName = ''] = question.split(name, 1);
  const words = lowerWordsOf(beforeName);
  return words.some((word) => pronouns.has(word)) || !lowerWordsOf(question).some(isFormWord);
}
