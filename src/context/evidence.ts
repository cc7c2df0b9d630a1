import { cut, type WindowMessage } from '../conversation/window.ts';
import { localDay } from '../memory/local-day.ts';
import { type Memory, saidBy } from '../memory/memory.ts';
import { inOneLine, nameInLine } from '../platform/one-line.ts';

/** One line of context, with the memory that it shows. */
export interface Evidence {
  readonly text: string;
  readonly memory: Memory | null;
  /** Id of the message that it shows in full. */
  readonly messageId?: string;
  /** Ids of the memories that it paraphrases. */
  readonly tellsOf?: readonly string[];
}

/**
 * A memory as a line: its date, speaker and content. An assistant's words without a name are labelled `ASSISTANT`, not with a
 * person. The colon is there even without a speaker, so that words by nobody known cannot pass for somebody's.
 */
export const memoryLine = (memory: Memory): Evidence => {
  const who = saidBy(memory);
  const day = localDay(memory.validFrom, memory.timeZone);
  return { text: `- ${day}${who === null ? '' : ` ${nameInLine(who)}`}: ${inOneLine(memory.content)}`, memory };
};

/**
 * A message as a line, with its day unless that is today: a conversation may go on for years. If the window omits its content, the line shows its
 * length instead.
 */
export const messageLine = (
  { message, timeZone, content, contentLength, truncated }: WindowMessage,
  now: Date,
): Evidence => {
  const sent = localDay(message.sentAt, timeZone);
  const day = sent === localDay(now, timeZone) ? '' : `${sent} `;
  const who = message.speaker === null ? message.role : `${nameInLine(message.speaker)} (${message.role})`;
  const said = content === null ? `[${contentLength} characters]` : `${inOneLine(content)}${truncated ? '…' : ''}`;
  const isWhole = content !== null && !truncated;
  return { text: `- ${day}${who}: ${said}`, memory: null, ...(isWhole && { messageId: message.id }) };
};

/** Bullets and heading marks that models put before a point; asterisks that make the first word bold are not among them. */
const marks = /^(?:[-•\s]+|[*#]+(?=\s|$))+/u;

/** A line of a story in a model's own words. Whatever these are, the line cannot start a section or pass for a memory's. */
export const storyLine = (text: string): string => `* ${inOneLine(text).replace(marks, '')}`;

/** Returns a line, truncated and marked so if it is longer than this. */
export const beginningOf = (line: string, length: number): string =>
  line.length <= length ? line : `${cut(line, length).trimEnd()}…`;
