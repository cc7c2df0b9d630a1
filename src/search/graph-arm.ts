import { idf } from './ranking/idf.ts';
import { apart, byScore } from './ranking/order.ts';
import { RescoredHit } from './rescored-hit.ts';
import type { Hit } from './search.ts';

/** A memory and an entity that it names. */
export interface Naming {
  readonly memoryId: string;
  readonly entityId: string;
}

/** Port to the graph, which knows which memories name the same: it comes after search in the order of features, so app/ binds it. */
export interface NamingLookup {
  /** Returns which of the memories name the entities that the seeds name. Rejects if it cannot tell in time. */
  naming(accountId: string, seedIds: readonly string[], memoryIds: readonly string[]): Promise<readonly Naming[]>;
}

/** The place of a hit and an entity that it names. */
export interface HitNaming {
  readonly place: number;
  readonly entityId: string;
}

/** Returns which hits name an entity that a seed names, by the hits' own `names`; null if a hit lacks them. Computes no ids. */
export function namingsAmong(hits: readonly Hit[]): HitNaming[] | null {
  const names = hits.map((hit) => hit.names);
  if (names.includes(null)) return null;
  const wanted = new Set(names.slice(0, seedCount).flatMap((ofSeed) => ofSeed ?? []));
  if (wanted.size === 0) return [];
  const namings: HitNaming[] = [];
  for (let place = 0; place < names.length; place++)
    for (const entityId of names[place] ?? []) if (wanted.has(entityId)) namings.push({ place, entityId });
  return namings;
}

/** The same from the result of a lookup. */
export function placed(namings: readonly Naming[], hits: readonly Hit[]): HitNaming[] {
  const places = new Map(hits.map(({ id }, place) => [id, place]));
  return namings.flatMap(({ memoryId, entityId }) => {
    const place = places.get(memoryId);
    return place === undefined ? [] : [{ place, entityId }];
  });
}

/** Number of best hits that raise those that name the same entities. Source: docs/adr/0022. */
export const seedCount = 5;

/**
 * Largest gain of a hit. Chosen on the development data as the largest round number that lowers no figure of any category;
 * docs/adr/0022 has them.
 */
const weight = 0.05;

/**
 * Raises the hits that name the same entities as the best ones: the rarer the entity, the more. A raised hit stays behind the one
 * that raises it. Works the same for hits of both engines.
 */
export function raiseByNames(hits: readonly Hit[], namings: readonly HitNaming[]): Hit[] {
  const best = hits[0]?.score ?? 0;
  if (best <= 0 || namings.length === 0) return [...hits];
  const raises = raisesOf(hits, best, namings);
  // In the order of the hits, which is deterministic, unlike that of the names.
  const raised = hits.flatMap((_, place) => raises.get(place) ?? []).sort((one, other) => other.share - one.share);
  const ranks = new Map(raised.map((raise, index) => [raise, index + 1]));
  return hits
    .map((hit, place) => {
      const raise = raises.get(place);
      if (!raise) return hit;
      const { share: score, bonus } = raise;
      const part = { name: 'graph', value: score, contribution: bonus };
      return new RescoredHit(hit, hit.score + bonus, { part, graph: { rank: ranks.get(raise) ?? 0, score } });
    })
    .sort(byScore);
}

interface Raise {
  /** Share of `weight` that the hit may gain, from 0 to 1. */
  readonly share: number;
  readonly bonus: number;
}

/** By place of the hit. Hits that name the same keep their order, so that neither ids nor recalls decide it. */
function raisesOf(hits: readonly Hit[], best: number, namings: readonly HitNaming[]): Map<number, Raise> {
  const raises = new Map<number, Raise>();
  const scores = hits.map(({ score }) => score);
  for (const [place, { share, behind }] of raisedByNames(hits, best, namings)) {
    const room = Math.min(...behind.map((other) => scores[other] ?? 0)) - apart - (scores[place] ?? 0);
    const bonus = Math.max(0, Math.min(weight * share, room));
    raises.set(place, { share, bonus });
    scores[place] = (scores[place] ?? 0) + bonus;
  }
  return raises;
}

/** The hits that a seed raises, best first: their share, and for each shared entity the last hit before them that names it. */
function raisedByNames(hits: readonly Hit[], best: number, namings: readonly HitNaming[]) {
  const raised = new Map<number, { readonly share: number; readonly behind: readonly number[] }>();
  for (const namers of Map.groupBy(namings, ({ entityId }) => entityId).values()) {
    const places = [...new Set(namers.map(({ place }) => place))].sort((one, other) => one - other);
    const [first = 0, ...others] = places;
    const share = rarity(hits.length, namers.length) * Math.max(0, (hits[first]?.score ?? 0) / best);
    if (first >= seedCount || share <= 0) continue;
    for (const [index, place] of others.entries()) {
      const known = raised.get(place) ?? { share: 0, behind: [] };
      raised.set(place, { share: Math.max(share, known.share), behind: [...known.behind, places[index] ?? 0] });
    }
  }
  return [...raised].sort(([one], [other]) => one - other);
}

/** From 0 for an entity that all hits name to nearly 1 for one that a single hit names. */
const rarity = (hits: number, naming: number): number => idf(hits, naming) / Math.log(1 + hits);
