/**
 * What an engine hands over for one search, and what it gets back. Both engines give the same turns, so that their answers
 * are equal. Numbers for sessions, stems and participants are the engine's own: they need to agree within one search only.
 *
 * Turns are columns, a value for each by its place: a search looks at a thousand of them, and as many objects would cost more
 * than all that is computed of them. Columns may be longer than there are turns.
 */

export type TurnRole = 'USER' | 'ASSISTANT' | 'SYSTEM' | 'TOOL';

/** A speaker with a role as they occur in the scope. The role is that of the source message; null where there is none. */
export interface Participant {
  readonly speaker: string | null;
  readonly role: TurnRole | null;
}

/** What of memories decides over their first scores. */
export interface Candidates {
  readonly length: number;
  /** The first so many are members of the pool: all that arms find are. */
  readonly members: number;
  /** Scores of the lexical arm, exact; 0 where nothing fits or the arm is off. */
  readonly lexical: Float64Array;
  /** Cosines of the vectors, exact; 0 where the memory is not embedded or the arm is off. */
  readonly cosines: Float64Array;
  /** Of members alone: `validFrom` as days since 1970-01-01, in the time zone of its collection. */
  readonly days: Int32Array;
  /** Numbers of those who speak: within a session equal for equal pairs of speaker and role. */
  readonly participants: Int32Array;
  participant(place: number): Participant;
  id(place: number): string;
}

/** A list of numbers for each turn: those of `numbers` from `starts` to `ends`. */
export interface NumberLists<A extends Uint16Array | Uint32Array = Uint16Array | Uint32Array> {
  readonly numbers: A;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The members of the pool, and the two turns before and after each. */
export interface Turns extends Candidates {
  /** See `patternBits`. */
  readonly patterns: Int32Array;
  /** Word pieces of "speaker: text". Each is wanted once (see `distinctPieces`); a repeat costs time and changes nothing. */
  readonly pieces: NumberLists<Uint16Array>;

  // Of members alone:

  /** Equal for memories of one conversation. A memory of none has a number of its own. All are below `members`. */
  readonly sessions: Int32Array;
  /** Places among the current memories of their sessions, from 0 without gaps. */
  readonly ordinals: Int32Array;
  /** How many current memories their sessions have. */
  readonly sessionSizes: Int32Array;
  /** Four each: places of the turns two and one before it, one and two after it; -1 where there is none. */
  readonly neighbours: Int32Array;
  /** Distinct terms of date, speaker and text: `term_count`. */
  readonly termCounts: Int32Array;
  /** Stems of date, speaker and text in their order, repeats included, stop words left out. */
  readonly stems: NumberLists;
  /** How many of the stems, from the first on, are the date's. */
  readonly dateStems: Uint8Array;
}

/** What is true of all current memories of the collections that are searched, whatever the filter. */
export interface Scope {
  readonly memories: number;
  /** Mean of `termCounts`. */
  readonly meanTerms: number;
  /** Each pair of speaker and role once. */
  readonly participants: readonly Participant[];
  /** Stems of the words of all speakers' names. */
  readonly nameStems: ReadonlySet<number>;
  /** Whether some of the collections are in English: only then its patterns and dates are looked for in the question. */
  readonly english: boolean;
  /** How many memories have the stem in date, speaker or text. Asked for stems of the question. */
  memoriesWithTerm(stem: number): number;
  /** How many memories have the stem in speaker or text, the date left out. Asked for stems of the pool. */
  memoriesWithWord(stem: number): number;
  /** How many memories have the piece. Asked for pieces of the question. */
  memoriesWithPiece(piece: number): number;
}

/** A word of the question as the database parsed it. */
export interface QuestionWord {
  /** As it stands in the question, capitals and all. */
  readonly text: string;
  /** The number that turns have for this stem; where the scope does not know it, one below 0 that no other stem has. */
  readonly stem: number;
}

/** A question as it was asked. */
export interface AskedQuestion {
  readonly text: string;
  /** Its words in order, stop words left out, once for each text-search configuration of the scope: mostly one list. */
  readonly readings: readonly (readonly QuestionWord[])[];
  /** Its word pieces; no prefix, no special pieces. */
  readonly pieces: Uint16Array;
  /** Name of the model that made the cosines. */
  readonly model: string;
  /** By languages of its collections, the day on which it is asked, as days since 1970-01-01: where there is none, nothing counts back from it. */
  readonly today: Readonly<Record<string, number>>;
}

/** A feature of a memory and what it adds to its score. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
  readonly contribution: number;
}

/** How alike the word pieces of a question and those of turns are. */
export interface Comparison {
  /** What each of the question's pieces weighs. */
  readonly weights: Float64Array;
  /** For each turn, for each of these pieces, the cosine of the turn's most alike piece. */
  readonly values: Float32Array;
}

/** The members of the pool, best first. */
export interface RankedTurns {
  /** Where they stand among the turns that were ranked. */
  readonly places: Uint32Array;
  /** Their scores. */
  readonly scores: Float64Array;
  /** The parts whose sum a score is, the largest contribution first; `rank` counts from 0. */
  explain(rank: number): ScorePart[];
}

/** One question to one scope, in the steps that an engine takes. */
export interface QuestionRanking {
  /** The candidates, of both arms together, whose neighbours join the pool: their places, best first. */
  seeds(candidates: Candidates): Uint32Array;
  /**
   * Has a thread compare the turns with the question, which is half of what `rank` does: while others wait for the event loop, they
   * have it meanwhile. Rejects where the thread is lost; null where it would be no sooner.
   */
  compareAside(turns: Turns): Promise<Comparison> | null;
  /** `compared`: what came of that; null: it is compared here. */
  rank(turns: Turns, compared?: Comparison | null): RankedTurns;
}

/** The whole of ranking as search sees it. */
export interface Ranker {
  ask(question: AskedQuestion, scope: Scope): QuestionRanking;
}
