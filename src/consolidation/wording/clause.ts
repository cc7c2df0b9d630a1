/** Maximum number of words of a name. */
export const mostNames = 3;

/** What one part of an English sentence says, as word forms. */
export interface Clause {
  /** What it is about: a name, "the user", "my phone number"; the speaker in place of "I". */
  readonly subject: string;
  /** Everything from its verb on, without words that only mark it as news. */
  readonly says: readonly string[];
  /** Whether it says itself that something has changed: "now", "no longer", "moved". */
  readonly isNews: boolean;
  /** Whether it negates what it says. */
  readonly denies: boolean;
  /** Forms of its words that begin with a capital, as names do. */
  readonly names: ReadonlySet<string>;
  /** The same as another clause would say it: "Ada owns billing", "its owner is Ada". */
  readonly alike: readonly Clause[];
}
