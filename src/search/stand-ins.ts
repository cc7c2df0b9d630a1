import type { ScorePart } from './ranking/engine-port.ts';
import { firstScore } from './ranking/first-score.ts';
import { byScore, leastDistance } from './ranking/order.ts';
import { RescoredHit } from './rescored-hit.ts';
import { type Hit, withoutRepeats } from './search.ts';

/** How a replaced memory fits a question, and the memory that replaced it in the end. */
export interface StandIn extends Pick<Hit, 'id' | 'speaker' | 'validTo' | 'content' | 'names'> {
  /** Scores of the replaced memory in both arms. */
  readonly lexical: number;
  readonly cosine: number;
}

/** Number of the newest replacements in the asked collections that are looked at. */
export const mostReplaced = 1_000;

/** Number of replaced memories that each arm contributes: further ones fit less than what is found without them. */
export const fittingOfArm = 20;

/** What an engine found. */
export interface EngineFound {
  /** Best first. */
  readonly hits: readonly Hit[];
  /** Only if they were asked for. */
  readonly standIns: readonly StandIn[];
}

export interface FoundHits {
  /** Whatever was found: what the ranking changes with. */
  readonly found: readonly Hit[];
  /** Those without repeats, best first. */
  readonly hits: readonly Hit[];
}

/** Share of its first score that counts of a replaced memory: more displaces answers to other questions. Source: ADR 69. */
const shareOfReplaced = 0.9;

/** Distance to the hit that it is put before: even after rounding that is no tie, which recalls would break. */
const apart = 2 * leastDistance;

/** First scores this close count as equal: engines and the database round differently. */
const alike = 1e-4;

/**
 * Puts memories where what they replaced would be, if that is further up: a hit before which n others fit the question better by their first
 * scores has the place n. Whole scores of the replaced memories would take another search; docs/adr/0069 compares them.
 */
export function raiseByReplaced(
  { hits, found }: FoundHits,
  standIns: readonly StandIn[],
  model: string,
): readonly Hit[] {
  const known = hits.map((hit) => ({ lexical: hit.lexical?.score ?? 0, cosine: hit.semantic?.score ?? 0 }));
  const scoreOf = firstScore([...known, ...standIns], model);
  const scores = known.map(scoreOf);
  const shown = new Map(hits.map((hit) => [hit.id, hit]));
  const raised = new Map<string, Hit>();
  for (const standIn of standIns) {
    const value = shareOfReplaced * scoreOf(standIn);
    const place = scores.filter((score) => score > value - alike).length;
    // Behind all hits it would say nothing.
    if (place > 0 && place >= hits.length) continue;
    const score = hits.length === 0 ? value : (hits[place]?.score ?? 0) + apart * (1 + value);
    const hit = shown.get(standIn.id) ?? shownFor(standIn, hits, found);
    const id = hit?.id ?? standIn.id;
    if (score > (raised.get(id)?.score ?? hit?.score ?? Number.NEGATIVE_INFINITY))
      raised.set(id, hit ? raisedHit(hit, score, value) : newHit(standIn, score, value));
  }
  if (raised.size === 0) return hits;
  return withoutRepeats([...raised.values(), ...hits.filter(({ id }) => !raised.has(id))].sort(byScore));
}

/** The hit that is shown for a found one that repeats it. */
function shownFor({ id }: StandIn, hits: readonly Hit[], found: readonly Hit[]): Hit | undefined {
  const own = found.find((hit) => hit.id === id);
  return own && hits.find(({ content, speaker }) => content === own.content && speaker === own.speaker);
}

const partOf = (value: number, contribution: number): ScorePart => ({ name: 'superseded', value, contribution });

/** A hit whose score is that of another place. */
const raisedHit = (hit: Hit, score: number, value: number): Hit =>
  new RescoredHit(hit, score, { part: partOf(value, score - hit.score) });

/** A memory that no arm found. */
const newHit = ({ id, speaker, validTo, content, names }: StandIn, score: number, value: number): Hit => ({
  id,
  score,
  lexical: null,
  semantic: null,
  graph: null,
  content,
  speaker,
  validTo,
  names,
  explain: () => [partOf(value, score)],
});
