import type { MessageHead } from './message.ts';

/** How much of a conversation's end a window shows. */
export interface WindowBounds {
  /** How many messages. */
  readonly maxMessages: number;
  /** How many of them, the newest, with content. */
  readonly maxWithContent: number;
  /** How much of each content, in UTF-16 code units. */
  readonly maxContentLength: number;
}

/** The allowed values of each bound. */
export const windowLimits = {
  maxMessages: { min: 1, max: 100 },
  maxWithContent: { min: 0, max: 100 },
  maxContentLength: { min: 1, max: 4_000 },
} as const satisfies Record<keyof WindowBounds, { readonly min: number; readonly max: number }>;

/** One message of a window. */
export interface WindowMessage {
  readonly message: MessageHead;
  /** Length of the whole content, in UTF-16 code units. */
  readonly contentLength: number;
  /** The beginning of the content; `null` where the window does not reach that far. */
  readonly content: string | null;
  /** Whether `content` is less than the whole. */
  readonly truncated: boolean;
}

/** The beginning of a text, at most `max` UTF-16 code units, no surrogate pair cut in half. */
export const cut = (text: string, max: number): string => {
  const cutText = text.slice(0, max);
  return cutText.isWellFormed() ? cutText : cutText.slice(0, -1);
};
