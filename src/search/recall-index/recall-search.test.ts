import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NaiveRecall } from '../../../tests/support/naive-recall.ts';
import {
  applyAtOnce,
  type Dice,
  dice,
  instant,
  type RowShape,
  randomRow,
  randomVector,
} from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { armLimit } from '../ranking/stage-one.ts';
import { Lexicon } from './lexicon.ts';
import { plainEntriesOf } from './plain-entries.ts';
import type { Pool } from './pool.ts';
import { RecallIndex } from './recall-index.ts';
import type { RecallChanges, RecallRow } from './recall-row.ts';
import { type RecallQuestion, RecallSearch, SharedBySearches } from './recall-search.ts';
import type { RowFilter } from './row-filter.ts';

const kernel = new DotScan();
const shape: RowShape = {
  dimensions: 32,
  vocabulary: 60,
  words: 6,
  conversations: [newId(), newId(), newId(), newId(), newId()],
};
const askedEntries = [{ from: 'a letter' }, { page: 3, to: null }, { page: '3' }].map(plainEntriesOf);
const everything: RowFilter = { validAt: 1_700_000_000_010 };
const noVectors = (): Int8Rows => new Int8Rows(kernel, shape.dimensions);

/** Indexes and their expected contents. */
class World {
  indexes: RecallIndex[];
  readonly memories: Map<string, RecallRow>[];
  readonly shared = new SharedBySearches();
  readonly #random: Dice;
  #seq = 0;

  constructor(random: Dice, collections: number) {
    this.#random = random;
    this.indexes = Array.from({ length: collections }, () => new RecallIndex(noVectors(), 0));
    this.memories = this.indexes.map(() => new Map<string, RecallRow>());
  }

  /** Adds, changes and removes memories in each collection. */
  write(upserts: number, removals: number): RecallChanges[] {
    const { below } = this.#random;
    const [afterSeq, seq] = [this.#seq, ++this.#seq];
    return this.memories.map((memories, collection) => {
      const known = [...memories.keys()];
      const rows = Array.from({ length: upserts }, () =>
        randomRow(this.#random, shape, known[below(2 * known.length)]),
      );
      const removed = Array.from({ length: removals }, () => known[below(known.length)] ?? newId());
      const deletedConversations = below(6) === 0 ? [this.#random.oneOf(shape.conversations)] : [];
      for (const [id, { conversationId }] of memories) {
        if (conversationId && deletedConversations.includes(conversationId)) memories.delete(id);
      }
      for (const row of rows) memories.set(row.id, row);
      for (const id of removed) memories.delete(id);
      const changes = { afterSeq, seq, upserts: rows, removals: removed, replaced: [], deletedConversations };
      const index = this.indexes[collection];
      expect(index && applyAtOnce(index, changes)).toBe(true);
      return changes;
    });
  }

  rebuild(): void {
    const rebuilds = this.indexes.map((index) => {
      const target = new RecallIndex(noVectors(), index.seq);
      return { target, steps: index.copyTo(target, 7) };
    });
    for (const { steps } of rebuilds) for (let n = this.#random.below(8); n > 0; n--) steps.next();
    const changes = this.write(this.#random.below(20), this.#random.below(20));
    this.indexes = rebuilds.map(({ target, steps }, collection) => {
      for (const _ of steps);
      const missing = changes[collection];
      if (missing) applyAtOnce(target, missing);
      return target;
    });
  }

  question(): RecallQuestion {
    const { below } = this.#random;
    const terms = new Set(Array.from({ length: below(8) }, () => `stem${below(70)}`));
    return {
      terms: [...terms, ...['8', 'may', 'anna'].slice(below(4))],
      vector: below(6) === 0 ? null : randomVector(this.#random, shape.dimensions),
      filter: this.#filter(),
      english: true,
      named: false,
    };
  }

  #filter(): RowFilter {
    const { below, oneOf } = this.#random;
    if (below(2) === 0) return everything;
    const ids = this.memories.flatMap((memories) => [...memories.keys()].filter(() => below(2) === 0));
    return {
      validAt: instant(this.#random),
      kinds: oneOf([null, ['FACT', 'EPISODE'], []]),
      tagsAll: oneOf([null, null, ['home', 'work'], ['nothing'], []]),
      tagsAny: oneOf([null, null, ['home', 'nothing'], []]),
      tagsNone: oneOf([null, null, ['work', 'nothing'], []]),
      entries: oneOf([null, null, ...askedEntries]),
      createdAfter: oneOf([null, new Date(instant(this.#random))]),
      createdBefore: oneOf([null, new Date(instant(this.#random))]),
      validFromAfter: oneOf([null, null, new Date(instant(this.#random))]),
      validFromBefore: oneOf([null, null, new Date(instant(this.#random))]),
      speakers: oneOf([null, null, ['Anna', 'Nobody'], []]),
      conversations: oneOf([null, null, [...shape.conversations.slice(2), newId()], []]),
      ids: oneOf([null, [...ids, newId()]]),
    };
  }
}

/** Runs the same query on the indexes and on the naive reference, and expects equal results. */
async function compare(world: World, random: Dice): Promise<void> {
  const question = world.question();
  const naive = new NaiveRecall(world.memories, question);
  const shared = random.below(4) === 0 ? new SharedBySearches() : world.shared;
  const search = new RecallSearch(world.indexes, question, shared);
  const [byWords, byMeaning] = [naive.lexicalArm(armLimit), naive.semanticArm(armLimit)];
  const byId = new Map(world.memories.flatMap((memories) => [...memories]));

  const candidates = shown(await search.candidates());
  expect(inRank(candidates, 'lexicalRank')).toEqual(byWords.map(({ id }) => id));
  expect(inRank(candidates, 'semanticRank')).toEqual(byMeaning.map(({ id }) => id));
  for (const { id, lexical, cosine, speaker, role, day } of candidates) {
    const memory = byId.get(id);
    if (!memory) throw new Error(`${id} is not there`);
    expect(lexical).toBeCloseTo(naive.lexical(memory), 9);
    expect(cosine).toBeCloseTo(naive.cosine(memory), 9);
    expect({ speaker, role, day }).toEqual({ speaker: memory.speaker, role: memory.role, day: memory.day });
  }

  const chosen = [...candidates.keys()].filter(() => random.below(3) === 0);
  const found = candidates.map(({ id }) => byId.get(id)).filter((memory) => memory !== undefined);
  const wanted = naive.turns(
    found,
    found.filter((_, place) => chosen.includes(place)),
  );
  // Another search may have used the accumulator meanwhile.
  if (random.below(2) === 0) await new RecallSearch(world.indexes, world.question(), shared).candidates();
  const turns = shown(search.turns(Uint32Array.from(chosen)));
  expect(turns.map(({ id }) => id).sort()).toEqual(wanted.map(({ memory }) => memory.id).sort());
  for (const turn of turns) {
    const same = wanted.find(({ memory }) => memory.id === turn.id);
    if (!same) throw new Error(`${turn.id} was not wanted`);
    expect(turn.lexical).toBeCloseTo(same.lexical, 9);
    expect(turn.cosine).toBeCloseTo(same.cosine, 9);
    expect(turn.inPool).toBe(same.inPool);
    expect(turn.patterns).toBe(same.memory.patterns);
    expect(turn.pieces).toEqual(same.memory.pieces);
    if (!turn.inPool) continue;
    const mates = turns.filter(({ session }) => session === turn.session).map(({ id }) => id);
    expect(same.session.map(({ id }) => id)).toEqual(expect.arrayContaining(mates));
    expect(turn.session).toBeLessThan(turns.filter(({ inPool }) => inPool).length);
    expect(turn.termCount).toBe(same.memory.termCount);
    const around = [-2, -1, 1, 2].map((places) => same.session[same.ordinal + places]?.id ?? null);
    expect(turn.neighbours).toEqual(around);
    expect(turn.stems).toEqual(same.memory.stems.map((stem) => search.stems.numberOf(stem)));
    expect(turn.dateStems).toBe(same.memory.dateStems);
  }
  compareScope(search, naive, world);
}

/** The turns of a pool one by one. */
function shown(pool: Pool) {
  return Array.from({ length: pool.length }, (_, place) => {
    const inPool = place < pool.members;
    const isWhole = pool.pieces.ends.length > 0;
    return {
      ...pool.participant(place),
      id: pool.id(place),
      inPool,
      lexical: pool.lexical[place] ?? Number.NaN,
      cosine: pool.cosines[place] ?? Number.NaN,
      lexicalRank: pool.lexicalRanks[place] || null,
      semanticRank: pool.semanticRanks[place] || null,
      day: inPool ? pool.days[place] : null,
      session: inPool ? pool.sessions[place] : null,
      termCount: inPool ? pool.termCounts[place] : null,
      patterns: pool.patterns[place],
      content: pool.content(place),
      neighbours: Array.from({ length: inPool && isWhole ? 4 : 0 }, (_, slot) => {
        const neighbour = pool.neighbours[place * 4 + slot] ?? -1;
        return neighbour < 0 ? null : pool.id(neighbour);
      }),
      pieces: pool.pieces.numbers.slice(pool.pieces.starts[place], pool.pieces.ends[place]),
      stems: inPool ? [...pool.stems.numbers.slice(pool.stems.starts[place], pool.stems.ends[place])] : null,
      dateStems: pool.dateStems[place],
    };
  });
}

type Shown = ReturnType<typeof shown>[number];

const everyPlace = (pool: Pool): Uint32Array => Uint32Array.from({ length: pool.length }, (_, place) => place);

function inRank(candidates: readonly Shown[], rank: 'lexicalRank' | 'semanticRank'): readonly string[] {
  const ranked = candidates.filter((candidate) => candidate[rank] !== null);
  return ranked.sort((a, b) => (a[rank] ?? 0) - (b[rank] ?? 0)).map(({ id }) => id);
}

function compareScope(search: RecallSearch, naive: NaiveRecall, world: World): void {
  const { scope } = search;
  for (const stem of ['stem0', 'stem1', 'stem40', 'may', '2021', 'anna']) {
    expect(scope.memoriesWithTerm(search.stems.numberOf(stem))).toBe(naive.withTerm(stem));
    expect(scope.memoriesWithWord(search.stems.numberOf(stem))).toBe(naive.withWord(stem));
  }
  for (const piece of [0, 1, 2, 500]) expect(scope.memoriesWithPiece(piece)).toBe(naive.withPiece(piece));
  expect(scope.memories).toBe(naive.memories);
  expect(scope.meanTerms).toBeCloseTo(naive.meanTerms, 9);
  const speakers = world.memories.flatMap((memories) =>
    [...memories.values()].map(({ role, speaker }) => `${role} ${speaker}`),
  );
  expect(scope.participants.map(({ role, speaker }) => `${role} ${speaker}`).sort()).toEqual(
    [...new Set(speakers)].sort(),
  );
}

describe.each([1, 3])('%i collections match a naive reference', (collections) => {
  test.each([1, 2, 3, 4])('after any writes, seed %i', async (seed) => {
    const random = dice(seed);
    const world = new World(random, collections);
    for (let round = 0; round < 10; round++) {
      world.write(random.below(60), random.below(20));
      if (random.below(4) === 0) world.rebuild();
      for (let i = 0; i < 3; i++) await compare(world, random);
    }
  });
});

describe('a question', () => {
  const world = new World(dice(9), 2);
  world.write(80, 0);
  const ask = (question: Partial<RecallQuestion>) =>
    new RecallSearch(
      world.indexes,
      { terms: [], vector: null, filter: everything, english: true, named: false, ...question },
      world.shared,
    );

  test('that asks nothing finds nothing', async () => {
    const search = ask({});
    expect((await search.candidates()).length).toBe(0);
    expect(search.turns(new Uint32Array()).length).toBe(0);
  });

  test('with unknown words finds nothing', async () => {
    const search = ask({ terms: ['nowhere', ''] });
    expect((await search.candidates()).length).toBe(0);
    expect(['nowhere', 'never'].map((stem) => search.stems.numberOf(stem))).toEqual([-1, -1]);
    expect(search.scope.memoriesWithTerm(-1)).toBe(0);
    expect(search.scope.memoriesWithWord(-1)).toBe(0);
  });

  test('counts the stems of each index once, however many turns contain them', async () => {
    const search = ask({ terms: ['stem1', 'stem2', 'stem3'] });
    const turns = await turnsOf(search);
    const counted = vi.spyOn(Lexicon.prototype, 'countWords');
    onTestFinished(() => counted.mockRestore());
    const stems = turns.flatMap((turn) => turn.stems ?? []);
    for (const stem of stems) expect(search.scope.memoriesWithWord(stem)).toBeGreaterThanOrEqual(0);
    expect(counted).toHaveBeenCalledTimes(world.indexes.length);
  });

  test('to many collections yields in between, and matches a naive reference', async () => {
    const many = new World(dice(11), 120);
    many.write(4, 0);
    const asked = new RecallSearch(many.indexes, { ...many.question(), filter: everything }, many.shared);
    const turns = vi.spyOn(many.shared.loopTurns, 'next');
    await asked.candidates();
    expect(turns).toHaveBeenCalledTimes(2);
    for (let round = 0; round < 3; round++) await compare(many, dice(12 + round));
  });

  test('is not affected by unknown words', async () => {
    const found = shown(await ask({ terms: ['stem1', 'stem2'] }).candidates());
    expect(shown(await ask({ terms: ['nowhere', 'stem1', 'stem2'] }).candidates())).toEqual(found);
  });

  test('to no collections finds nothing', async () => {
    const vector = randomVector(dice(1), shape.dimensions);
    const question = { terms: ['stem1'], vector, filter: everything, english: false, named: false };
    const search = new RecallSearch([], question, world.shared);
    expect((await search.candidates()).length).toBe(0);
    expect(search.turns(new Uint32Array()).length).toBe(0);
    expect([search.scope.memories, search.scope.meanTerms, search.scope.english]).toEqual([0, 1, false]);
  });

  test('whose memories are removed before its second step still returns them', async () => {
    const own = new World(dice(10), 1);
    own.write(60, 0);
    const question = { terms: ['stem0'], vector: null, filter: everything, english: true, named: false };
    const search = new RecallSearch(own.indexes, question, own.shared);
    const candidates = shown(await search.candidates());
    for (const { id } of candidates) own.indexes[0]?.remove(id);
    const turns = shown(search.turns(Uint32Array.of(0)));
    expect(turns.map(({ id }) => id)).toEqual(candidates.map(({ id }) => id));
    expect(new Set(turns.map(({ session }) => session)).size).toBe(turns.length);
  });

  test('knows the stems of all speaker names', async () => {
    const search = ask({});
    const names = ['anna', 'ben', 'melanie'].map((name) => search.stems.numberOf(name));
    expect([...search.scope.nameStems].sort()).toEqual(names.sort());
  });

  test('to two collections finds turns of both, and keeps their conversations apart', async () => {
    const all = await turnsOf(ask({ terms: ['stem0', 'stem1', 'stem2'] }));
    const turns = all.filter(({ inPool }) => inPool);
    const conversations = Map.groupBy(turns, ({ session }) => session);
    for (const members of conversations.values()) {
      const owners = members.map(({ id }) => world.memories.findIndex((memories) => memories.has(id)));
      expect(new Set(owners).size).toBe(1);
    }
    expect(new Set(turns.map(({ id }) => world.memories.findIndex((memories) => memories.has(id)))).size).toBe(2);
  });

  async function turnsOf(search: RecallSearch): Promise<readonly Shown[]> {
    return shown(search.turns(everyPlace(await search.candidates())));
  }

  test('marks equal contents as the same, and no others', async () => {
    const turns = await turnsOf(ask({ terms: ['stem0', 'stem1'] }));
    const memory = (id: string) => world.memories.flatMap((memories) => memories.get(id) ?? [])[0];
    for (const turn of turns) {
      for (const other of turns) {
        const [a, b] = [memory(turn.id), memory(other.id)];
        expect(turn.content === other.content).toBe(a?.content === b?.content);
      }
    }
  });
});
