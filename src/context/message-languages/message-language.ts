import type { Referring } from './referring.ts';

/**
 * How a language says what kind of message one is. All in lower case, with plain apostrophes. Where a field is no list of words, each of its
 * lines is an alternative of a pattern.
 */
export interface MessageLanguage {
  /** It writes no breaks between words. */
  readonly isUnbroken?: true;
  /** Frequent words by which it is told from others; single letters where it writes no breaks. */
  readonly small: string;
  /** Greetings are read in messages of all languages. */
  readonly greeting: string;
  /** Those of them that hardly begin anything else, unlike "morning": one more word behind one is a name. */
  readonly greetingByName?: string;
  /** Sounds of somebody who looks for words, as alternatives of a pattern. */
  readonly hesitations?: string;
  /** Words beside greetings before what is said, which change nothing of it. */
  readonly before?: string;
  /** What may accompany a greeting without saying anything. */
  readonly idle?: string;
  /** What a clause beside a greeting or a wish to go on only excuses or makes small talk with. */
  readonly smallTalk?: string;
  /** Whole messages that begin or go on. */
  readonly begins?: string;
  /** Questions about the two who talk, or what is new; lines have their own anchors. */
  readonly aboutUs?: string;
  /** Words, also inflected, of which messages about nothing but the talk and the two who talk consist; none for "when" and "my", which ask for something. */
  readonly talk?: string;
  /** In a message of such words: asks what is known about its writer, or about the last time. */
  readonly lastTime?: string;
  /** In a message of such words: goes on, or is only there again. */
  readonly goesOn?: string;
  /** Words of questions, but for those that also introduce clauses of other kinds. */
  readonly question?: string;
  /** What joins questions. */
  readonly and?: string;
  /** Why one search is not enough. */
  readonly signs: Readonly<Partial<Record<Sign, string>>>;
  /** Signs of several parts in a message that is not short. */
  readonly parts?: string;
  readonly back?: Referring;
}

type Sign =
  | Request
  /** Causes and effects. */
  | 'causes'
  /** Comparisons and choices. */
  | 'compares'
  /** All, every, each. */
  | 'everything'
  /** Changes and patterns. */
  | 'developments'
  /** Spans of time. */
  | 'spans';

/** Signs that ask for something by themselves. The others also occur in what somebody only tells. */
type Request =
  /** Summaries, reports and histories. */
  | 'digests'
  /** Plans, lists and texts to be made. */
  | 'tasks'
  /** Recommendations and opinions. */
  | 'advice';

export const requests: ReadonlySet<string> = new Set<Request>(['digests', 'tasks', 'advice']);
