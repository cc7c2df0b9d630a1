import type { Reach } from '../collection/reach.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import type { AskedPieces } from '../platform/embedding/static-embedder.ts';
import { membersOfKinds } from './question/kinds.ts';
import { wishStemsFor } from './question/wishes.ts';
import type { AskedQuestion } from './ranking/engine-port.ts';
import type { SearchRequest } from './search.ts';

/** A question as received. */
export interface Question {
  readonly reach: Reach;
  readonly request: Pick<SearchRequest, 'collectionIds' | 'mode' | 'query' | 'asOf'>;
  /** Its words that may be misspelt. Omitted: none. */
  readonly doubtful?: readonly string[];
}

interface AskedCollection {
  readonly id: string;
  /** Number of its newest event. */
  readonly seq: number;
  /** Number of CURRENT memories. */
  readonly memoryCount: number;
  /** Number of the last event up to which its memories were read for the graph. */
  readonly namedUpTo: number;
}

/** What a question means in the collections that it searches. */
export interface AskedScope {
  readonly collections: readonly AskedCollection[];
  /** The stems of its words in order, stop words left out: a list for each way in which the collections parse the question. */
  readonly readings: readonly (readonly string[])[];
  /** See `scopeStates`. */
  readonly state: string | null;
  /** Whether any of the collections is in English. */
  readonly english: boolean;
  /** The database's clock, in milliseconds since 1970. */
  readonly now: number;
  /** By the collections' languages, English first, the day on which it is asked, as days since 1970-01-01; the earliest if time zones differ. */
  readonly today: Readonly<Record<string, number>>;
  /** The collections' time zones, each once. */
  readonly timeZones: readonly string[];
  /** When that day ends, by the same clock; null if the question's meaning does not depend on the day. */
  readonly todayEnds: number | null;
  /** When the next memory that is not valid yet becomes valid, by the same clock; null if there is none. */
  readonly nextBegins: number | null;
  /** The doubtful words of the question with a stem that no memory is counted for. */
  readonly uncounted: readonly string[];
  /** Those of its `namedSubjects` of whom so many memories tell that its meaning is clearer without them. */
  readonly subjects: readonly string[];
  /** Whether memories of the collections were replaced by others: see `anyReplaced`. */
  readonly replaced: boolean;
  /** Models whose vectors some of the collections are still searched by, while their memories move to the configured model. */
  readonly formerModels: readonly string[];
}

/** A parsed question: what an engine needs to find candidates. The lexical arm needs stems, the semantic one a vector; else it does not run. */
export interface Asked extends Omit<SearchRequest, 'collectionIds' | 'askedPart'>, AskedPieces {
  readonly reach: Reach;
  readonly scope: AskedScope;
  /** Those of the scope. */
  readonly collectionIds: readonly string[];
  readonly stems: readonly string[];
  readonly vector: Vector | null;
  /** The model of the vector. */
  readonly model: string;
  /** Ids of memories whose repeats, by content and speaker, are left out. Omitted: none. */
  readonly withoutRepeatsOf?: readonly string[];
  /** Whether what was replaced leads to what replaced it. Omitted: no. */
  readonly wantsStandIns?: boolean;
}

/**
 * Most stems of a question for the lexical arm. Each costs the database a comparison per candidate, and a statement has
 * at most 1,664 columns; a long question without word breaks has thousands of stems.
 */
const mostStems = 500;

/** Returns each stem of the question once, up to `mostStems`. */
export const stemsOf = ({ readings }: AskedScope): string[] => [...new Set(readings.flat())].slice(0, mostStems);

/** Returns the question as ranking takes it. `numberOf` returns the number of a stem in the turns. */
export const rankedQuestion = (
  { query, scope, pieces, readable, model }: Asked,
  numberOf: (stem: string) => number,
): AskedQuestion => ({
  text: query,
  members: scope.english ? membersOfKinds(query).map((stem) => numberOf(stem)) : [],
  wishes: wishStemsFor(query, Object.keys(scope.today)).map((stem) => numberOf(stem)),
  readings: scope.readings.map((stems) => stems.map((stem) => numberOf(stem))),
  pieces,
  readable,
  model,
  today: scope.today,
});
