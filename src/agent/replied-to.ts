import type { FoundNote } from './agent.ts';
import { byTime } from './amendments.ts';
import { isQuestion } from './is-question.ts';
import { sentencesOf } from './sentences.ts';

/** A text that is longer is about several things: the rest of it says nothing about a sentence, and nothing refers to it. */
export const longestOfOneThing = 600;
/** A memory refers to the one before, in its conversation or not, if it was told within this time: a conversation may go on for years. */
const soonMs = 36 * 3_600_000;

/** Returns the last memory before, if it is short and the speaker may refer to it. */
export function noteBefore(note: FoundNote, found: readonly FoundNote[]): FoundNote | null {
  const isBefore = (one: FoundNote) => {
    const ms = note.validFrom.getTime() - one.validFrom.getTime();
    const isOfTalk = one.conversationId !== null && one.conversationId === note.conversationId;
    // Messages that were stored together may have one time.
    return ms <= soonMs && (isOfTalk ? byTime(one, note) < 0 : ms > 0);
  };
  const last = found.filter(isBefore).sort(byTime).at(-1);
  return last && last.content.length <= longestOfOneThing ? last : null;
}

/** What somebody replies to. */
interface RepliedTo {
  /** A message of an assistant, and its questions. */
  readonly asked: FoundNote;
  readonly questions: readonly string[];
  /** What was said before it, which the question is about. */
  readonly about: FoundNote | null;
}

/** Whether a sentence of a memory is a question that an assistant asked, which answers nothing. */
export const isAskedByAssistant = (note: FoundNote, sentence: string): boolean =>
  note.isOfAssistant && isQuestion(sentence);

/** Returns what a memory replies to; null: it is no reply to an assistant's question. */
export function repliedTo(note: FoundNote, found: readonly FoundNote[], language: string): RepliedTo | null {
  const asked = note.isOfAssistant ? null : noteBefore(note, found);
  if (!asked?.isOfAssistant || asked.conversationId !== note.conversationId) return null;
  const questions = sentencesOf(asked.content, language).filter(isQuestion);
  return questions.length === 0 ? null : { asked, questions, about: noteBefore(asked, found) };
}
