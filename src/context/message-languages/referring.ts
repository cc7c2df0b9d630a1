/**
 * How a message of a language refers to what was said before it. All in lower case, with plain apostrophes. Each line of a pattern is an
 * alternative.
 */
export interface Referring {
  /** What refers back whatever else a message says: "the same for", "like last time". */
  readonly always: string;
  /** What stands for a noun that may precede it anywhere in the message: "she", "his", "the second one". */
  readonly who: string;
  /** What stands for a noun of a clause before it: "him", "it". */
  readonly what: string;
  /** What refers back if the message says little else: "that plumber". */
  readonly pointing?: string;
  /** What looks like one of these and is none: "is there". */
  readonly idle?: string;
  /** What names something, beside words in capitals; default: any word that is not empty. */
  readonly noun?: string;
  /** What asks for a noun: it is no answer to who "he" is in the same clause, as in "Welche Salbe half ihm?" */
  readonly asking?: string;
  /** Beginnings of clauses, beside punctuation. */
  readonly clause: string;
  /** Words that name nothing, beside the small ones: of talk, time and order, and of what anything has, such as a price. */
  readonly empty: string;
  /** Words by which the writer names something of their own: "my address" needs nothing that was said before. */
  readonly own: string;
  /** Who writes, what says that something is there, and what asks for a meaning: a question with these needs no more than one word beside them. */
  readonly self: string;
  /** Verbs that change something, with which a message may begin that does not say what. */
  readonly edits?: string;
  /** A message that only names something else: "and in May?", with the rest captured. */
  readonly fragment: string;
}
