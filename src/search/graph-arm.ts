import { idf } from './ranking/idf.ts';
import { byScore, leastDistance } from './ranking/order.ts';
import type { ScorePart } from './ranking/turn.ts';
import { RescoredHit } from './rescored-hit.ts';
import type { ArmScore, Hit } from './search.ts';

/** A memory names an entity. */
export interface Naming {
  readonly memoryId: string;
  readonly entityId: string;
}

/** Knows which memories name the same. The graph comes after search in the order of features, so app/ binds it. */
export interface NamingLookup {
  /** The entities that the seeds name, with those of the memories that name them. Rejects where it does not know in time. */
  naming(accountId: string, seedIds: readonly string[], memoryIds: readonly string[]): Promise<readonly Naming[]>;
}

/** A hit, by its place, names an entity. */
export interface HitNaming {
  readonly place: number;
  readonly entityId: string;
}

/** What the hits name of what the seeds among them do, by what they know themselves; null where one of them does not know. No id is made of any. */
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

/** The same by what a lookup answered. */
export function placed(namings: readonly Naming[], hits: readonly Hit[]): HitNaming[] {
  const places = new Map(hits.map(({ id }, place) => [id, place]));
  return namings.flatMap(({ memoryId, entityId }) => {
    const place = places.get(memoryId);
    return place === undefined ? [] : [{ place, entityId }];
  });
}

/** So many of the best hits speak for what names the same as they do. Source: docs/adr/0022. */
export const seedCount = 5;

/**
 * What a hit gains at most. Chosen on the development data as the largest round number by which no figure of any category
 * falls; docs/adr/0022 has them.
 */
const weight = 0.05;

/**
 * The hits with what the best of them add to those that name the same entities, the rarer the more. Whom a hit speaks for
 * stays behind it. Both engines' hits are treated alike.
 */
export function raiseByNames(hits: readonly Hit[], namings: readonly HitNaming[]): Hit[] {
  const best = hits[0]?.score ?? 0;
  if (best <= 0 || namings.length === 0) return [...hits];
  const raises = raisesOf(hits, best, namings);
  // By the hits, which come in one order, however the names do.
  const raised = hits.flatMap((_, place) => raises.get(place) ?? []).sort((one, other) => other.share - one.share);
  const ranks = new Map(raised.map((raise, index) => [raise, index + 1]));
  return hits
    .map((hit, place) => {
      const raise = raises.get(place);
      return raise ? new RaisedHit(hit, raise, ranks.get(raise) ?? 0) : hit;
    })
    .sort(byScore);
}

interface Raise {
  /** From 0 to 1. */
  readonly share: number;
  readonly bonus: number;
}

/** So far behind whom it follows a hit stays: in no order of recalls is that a tie, however it is rounded. */
const apart = 2 * leastDistance;

/** By the places of the hits. Those that name the same keep their order, so that it is for neither ids nor recalls to tell who comes first. */
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

/** Of each hit that a seed speaks for, the best first: its share, and which hits before it name the same, the last of each entity. */
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

/** From 0 for what all of the hits name to nearly 1 for what one does. */
const rarity = (hits: number, naming: number): number => idf(hits, naming) / Math.log(1 + hits);

/** A hit that others speak for. */
class RaisedHit extends RescoredHit {
  readonly #graph: ArmScore;
  readonly #bonus: number;

  constructor(hit: Hit, { share, bonus }: Raise, rank: number) {
    super(hit, hit.score + bonus);
    this.#graph = { rank, score: share };
    this.#bonus = bonus;
  }

  override get graph(): ArmScore {
    return this.#graph;
  }

  override explain(): ScorePart[] {
    const part = { name: 'graph', value: this.#graph.score, contribution: this.#bonus };
    return [...super.explain(), part].sort((one, other) => other.contribution - one.contribution);
  }
}
