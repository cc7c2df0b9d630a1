import { cosine } from '../../platform/embedding/cosine.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { comparingScores } from '../ranking/order.ts';
import { fittingOfArm, mostReplaced, type StandIn } from '../stand-ins.ts';
import type { LexicalArm } from './lexical-arm.ts';
import { laterReplaced, type Replaced } from './replaced-rows.ts';
import type { Searched } from './semantic-arm.ts';

interface Question {
  readonly lexical: LexicalArm;
  /** Null: the semantic arm is off. */
  readonly vector: Vector | null;
  /** Whether the names in all memories of the indexes are known. */
  readonly named: boolean;
}

/** Finds among the replaced memories of several indexes what `readStandIns` finds in the database. */
export function standInsAmong(searched: readonly Searched[], { lexical, vector, named }: Question): StandIn[] {
  const newest = newestOf(searched, lexical);
  const memories = newest.map(({ memory }) => memory);
  const byWords = Float64Array.from(newest, ({ memory, score }) => score(memory.stems, memory.termCount));
  const byMeaning = Float64Array.from(memories, (memory) => cosine(memory.vector, vector));
  const best = new Set([...bestPlaces(byWords, memories), ...bestPlaces(byMeaning, memories)]);
  const byId = new Map(memories.map((memory) => [memory.id, memory]));
  return [...best].flatMap((place) => {
    const end = endOf(memories[place]?.supersededBy ?? '', byId);
    return rowsOf(end, searched).map(({ index, row }) => ({
      id: end,
      lexical: byWords[place] ?? 0,
      cosine: byMeaning[place] ?? 0,
      speaker: index.participants.get(index.columns.participants.values[row] ?? -1).speaker,
      validTo: index.columns.validTo(row),
      content: index.columns.contents.values[row] ?? 0,
      names: named ? index.names.of(row) : null,
    }));
  });
}

/** The memories of all indexes that were replaced last, and what scores them by words. */
function newestOf(searched: readonly Searched[], lexical: LexicalArm) {
  const all = searched.flatMap(({ index: { replaced } }) => {
    const score = lexical.scorerOf(replaced.stems);
    return Array.from(replaced.all(), (memory) => ({ memory, score }));
  });
  if (all.length > mostReplaced) all.sort((a, b) => laterReplaced(a.memory, b.memory)).splice(mostReplaced);
  return all;
}

/** The places of the best scores above 0. */
function bestPlaces(scores: Float64Array, memories: readonly Replaced[]): number[] {
  const compare = comparingScores(scores, (place) => memories[place]?.id ?? '');
  const best: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    if ((scores[place] ?? 0) <= 0) continue;
    const at = best.findIndex((other) => compare(place, other) < 0);
    if (at >= 0) best.splice(at, 0, place);
    else if (best.length < fittingOfArm) best.push(place);
    if (best.length > fittingOfArm) best.pop();
  }
  return best;
}

/** The last memory of a chain of replacements. */
function endOf(first: string, byId: ReadonlyMap<string, Replaced>): string {
  const passed = new Set<string>();
  let last = first;
  for (let link = byId.get(last); link && !passed.has(last); link = byId.get(last)) {
    passed.add(last);
    last = link.supersededBy;
  }
  return last;
}

/** The row of a memory, if the question may find it; nothing else. */
const rowsOf = (id: string, searched: readonly Searched[]) =>
  searched.flatMap(({ index, matcher }) => {
    const row = index.ids.rowOf(id);
    return row >= 0 && matcher.matches(row) ? { index, row } : [];
  });
