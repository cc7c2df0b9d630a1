/**
 * What an engine hands to the ranking for one search, and what it gets back. Both engines hand over the same turns, so that their
 * results are equal. Numbers of sessions, stems and participants are the engine's own: they need to agree within one search only.
 *
 * Turns are stored as columns, with one value per turn at the turn's place: a search looks at a thousand of them, and as many objects
 * would cost more than all computation on them. Columns may be longer than the number of turns.
 */

export type TurnRole = 'USER' | 'ASSISTANT' | 'SYSTEM' | 'TOOL';

/** A pair of speaker and role that occurs in the scope. The role is that of the source message; null if there is none. */
export interface Participant {
  readonly speaker: string | null;
  readonly role: TurnRole | null;
}

/** The fields of memories that determine their first scores. */
export interface Candidates {
  readonly length: number;
  /** Number of members of the pool, which come first. All that the arms find are members. */
  readonly members: number;
  /** Exact scores of the lexical arm; 0 where no word matches or the arm is off. */
  readonly lexical: Float64Array;
  /** Exact cosines of the vectors; 0 where the memory is not embedded or the arm is off. */
  readonly cosines: Float64Array;
  /** `validFrom` as days since 1970-01-01, in the time zone of the collection. */
  readonly days: Int32Array;
  participant(place: number): Participant;
  id(place: number): string;
}

/** A list of numbers for each turn: the slice of `numbers` from `starts` to `ends`. */
export interface NumberLists<A extends Uint16Array | Uint32Array = Uint16Array | Uint32Array> {
  readonly numbers: A;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The members of the pool, then the up to two turns before and after each. */
export interface Turns extends Candidates {
  /** Numbers of the participants: within a session equal for equal pairs of speaker and role. */
  readonly participants: Int32Array;
  /** See `patternBits`. */
  readonly patterns: Int32Array;
  /** Word pieces of "speaker: text", preferably each once (see `distinctPieces`): repeats cost time and change nothing. */
  readonly pieces: NumberLists<Uint16Array>;

  // Members only:

  /** Equal for memories of one conversation; unique for a memory without one. All are below `members`. */
  readonly sessions: Int32Array;
  /** Four per member: places of the turns two before, one before, one after and two after it; -1 where there is none. */
  readonly neighbours: Int32Array;
  /** Number of distinct terms of date, speaker and text: `term_count`. */
  readonly termCounts: Int32Array;
  /** Stems of date, speaker and text in order, repeats included, stop words left out. */
  readonly stems: NumberLists;
  /** Number of leading stems that belong to the date. */
  readonly dateStems: Uint8Array;
}

/** Statistics of all CURRENT memories of the searched collections, whatever the filter. */
export interface Scope {
  readonly memories: number;
  /** Mean of `termCounts`. */
  readonly meanTerms: number;
  /** Each pair of speaker and role once. */
  readonly participants: readonly Participant[];
  /** Stems of the words of all speakers' names. */
  readonly nameStems: ReadonlySet<number>;
  /** Whether any of the collections is in English: only then the question is searched for English patterns and dates. */
  readonly english: boolean;
  /** Number of memories with the stem in date, speaker or text. Called for stems of the question. */
  memoriesWithTerm(stem: number): number;
  /** Number of memories with the stem in speaker or text, the date left out. Called for stems of the pool. */
  memoriesWithWord(stem: number): number;
  /** Number of memories with the piece. Called for pieces of the question. */
  memoriesWithPiece(piece: number): number;
}

/** A question as the user asked it. */
export interface AskedQuestion {
  readonly text: string;
  /**
   * The stems of its words in order, stop words left out; one list per text-search configuration of the scope, mostly a single one. They
   * are the numbers that turns use, or -1 for a stem that the scope does not know.
   */
  readonly readings: readonly (readonly number[])[];
  /** The stems of the members of the kinds that it asks for, numbered alike: see `membersOfKinds`. */
  readonly members: readonly number[];
  /** Those of `wishStemsFor`, numbered alike. */
  readonly wishes: readonly number[];
  /** Its word pieces that the table has, without prefix and special pieces. */
  readonly pieces: Uint16Array;
  /** Their share of all its pieces, from 0 to 1. */
  readonly readable: number;
  /** Name of the embedding model that made the cosines. */
  readonly model: string;
  /** By language of the collections, the day on which it is asked (days since 1970-01-01); without one, relative dates are not read. */
  readonly today: Readonly<Record<string, number>>;
}

/** How a memory fits a question by words (BM25) and by meaning (cosine); 0 of an arm that did not run. */
export interface Fit {
  readonly lexical: number;
  readonly cosine: number;
}

/** A feature of a memory and its contribution to the score. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
  readonly contribution: number;
}

/** Similarities between the word pieces of a question and those of turns. */
export interface Comparison {
  /** The weight of each of the question's pieces. */
  readonly weights: Float64Array;
  /** For each turn and each of these pieces, the cosine of the turn's most similar piece. */
  readonly values: Float32Array;
}

/** The members of the pool, best first. */
export interface RankedTurns {
  /** Their places among the turns that were ranked. */
  readonly places: Uint32Array;
  /** Their scores. */
  readonly scores: Float64Array;
  /** Returns the parts that sum up to a score, the largest contribution first; `rank` counts from 0. */
  explain(rank: number): ScorePart[];
}

/** The ranking of one question in one scope, in the steps that an engine takes. */
export interface QuestionRanking {
  /** Returns the places, best first, of the candidates (of both arms together) whose neighbours join the pool. */
  seeds(candidates: Candidates): Uint32Array;
  /**
   * Compares the turns with the question on a worker thread, half of the work of `rank`, so that the event loop is free for others.
   * Rejects if the thread is lost. Null if that would not be faster.
   */
  compareAside(turns: Turns): Promise<Comparison> | null;
  /** `compared`: the result of `compareAside`; null to compare here. */
  rank(turns: Turns, compared?: Comparison | null): RankedTurns;
}

/** The ranking, as search uses it. */
export interface Ranker {
  ask(question: AskedQuestion, scope: Scope): QuestionRanking;
}
