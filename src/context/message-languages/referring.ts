/**
 * How a message of a language refers to what was said before it. All in lower case, with plain apostrophes. Each line of a pattern is an
 * alternative.
 */
export interface Referring {
  /** What refers back whatever else a message says: "the other one". */
  readonly always: string;
  /** Who or what a noun before it in the message may be: "she", "his". */
  readonly who: string;
  /** Who or what a noun of a clause before it may be: "him", "it". */
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
  readonly own?: string;
  /** Who writes, and what says that something is there: a question with these has its subject. */
  readonly self: string;
  /** Verbs that change something, with which a message may begin that does not say what. */
  readonly edits?: string;
  /** What begins a question that only names something else: "and in May?" */
  readonly fragment: string;
}
