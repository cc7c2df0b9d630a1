import { powerOfTwo } from '../../platform/slots.ts';
import type { Scope } from './engine-port.ts';
import { type Evidence, firstWord } from './evidence.ts';
import { idf } from './idf.ts';
import { bestPlaces } from './order.ts';
import { type Profile, profileOf } from './profile.ts';

/** How many of the best ones lead to others. Source: docs/adr/0083. */
const leaders = 3;

/** How much better than the next a leader must fit to lead with all its weight. As for `news`, since scores are twice as large where not only people talk. */
const distances = { people23: 0.5, joint32: 1 } as const satisfies Record<Profile, number>;

/** What `links` of 1 adds to a score, as a share of that distance. Source: docs/adr/0083. */
const shareOfDistance = 0.6;

const distanceIn = ({ participants }: Scope): number => distances[profileOf(participants)];

export const linksWeightOf = (scope: Scope): number => shareOfDistance * distanceIn(scope);

/** A word of a leader, and what it leads with. */
interface Link {
  readonly stem: number;
  readonly leader: number;
  readonly value: number;
  /** The same of the next leader that has the word, to which the first one is a memory like others; 0 if there is none. */
  other: number;
}

/**
 * For each member, from 0 to 1, how rare a word it shares with one of the best ones that the question has not, as far as that one stands out. What
 * answers in part names what the rest is told of: "Anna reports to Friedrich" leads to "Friedrich's sister is a judge", one outage to the next.
 */
export function links(scores: Float64Array, evidence: Evidence): Float64Array {
  const { members, stems } = evidence.turns;
  const values = new Float64Array(members);
  const found: Link[] = [];
  for (const [leader, standing] of leadersOf(scores, evidence)) note(found, leader, standing, evidence);
  for (let member = 0; member < members; member++) {
    let most = 0;
    for (let at = firstWord(evidence, member); at < (stems.ends[member] ?? 0); at++) {
      const place = places[stems.numbers[at] ?? 0] ?? 0;
      if (place === 0) continue;
      const link = found[place - 1];
      const value = (link?.leader === member ? link.other : link?.value) ?? 0;
      if (value > most) most = value;
    }
    values[member] = most;
  }
  for (const { stem } of found) places[stem] = 0;
  return values;
}

/** By stem, 1 + the place of its link; 0 if it has none. Shared by all searches, as each ranks synchronously. Most turns have no link, and this finds out fastest. */
let places = new Uint32Array();

/** The best ones with, from 0 to 1, how far each stands out from those behind them. */
function leadersOf(scores: Float64Array, { turns, asked }: Evidence): (readonly [leader: number, standing: number])[] {
  const best = bestPlaces(scores, (member) => turns.id(member), leaders + 1);
  const next = scores[best.at(-1) ?? 0] ?? 0;
  const distance = distanceIn(asked.scope);
  return best
    .slice(0, leaders)
    .map((leader) => [leader, ((scores[leader] ?? 0) - next) / distance] as const)
    .filter(([, standing]) => standing > 0)
    .map(([leader, standing]) => [leader, Math.min(1, standing)]);
}

/** Adds the words of a leader, names of speakers and dates left out. */
function note(found: Link[], leader: number, standing: number, evidence: Evidence): void {
  const { stems } = evidence.turns;
  const { question, scope } = evidence.asked;
  for (const stem of new Set(stems.numbers.subarray(firstWord(evidence, leader), stems.ends[leader]))) {
    if (scope.nameStems.has(stem) || question.stems.has(stem)) continue;
    const value = standing * rarityOf(stem, scope);
    const known = found[(places[stem] ?? 0) - 1];
    if (known) {
      known.other = Math.max(known.other, value);
      continue;
    }
    found.push({ stem, leader, value, other: 0 });
    if (stem >= places.length) places = grown(stem);
    places[stem] = found.length;
  }
}

function grown(stem: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(powerOfTwo(stem + 1));
  larger.set(places);
  return larger;
}

/** Its idf as a share of that of a word that one other memory has, squared, since most words link nothing. Source: docs/adr/0083. */
function rarityOf(stem: number, { memories, memoriesWithWord }: Scope): number {
  const own = idf(memories, memoriesWithWord(stem));
  return own === 0 ? 0 : Math.min(1, own / idf(memories, 2)) ** 2;
}
