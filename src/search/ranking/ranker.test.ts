import { describe, expect, test } from 'vitest';
import type { AskedQuestion, Participant, Ranker, Scope } from './engine-port.ts';
import { AnyValue } from './fixtures/any-value.ts';
import { makeQuestion, makeScope, makeTurn, rankedOf } from './fixtures/make-turn.ts';
import { shippedModel, similarity } from './fixtures/shipped-model.ts';
import { patternBit } from './patterns.ts';
import { createRanker } from './ranker.ts';
import { type Turn, turnColumns } from './turn-columns.ts';

const ranker = createRanker(shippedModel, similarity);
const rank = (turns: readonly Turn[], question: Partial<AskedQuestion> = {}, scope: Partial<Scope> = {}) =>
  rankedOf(turns, (columns) => ranker.ask(makeQuestion(question), makeScope(scope)).rank(columns));

test('returns nothing without turns', () => {
  expect(rank([])).toEqual([]);
  expect(rank([], {}, { memories: 0, meanTerms: 0, participants: [] })).toEqual([]);
  expect(ranker.ask(makeQuestion(), makeScope()).seeds(turnColumns([])).length).toBe(0);
});

test('ranks a single memory without a conversation', () => {
  const scope = { memories: 1, meanTerms: 3, participants: [] };
  const [only, ...others] = rank([makeTurn({ id: 'a', lexical: 1, cosine: 0.5 })], {}, scope);
  expect(others).toEqual([]);
  expect(only?.id).toBe('a');
  expect(only?.score).toBeGreaterThan(0);
});

test('does not return neighbours outside the pool', () => {
  const turns = [makeTurn({ id: 'a', lexical: 1 }), makeTurn({ id: 'b', ordinal: 1, inPool: false, lexical: 1 })];
  expect(rank(turns).map(({ id }) => id)).toEqual(['a']);
});

test('a neighbour without an answer does not outrank the turn that answers', () => {
  const answer = Uint16Array.of(2_003, 5_000);
  const turns = [0, 1, 2, 3, 4].map((ordinal) =>
    makeTurn({
      id: `m${ordinal}`,
      ordinal: ordinal + 4,
      ...(ordinal === 2 ? { lexical: 3, cosine: 0.7, pieces: answer } : { pieces: Uint16Array.of(9_000) }),
    }),
  );
  expect(rank(turns, { pieces: answer })[0]?.id).toBe('m2');
});

test('orders equal scores by id', () => {
  const turns = ['c', 'a', 'b'].map((id, session) => makeTurn({ id, session, lexical: 1 }));
  expect(rank(turns).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

test('among equal turns, the first of each session precedes the second of any', () => {
  const turns = ['a', 'b', 'c', 'd'].map((id, place) =>
    // Not adjacent, because neighbours would raise each other's scores.
    makeTurn({ id, session: place < 2 ? 1 : 2, ordinal: 4 * (place % 2) + 4, lexical: 1 }),
  );
  const ranked = rank(turns);
  expect(ranked.map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd']);
  const besides = ranked.map(({ explain }) => explain().find(({ name }) => name === 'session') ?? null);
  const lost = { name: 'session', value: 1, contribution: -0.08 };
  expect(besides).toEqual([null, null, lost, lost]);
});

test('memories without a conversation get no session penalty', () => {
  const turns = ['a', 'b'].map((id, session) => makeTurn({ id, session, lexical: 1 }));
  expect(rank(turns).flatMap(({ explain }) => explain().filter(({ name }) => name === 'session'))).toEqual([]);
});

test('explains a score by its parts, largest first', () => {
  const turns = [0, 1, 2].map((ordinal) =>
    makeTurn({ id: `m${ordinal}`, ordinal, lexical: ordinal, cosine: ordinal / 3, stems: Uint32Array.of(1, 2) }),
  );
  for (const ranked of rank(turns)) {
    const contributions = ranked.explain().map(({ contribution }) => contribution);
    expect(contributions.reduce((sum, one) => sum + one, 0)).toBeCloseTo(ranked.score, 9);
    expect(contributions).toEqual(contributions.toSorted((a, b) => b - a));
    expect(ranked.explain().every(({ name, value }) => name !== '' && value !== 0)).toBe(true);
  }
});

test('ranks identically with comparisons made on a thread', async () => {
  const words = (seed: number) => Uint16Array.from({ length: 20 }, (_, n) => 1_000 + ((seed * 31 + n * 977) % 20_000));
  const turns = turnColumns(
    Array.from({ length: 300 }, (_, ordinal) => makeTurn({ id: `m${ordinal}`, ordinal, pieces: words(ordinal) })),
  );
  const ranking = ranker.ask(makeQuestion({ pieces: words(7) }), makeScope());
  const compared = await ranking.compareAside(turns);
  expect(compared).not.toBeNull();
  const [here, aside] = [ranking.rank(turns), ranking.rank(turns, compared)];
  expect(aside.scores).toEqual(here.scores);
  expect(aside.places).toEqual(here.places);
  expect(new Set(here.scores).size).toBeGreaterThan(100);
});

test('scores do not depend on earlier questions to a scope of another size', () => {
  const turns = [1, 2].map((session) => makeTurn({ id: `m${session}`, session, stems: Uint32Array.of(session, 3) }));
  const scores = (by: Ranker, memories: number) =>
    rankedOf(turns, (columns) =>
      by.ask(makeQuestion(), makeScope({ memories, memoriesWithWord: (stem) => 2 * stem })).rank(columns),
    ).map(({ score }) => score);
  for (const memories of [10, 1_000]) {
    expect(scores(ranker, memories)).toEqual(scores(createRanker(shippedModel, similarity), memories));
  }
});

test('a short text adds to the score of its neighbour, but a long one does not', () => {
  const partsBeside = (patterns: number): string[] => {
    const beside = makeTurn({ id: 'b', ordinal: 1, lexical: 4, cosine: 0.9, patterns });
    const ranked = rank([makeTurn({ id: 'a', lexical: 1, cosine: 0.2 }), beside]);
    return ranked.filter(({ id }) => id === 'a').flatMap(({ explain }) => explain().map(({ name }) => name));
  };
  expect(partsBeside(patternBit.SHORT)).toContain('l+1');
  expect(partsBeside(0)).not.toContain('l+1');
});

describe('for any input', () => {
  const any = new AnyValue();
  const roles = ['USER', 'ASSISTANT', 'SYSTEM', 'TOOL', null] as const;
  const speakers = ['Ann', 'Bob', 'Zoë B.', '', '(', null] as const;
  const words = ['When', 'did', 'Ann', 'may', '31 February', '2023', "Bob's", '(', '\\', '7', '’'] as const;

  const anyTurn = (index: number): Turn =>
    makeTurn({
      id: `m${index}`,
      speaker: any.of(speakers),
      role: any.of(roles),
      day: any.below(30_000) - 5_000,
      lexical: any.below(4) === 0 ? any.below(100) / 7 : 0,
      cosine: any.below(200) / 100 - 1,
      inPool: any.below(3) > 0,
      session: any.below(4),
      ordinal: any.below(12),
      termCount: any.below(40),
      stems: Uint32Array.from(any.list(20, () => any.below(30))),
      dateStems: any.below(4),
      pieces: Uint16Array.from(any.list(20, () => any.below(65_536))),
      patterns: any.below(1 << 12),
    });

  const anyScope = (): Scope =>
    makeScope({
      memories: any.below(50),
      meanTerms: any.below(20),
      participants: any.list(5, (): Participant => ({ speaker: any.of(speakers), role: any.of(roles) })),
      nameStems: new Set(any.list(3, () => any.below(30))),
      english: any.below(2) === 0,
      memoriesWithTerm: (stem) => stem % 7,
      memoriesWithWord: (stem) => stem % 5,
      memoriesWithPiece: (piece) => piece % 60,
    });

  const anyQuestion = (): AskedQuestion => ({
    text: any.text([...words]),
    members: [],
    wishes: [],
    readings: any.list(2, () => any.list(8, () => any.below(31) - 1)),
    pieces: Uint16Array.from(any.list(any.of([10, 200]), () => any.below(65_536))),
    readable: any.of([0, 0.5, 1]),
    model: any.of(['static-e5-256', 'e5-small-v2', 'other']),
    today: any.of<AskedQuestion['today']>([{}, { en: any.below(40_000) }, { de: any.below(40_000), zh: 7 }]),
  });

  test('ranks each pool member once, with a finite and reproducible score', () => {
    for (let round = 0; round < 300; round++) {
      const turns = any.list(40, () => 0).map((_, index) => anyTurn(index));
      const [question, scope] = [anyQuestion(), anyScope()];
      const ranked = rankedOf(turns, (columns) => ranker.ask(question, scope).rank(columns));
      expect(new Set(ranked.map(({ id }) => id))).toEqual(
        new Set(turns.filter(({ inPool }) => inPool).map(({ id }) => id)),
      );
      const scored = ranked.map(({ id, score }) => ({ id, score }));
      expect(scored.every(({ score }) => Number.isFinite(score))).toBe(true);
      expect(scored).toEqual(scored.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)));
      const again = ranker.ask(question, scope);
      const rankedAgain = rankedOf(turns, (columns) => again.rank(columns));
      expect(rankedAgain.map(({ id, score }) => ({ id, score }))).toEqual(scored);
      const members = turns.filter(({ inPool }) => inPool);
      expect(again.seeds(turnColumns(turns)).length).toBe(Math.min(50, members.length));
    }
  });
});

describe('of memories that fit about as well', () => {
  const piece = Uint16Array.of(5_000);
  const told = (id: string, day: number, cosine: number) =>
    makeTurn({ id, day, session: day, lexical: 1, cosine, pieces: piece });
  const turns = [told('old', 19_000, 0.79), told('middle', 19_001, 0.8), told('new', 19_002, 0.79)];
  const namesBy = (text: string, scope: Partial<Scope> = {}, others: readonly Turn[] = []) =>
    rank([...turns, ...others], { text, pieces: piece }, scope).map(({ id }) => id);

  test.each([
    ['When did I swim?', 'middle'],
    ['When did I first swim?', 'old'],
    ['When did I last swim?', 'new'],
    ['Where do I swim now?', 'new'],
  ])('%s', (text, first) => {
    expect(namesBy(text)[0]).toBe(first);
  });

  test('only English questions are asked for an order, and a date says more', () => {
    expect(namesBy('When did I first swim?', { english: false })[0]).toBe('middle');
    expect(namesBy('When did I first swim in 2022?')[0]).toBe('middle');
  });

  test('those that fit worse stay behind', () => {
    const worse = makeTurn({ id: 'worse', day: 18_000, session: 18_000, cosine: 0.1 });
    expect(namesBy('When did I first swim?', {}, [worse]).at(-1)).toBe('worse');
  });

  test('one day has no order', () => {
    const sameDay = [told('a', 19_000, 0.79), told('b', 19_000, 0.8)];
    const [best] = rank(sameDay, { text: 'When did I first swim?', pieces: piece });
    expect(best?.id).toBe('b');
    expect(best?.explain().map(({ name }) => name)).not.toContain('order');
  });
});

describe('what came later than the best', () => {
  const piece = Uint16Array.of(5_000);
  const [tractor, fiat, price, date] = [1, 2, 3, 4];
  const told = (id: string, day: number, stems: readonly number[], fits = false) =>
    makeTurn({
      id,
      day,
      session: day,
      stems: Uint32Array.of(date, ...stems),
      dateStems: 1,
      ...(fits ? { lexical: 1, cosine: 0.8, pieces: piece } : {}),
    });
  const best = told('best', 19_001, [tractor, fiat], true);
  const turns = [
    told('a other', 19_002, [price]),
    told('b before', 19_000, [fiat]),
    told('c news', 19_002, [fiat, price]),
    best,
  ];
  const found = (text: string, scope: Partial<Scope> = {}) =>
    rank(turns, { text, pieces: piece, ...(scope.english === false ? { today: { de: 20_000 } } : {}) }, scope);
  const raisedBy = (text: string, scope: Partial<Scope> = {}) =>
    found(text, scope).flatMap(({ id, explain }) =>
      explain().flatMap(({ name, value }) => (name === 'news' ? [{ id, value }] : [])),
    );

  test('is raised by the words of the best, if the question asks whether something holds', () => {
    expect(
      found('Is the tractor broken?')
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(['best', 'c news']);
    expect(raisedBy('Is the tractor broken?')).toEqual([{ id: 'c news', value: expect.closeTo(Math.SQRT1_2, 9) }]);
  });

  test('is raised by the rarest word that the best one answers with, if the question asks in the present tense', () => {
    const valuesBy = (readings: AskedQuestion['readings'], counts: Readonly<Record<number, number>>) =>
      rank(
        turns,
        { text: 'Who repairs the tractor?', pieces: piece, readings },
        { participants: [], memoriesWithWord: (stem) => counts[stem] ?? 2 },
      ).flatMap(({ id, explain }) => explain().flatMap(({ name, value }) => (name === 'news' ? [{ id, value }] : [])));
    expect(valuesBy([[tractor]], {})).toEqual([{ id: 'c news', value: 1 }]);
    const [common] = valuesBy([[tractor]], { [fiat]: 50 });
    expect(common?.value).toBeLessThan(0.25);
    expect(valuesBy([[tractor, fiat]], {})).toEqual([]);
  });

  test('is raised less by what answers a question in the present tense about as well as another', () => {
    const second = told('second', 19_000, [tractor], true);
    const valuesOf = (text: string) =>
      rank([...turns, second], { text, pieces: piece }, { participants: [] }).flatMap(({ explain }) =>
        explain().flatMap(({ name, value }) => (name === 'news' ? [value] : [])),
      );
    expect(Math.max(...valuesOf('Who repairs the tractor?'))).toBeLessThan(0.1);
    expect(Math.max(...valuesOf('Is the tractor broken?'))).toBeGreaterThan(0.5);
  });

  test.each(['What broke?', 'Is the tractor broken since May 3?', 'Is that the last tractor?'])(
    'is not for %s',
    (text) => {
      expect(raisedBy(text)).toEqual([]);
    },
  );

  test('is raised in another language by what few memories have, as the parts of function words are in many', () => {
    const memoriesWithWord = (stem: number) => (stem === fiat ? 90 : 1);
    const scope = { english: false, memories: 100, memoriesWithWord };
    const valueIn = (text: string, given: Partial<Scope>) =>
      found(text, given)
        .flatMap(({ explain }) => explain())
        .find(({ name }) => name === 'news')?.value;
    const english = valueIn('Is the tractor broken?', { ...scope, english: true });
    expect(valueIn('Ist der Traktor kaputt?', scope)).toBeLessThan(english ?? 0);
  });

  test('is not raised by names of speakers, nor if the question is in another language than the memories', () => {
    expect(raisedBy('Is the tractor broken?', { nameStems: new Set([fiat]) })).toEqual([]);
    expect(raisedBy('Is the tractor broken?', { english: false })).toEqual([]);
  });
});
