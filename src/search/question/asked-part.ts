import { isFormWord, lowerWordsOf, pronouns, type Sentence, sentencesOf, tellingLengthOf } from './sentences.ts';
import { refersElsewhere } from './ways-to-ask.ts';

/**
 * A text whose statements have fewer words than this, or less than `timesAsked` times those of its questions, is one question: a short
 * statement belongs to it ("I'm reading Dune. Who recommended the book?"). Source: ADR 55.
 */
const leastTold = 8;
const timesAsked = 2;

/** A question with fewer words must contain a name to stand alone: not "Any ideas?", but "Where does Anna live?". */
const ownWords = 3;

/**
 * Returns the questions, in order, of a text of mostly statements, as messages are. A question that refers back brings the sentence
 * before it along. Null for any other text.
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
  sentences.reduce((count, { text }) => count + tellingLengthOf(text), 0);

const standsAlone = ({ text }: Sentence): boolean => tellingLengthOf(text) >= ownWords || name.test(text);

/** Start of a capitalised word that is neither the sentence's first word nor "I". Looks back only at capitals, so that a text of signs is not slow. */
const name = /(?=\p{Lu})(?!I\b)(?<=\p{L}\P{L}+)/u;

/** Whether a question may refer back. One in a language whose pronouns are not known always may. */
function refersToBefore(question: string): boolean {
  const refers = refersElsewhere(question);
  if (refers !== null) return refers;
  const [beforeName = ''] = question.split(name, 1);
  const words = lowerWordsOf(beforeName);
  return words.some((word) => pronouns.has(word)) || !lowerWordsOf(question).some(isFormWord);
}
