import type { Fit, ScorePart } from './ranking/engine-port.ts';
import { firstScore } from './ranking/first-score.ts';
import { apart, byScore } from './ranking/order.ts';
import { RescoredHit } from './rescored-hit.ts';
import { type Hit, withoutRepeats } from './search.ts';

/** How a replaced memory fits a question, and the memory that replaced it in the end. */
export interface StandIn extends Fit, Pick<Hit, 'id' | 'speaker' | 'validTo' | 'content' | 'names'> {}

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

/** Share of its first score that counts of a replaced memory: more displaces answers to other questions. Source: ADR 69. */
const shareOfReplaced = 0.9;

/** First scores this close count as equal: engines and the database round differently. */
const alike = 1e-4;

/** Where a memory is raised to, and why. */
interface Raise {
  readonly standIn: StandIn;
  /** The hit that shows it; null: no arm found it. */
  readonly hit: Hit | null;
  /** Number of hits that stay before it. */
  readonly place: number;
  readonly value: number;
}

/**
 * Puts memories where what they replaced would be, if that is further up: a hit before which n others fit the question better by their first
 * scores has the place n. Whole scores of the replaced memories would take another search; docs/adr/0069 compares them.
 */
export function raiseByReplaced(hits: readonly Hit[], standIns: readonly StandIn[], model: string): readonly Hit[] {
  const raises = raisesOf(hits, standIns, model);
  if (raises.length === 0) return hits;
  const places = Map.groupBy(raises, ({ place }) => place);
  // Those of one place from the last to the first, so that each is put before the one behind it.
  const raised = [...places.values()].flatMap((those) =>
    those.toSorted((a, b) => a.value - b.value || (a.standIn.id < b.standIn.id ? 1 : -1)).map(raisedHit(hits)),
  );
  const known = new Set(raises.map(({ hit }) => hit));
  return withoutRepeats([...raised, ...hits.filter((hit) => !known.has(hit))].sort(byScore));
}

/** Each memory once, as the replaced one that fits best raises it. */
function raisesOf(hits: readonly Hit[], standIns: readonly StandIn[], model: string): Raise[] {
  const known = hits.map(({ fit }) => fit);
  const scoreOf = firstScore([...known, ...standIns], model);
  const scores = known.map(scoreOf).sort((a, b) => b - a);
  const contents = hits.map(({ content }) => content);
  // The hit that shows the memory: itself, or one that says the same.
  const shownAt = ({ content, speaker }: StandIn): number =>
    contents.findIndex((other, place) => other === content && hits[place]?.speaker === speaker);
  const best = new Map<string, Raise>();
  for (const standIn of standIns) {
    const value = shareOfReplaced * scoreOf(standIn);
    const behind = scores.findIndex((score) => score <= value - alike);
    const place = behind < 0 ? scores.length : behind;
    const shown = shownAt(standIn);
    // Behind all hits it would say nothing.
    if (place >= (shown < 0 ? Math.max(1, hits.length) : shown)) continue;
    const hit = hits[shown] ?? null;
    const id = hit?.id ?? standIn.id;
    if (value > (best.get(id)?.value ?? Number.NEGATIVE_INFINITY)) best.set(id, { standIn, hit, place, value });
  }
  return [...best.values()];
}

/** Makes the hits of one place: `before` of them come behind each. */
const raisedHit =
  (hits: readonly Hit[]) =>
  ({ standIn, hit, place, value }: Raise, before: number): Hit => {
    const score = hits.length === 0 ? value : (hits[place]?.score ?? 0) + apart * (1 + before);
    const part = { name: 'superseded', value, contribution: score - (hit?.score ?? 0) };
    return hit === null ? newHit(standIn, score, part) : new RescoredHit(hit, score, { part });
  };

/** A memory that no arm found. */
const newHit = (standIn: StandIn, score: number, part: ScorePart): Hit => {
  const { id, speaker, validTo, content, names } = standIn;
  const arms = { lexical: null, semantic: null, graph: null, fit: { lexical: 0, cosine: 0 } };
  return { id, score, ...arms, content, speaker, validTo, names, explain: () => [part] };
};
