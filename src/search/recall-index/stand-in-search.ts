import { cosine } from '../../platform/embedding/cosine.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { Fit } from '../ranking/engine-port.ts';
import { fittingOfArm, mostReplaced, type StandIn } from '../stand-ins.ts';
import type { LexicalArm } from './lexical-arm.ts';
import { laterReplaced, type Replaced } from './replaced-rows.ts';
import type { Searched } from './row-filter.ts';

interface Question {
  readonly lexical: LexicalArm;
  /** Null: the semantic arm is off. */
  readonly vector: Vector | null;
  /** Whether the names in all memories of the indexes are known. */
  readonly named: boolean;
}

/** A replaced memory and how it fits the question. */
interface ReplacedFit extends Fit {
  readonly memory: Replaced;
}

/** Finds among the replaced memories of several indexes what `readStandIns` finds in the database. */
export function standInsAmong(searched: readonly Searched[], { lexical, vector, named }: Question): StandIn[] {
  const oldest = oldestOf(searched);
  const isNewest = (memory: Replaced): boolean => oldest === null || laterReplaced(memory, oldest) <= 0;
  const [byWords, byMeaning] = [new BestFits('lexical'), new BestFits('cosine')];
  for (const { index } of searched) {
    const scoreOf = lexical.scorerOf(index.replaced.stems);
    for (const memory of index.replaced.newestFirst) {
      if (!isNewest(memory)) break;
      const words = scoreOf(memory.stems, memory.termCount);
      const meaning = cosine(memory.vector, vector);
      if (words < byWords.least && meaning < byMeaning.least) continue;
      const fit = { memory, lexical: words, cosine: meaning };
      byWords.offer(fit);
      byMeaning.offer(fit);
    }
  }
  const linkOf = (id: string) => searched.flatMap(({ index }) => index.replaced.get(id) ?? []).find(isNewest);
  return [...new Set([...byWords.fits, ...byMeaning.fits])].flatMap(({ memory, ...fit }) => {
    const end = endOf(memory.supersededBy, linkOf);
    return rowsOf(end, searched).map(({ index, row }) => ({
      ...fit,
      id: end,
      speaker: index.participantOf(row).speaker,
      validTo: index.columns.validTo(row),
      content: index.contentOf(row),
      names: named ? index.names.of(row) : null,
    }));
  });
}

/** The one that was replaced first of those that are looked at; null if all are. */
function oldestOf(searched: readonly Searched[]): Replaced | null {
  const all = searched.flatMap(({ index }) => index.replaced.newestFirst);
  return all.length > mostReplaced ? (all.sort(laterReplaced)[mostReplaced - 1] ?? null) : null;
}

/** Those that fit best by one of the scores, best first; equal ones by the smaller id. */
class BestFits {
  readonly fits: ReplacedFit[] = [];
  readonly #by: keyof Fit;

  constructor(by: keyof Fit) {
    this.#by = by;
  }

  /** What scores less is not among them. */
  get least(): number {
    return this.fits[fittingOfArm - 1]?.[this.#by] ?? Number.MIN_VALUE;
  }

  offer(fit: ReplacedFit): void {
    if (fit[this.#by] < this.least) return;
    const worse = this.fits.findIndex((other) => this.#isBefore(fit, other));
    this.fits.splice(worse < 0 ? this.fits.length : worse, 0, fit);
    this.fits.splice(fittingOfArm);
  }

  #isBefore(one: ReplacedFit, other: ReplacedFit): boolean {
    const [a, b] = [one[this.#by], other[this.#by]];
    return a === b ? one.memory.id < other.memory.id : a > b;
  }
}

/** The last memory of a chain of replacements. */
function endOf(first: string, linkOf: (id: string) => Replaced | undefined): string {
  const passed = new Set<string>();
  let last = first;
  for (let link = linkOf(last); link && !passed.has(last); link = linkOf(last)) {
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
