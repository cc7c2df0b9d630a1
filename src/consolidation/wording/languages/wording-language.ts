/**
 * The words of a language by which memories are compared. Everything is in lower case. Lists are separated by blanks;
 * patterns are alternatives separated by `|` or lines, and match whole words.
 */
export interface WordingLanguage {
  /** Written without blanks between words: each character is compared by itself, and patterns match anywhere. */
  readonly isUnbroken?: true;
  /** The verb stands second: "Seit 2021 arbeitet sie" says the same as "Sie arbeitet seit 2021". */
  readonly isVerbSecond?: true;
  /** Nouns begin with a capital. */
  readonly areNounsCapital?: true;
  /** What somebody ends or changes stands behind the verb: "Ana vendió el coche". */
  readonly isObjectLater?: true;
  /** What is between the thousands of a number, as a pattern. */
  readonly thousands: string;
  /** Number words with their digits: "zwei:2". */
  readonly numbers: string;
  /** What may stand between tens and ones, as a pattern. */
  readonly joined?: string;
  /** Other spellings and words that say exactly the same: "kilo:kg". */
  readonly same: string;
  /** Words that nearly always say the same: "auto:wagen". */
  readonly alike: string;
  /** Words that hardly ever change a meaning, such as articles. */
  readonly articles: string;
  /** Small words that may change a meaning: pairs that differ in them wait for a person. */
  readonly small: string;
  /** Endings of nouns and adjectives, as a pattern: pairs that differ in them wait for a person, too. */
  readonly ending: string;
  /** What somebody says before the matter: "ehrlich gesagt". */
  readonly openings: string;
  /**
   * How dates and times are written, and their plain form: "12.7.1988.", "17:30", "pm 5:", "half past pm 5:", "half to 6:", "everyday". In
   * patterns weekdays are in English, and months are "m7".
   */
  readonly written: readonly (readonly [pattern: string, plain: string])[];
  /** Words that say when; they may stand anywhere. */
  readonly times: string;
  /** The same for how often, but not on the other side of a negation. */
  readonly often: string;
  readonly not: string;
  /** What depends on the day on which something is said, as a pattern. */
  readonly today: string;
  /** Prepositions before times: those that say nothing, and others, such as "since". */
  readonly at: string;
  readonly since: string;
  /** What joins two statements or puts one into another, each with its own time. */
  readonly joints: string;
  readonly changes: Changes;
}

/** How a language says that something has changed. All are patterns. */
interface Changes {
  /** It does not exist any more: "abgesagt", "verkauft". */
  readonly gone: string;
  /** It is over: "nicht mehr", "abgesagt". */
  readonly ended: string;
  /** It is otherwise now: "ab sofort", "verschoben". */
  readonly changed: string;
  /** It is new, or has begun: what was before may be over. */
  readonly begun: string;
  /** Words for now, which say nothing but that something is new. */
  readonly now: string;
  /** Verbs of what somebody does, before which stands who did it, and not what has changed: "hat verkauft". */
  readonly deeds?: string;
  /** Who does such a thing for another: "the doctor has replaced ibuprofen", "the team has dropped it". */
  readonly carers?: string;
  /** What precedes those with whom somebody does something: "with my cousin". */
  readonly company?: string;
  /** It has another value now, such as a day: "ist jetzt". This tells nothing without a value of the same kind. */
  readonly restated?: string;
  /** Adjectives of what has taken the place of another: "mon nouveau numéro". */
  readonly renewed?: string;
  /** Words, in a list, that deny a statement. */
  readonly denials: string;
  /** How it is denied that something still holds, and the words, in a list, that say so beside the denial. */
  readonly over: string;
  readonly still: string;
  /** What precedes a value of which there is only one, without articles. */
  readonly single: string;
  /** Nothing has changed for sure or for good: plans, conditions, additions, exceptions, former times. */
  readonly open: string;
  /** What somebody wishes: nothing has changed, unless a wish is what was said before. */
  readonly wish: string;
  /** People other than the one who speaks: "meine Schwester". */
  readonly people: string;
  /** What says that it is about the user, as applications call whom they serve. */
  readonly user: string;
  /** What says that the speaker means themselves. */
  readonly own: string;
  /** States of a person, each with what ends it, and with what ends it only if it is said of the same: "bei Bosch bin ich raus". */
  readonly states: readonly (readonly [state: string, end: string, endOf?: string])[];
  /** Conditions of a thing, each with what ends it. */
  readonly conditions: readonly (readonly [state: string, end: string])[];
  /** Lists of words that tell what a sentence is about. */
  readonly prepositions: string;
  /** Articles, possessives and the like. */
  readonly determiners: string;
  /** Other words that end what a preposition is about. */
  readonly auxiliaries: string;
  /** Words of four letters and more that say nothing of the matter. */
  readonly silent: string;
  /** Endings of verbs and nouns, as a pattern, by which words are the same matter. */
  readonly inflection: string;
}
