import { cut as cutBefore, type WindowMessage } from '../conversation/window.ts';
import { localDay } from '../memory/local-day.ts';
import { type Memory, saidBy } from '../memory/memory.ts';
import { inOneLine, nameInLine } from '../platform/told-text.ts';

/** One line of context, and the memory that it shows. */
export interface Evidence {
  readonly text: string;
  readonly memory: Memory | null;
  /** The message that it shows whole. */
  readonly messageId?: string;
  /** Memories that it tells of in words of its own. */
  readonly tellsOf?: readonly string[];
}

/**
 * A memory as a line: when it holds from, who said it, what. An assistant's words without a name are `ASSISTANT`'s, and no person's. The colon stands there without a speaker, too: what nobody is known to have
 * said cannot pass for somebody's words.
 */
export const memoryLine = (memory: Memory): Evidence => {
  const who = saidBy(memory);
  const day = localDay(memory.validFrom, memory.timeZone);
  return { text: `- ${day}${who === null ? '' : ` ${nameInLine(who)}`}: ${inOneLine(memory.content)}`, memory };
};

/** A message as a line; one whose content the window leaves out, as what is known of it without. */
export const lineOf = ({ message, content, contentLength, truncated }: WindowMessage): Evidence => {
  const who = message.speaker === null ? message.role : `${nameInLine(message.speaker)} (${message.role})`;
  const said = content === null ? `[${contentLength} characters]` : `${inOneLine(content)}${truncated ? '…' : ''}`;
  const isWhole = content !== null && !truncated;
  return { text: `- ${who}: ${said}`, memory: null, ...(isWhole && { messageId: message.id }) };
};

/** What a model puts before a point of a list or a heading; asterisks that make its first word bold are a part of it. */
const marks = /^(?:[-•\s]+|[*#]+(?=\s|$))+/u;

/** A line of a story in a model's own words. Whatever those are, it begins no section, and is no memory's. */
export const storyLine = (text: string): string => `* ${inOneLine(text).replace(marks, '')}`;

/** As much of a line as is to be shown. */
export const cut = (line: string, length: number): string => `${cutBefore(line, Math.max(length, 0)).trimEnd()}…`;

/** A line, or as much of it as is to be shown. */
export const beginningOf = (line: string, length: number): string => (line.length <= length ? line : cut(line, length));
