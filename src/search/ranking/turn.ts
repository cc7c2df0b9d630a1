/**
 * What an engine hands over for one search, and what it gets back. Both engines give the same turns, so that their answers
 * are equal. Numbers for sessions and stems are the engine's own: they need to agree within one search only.
 */

export type TurnRole = 'USER' | 'ASSISTANT' | 'SYSTEM' | 'TOOL';

/** What of a memory decides over its first score. */
export interface Candidate {
  readonly id: string;
  readonly speaker: string | null;
  /** Role of the source message; null where there is none. */
  readonly role: TurnRole | null;
  /** validFrom as days since 1970-01-01, in the time zone of its collection. */
  readonly day: number;
  /** Score of the lexical arm, exact; 0 where nothing fits or the arm is off. */
  readonly lexical: number;
  /** Cosine of the vectors, exact; 0 where the memory is not embedded or the arm is off. */
  readonly cosine: number;
}

/**
 * A member of the pool, or a neighbour of one: for each member the two turns before and after it are handed over, too.
 * Of a neighbour outside the pool `stems` and `dateStems` are not read: they may be empty.
 */
export interface Turn extends Candidate {
  readonly inPool: boolean;
  /** Equal for memories of one conversation. A memory of none has a number of its own. */
  readonly session: number;
  /** Place among the current memories of its session, from 0 without gaps: turns k places apart are k turns apart. */
  readonly ordinal: number;
  /** How many current memories its session has. */
  readonly sessionSize: number;
  /** Distinct terms of date, speaker and text: `term_count`. */
  readonly termCount: number;
  /** Stems of date, speaker and text in their order, repeats included, stop words left out. */
  readonly stems: Uint32Array;
  /** How many of the stems, from the first on, are the date's. */
  readonly dateStems: number;
  /** Word pieces of "speaker: text". Each is wanted once (see `distinctPieces`); a repeat costs time and changes nothing. */
  readonly pieces: Uint16Array;
  /** The same, without an array for each turn: see `PieceText`. */
  readonly pieceCount?: number;
  writePieces?(list: Uint16Array, at: number): void;
  /** See `patternBits`. */
  readonly patterns: number;
}

/** A speaker with a role as they occur in the scope. */
export interface Participant {
  readonly speaker: string | null;
  readonly role: TurnRole | null;
}

/** What is true of all current memories of the collections that are searched, whatever the filter. */
export interface Scope {
  readonly memories: number;
  /** Mean of `termCount`. */
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

export interface RankedTurn {
  readonly id: string;
  /** Its place in the list of turns that was ranked. */
  readonly index: number;
  readonly score: number;
  /** The parts whose sum the score is, the largest contribution first. */
  explain(): ScorePart[];
}

/** One question to one scope, in the two steps that an engine takes. */
export interface QuestionRanking {
  /** The candidates, of both arms together, whose neighbours join the pool: their places in the list, best first. */
  seeds(candidates: readonly Candidate[]): number[];
  /** The members of the pool, best first. */
  rank(turns: readonly Turn[]): RankedTurn[];
}

/** The whole of ranking as search sees it. */
export interface Ranker {
  ask(question: AskedQuestion, scope: Scope): QuestionRanking;
}
