import type { MessageHead } from './message.ts';

/** How much of a conversation's end a window shows. */
export interface WindowBounds {
  /** Maximum number of messages. */
  readonly maxMessages: number;
  /** Number of the newest of them that have content. */
  readonly maxWithContent: number;
  /** Maximum length of each content, in UTF-16 code units. */
  readonly maxContentLength: number;
}

export const windowLimits = {
  maxMessages: { min: 1, max: 100 },
  maxWithContent: { min: 0, max: 100 },
  maxContentLength: { min: 1, max: 4_000 },
} as const satisfies Record<keyof WindowBounds, { readonly min: number; readonly max: number }>;

export interface WindowMessage {
  readonly message: MessageHead;
  /** That of the collection. */
  readonly timeZone: string;
  /** Length of the whole content, in UTF-16 code units. */
  readonly contentLength: number;
  /** Beginning of the content; null for messages beyond `maxWithContent`. */
  readonly content: string | null;
  /** Whether `content` is truncated. */
  readonly truncated: boolean;
}

const characters = new Intl.Segmenter();

/** Cuts a text to at most `max` UTF-16 code units without splitting what readers see as one character, such as a flag or "é". */
export const cut = (text: string, max: number): string =>
  // The code point that follows tells whether a character ends here.
  text.slice(0, characters.segment(text.slice(0, max + 2)).containing(max)?.index);
