import { describe, expect, test } from 'vitest';
import type { AskedQuestion, Participant, Scope } from './engine-port.ts';
import { AnyValue } from './fixtures/any-value.ts';
import { makeQuestion, makeScope, makeTurn } from './fixtures/make-turn.ts';
import { shippedModel } from './fixtures/shipped-model.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { patternBit } from './patterns.ts';
import { questionOf } from './question.ts';
import { seeds, stageOne } from './stage-one.ts';
import { type Turn, turnColumns } from './turn-columns.ts';

const askedOf = (question: Partial<AskedQuestion> = {}, scope: Partial<Scope> = {}) => {
  const [asked, within] = [makeQuestion(question), makeScope(scope)];
  return { question: questionOf(asked, within, shippedModel), scope: within, model: asked.model };
};

/** Smoothed scores in the order of the turns; 0 for turns outside of the pool. */
function scores(turns: readonly Turn[], asked = askedOf()): number[] {
  const columns = turnColumns(turns);
  const { smoothed } = stageOne(columns, new Neighbourhood(columns), asked);
  return turns.map((turn) => smoothed[columns.all.indexOf(turn)] ?? 0);
}

describe('the first score', () => {
  const lexicalAlone = makeTurn({ id: 'a', session: 1, lexical: 4 });
  const denseAlone = makeTurn({ id: 'b', session: 2, cosine: 0.5 });

  test.each([
    ['static-e5-256', 0.75],
    ['e5-small-v2', 1 / 1.5],
    ['text-embedding-3-small', 1],
  ])('weighs the cosines of %s', (model, share) => {
    const [lexical = 0, dense = 0] = scores([lexicalAlone, denseAlone], askedOf({ model }));
    expect(Math.min(lexical, dense) / Math.max(lexical, dense)).toBeCloseTo(share, 9);
  });

  test('does not scale a low best cosine up to a good one', () => {
    const turns = [makeTurn({ id: 'a', session: 1, cosine: 0.01 }), lexicalAlone];
    expect(scores(turns)[0]).toBeCloseTo(0.75 * 0.2, 9);
  });

  test('treats a negative cosine as 0', () => {
    expect(scores([lexicalAlone, makeTurn({ id: 'c', session: 3, cosine: -0.7 })])[1]).toBe(0);
  });

  test('counts the rarest member of a kind that the question asks for as half of a word', () => {
    const scope = { memories: 100, memoriesWithWord: (stem: number) => (stem === 7 ? 10 : 1) };
    const named = (members: number[], stems: number[], asked: Partial<AskedQuestion> = {}) => {
      const turns = [
        makeTurn({ id: 'a', session: 1, stems: Uint32Array.from([9, ...stems]), dateStems: 1, termCount: 5 }),
        makeTurn({ id: 'b', session: 2, lexical: 4 }),
      ];
      return scores(turns, askedOf({ members, ...asked }, scope))[0] ?? 0;
    };
    const [common, rare] = [named([7], [7]), named([8], [8])];
    expect(common).toBeGreaterThan(0);
    expect(rare).toBeGreaterThan(common);
    expect(named([7, 8], [7, 8, 8])).toBeCloseTo(rare, 9);
    expect(named([7, -1], [3])).toBe(0);
    expect(named([9], [3])).toBe(0);
    expect(named([7], [7], { readings: [[7]] })).toBe(0);
  });

  const boost = (turn: Partial<Turn>, asked: ReturnType<typeof askedOf>): number => {
    const turns = [
      makeTurn({ id: 'a', session: 1, lexical: 1, ...turn }),
      makeTurn({ id: 'b', session: 2, lexical: 1 }),
    ];
    const [boosted = 0, plain = 0] = scores(turns, asked);
    return boosted / plain;
  };

  test('is raised for the named person', () => {
    expect(boost({ speaker: 'Ann' }, askedOf({ text: 'What does Ann like?' }))).toBeCloseTo(1.2, 9);
    expect(boost({ speaker: 'Ann' }, askedOf({ text: 'What do Ann and Bob like?' }))).toBe(1);
  });

  test('is raised for the named date', () => {
    const day = Date.parse('2023-05-10') / 86_400_000;
    expect(boost({ day }, askedOf({ text: 'What was on 8 May 2023?' }))).toBeCloseTo(1.3, 9);
    expect(boost({ day }, askedOf({ text: 'What was in 2023?' }))).toBeCloseTo(1.09, 9);
    expect(boost({ day }, askedOf({ text: 'What was on 31 February 2023?' }))).toBe(1);
    expect(boost({ day }, askedOf({ text: 'What was on 8 May 2023?' }, { english: false }))).toBe(1);
  });

  test('is raised for what a user says or notes, only in a conversation with an assistant', () => {
    const user = { speaker: null, role: 'USER' } as const;
    const assistant = { speaker: null, role: 'ASSISTANT' } as const;
    const within = (...participants: Participant[]) => askedOf({}, { participants });
    // Beside a memory from no message, which is raised, too.
    expect(boost({ role: 'USER' }, within(user, assistant))).toBe(1);
    for (const role of ['ASSISTANT', 'SYSTEM', 'TOOL'] as const) {
      expect(boost({ role }, within(user, assistant))).toBeCloseTo(1 / 1.2, 9);
      expect(boost({ role }, within(user))).toBe(1);
    }
  });

  test('is raised for what an assistant says if the question asks for that', () => {
    const participants: Participant[] = [
      { speaker: null, role: 'USER' },
      { speaker: null, role: 'ASSISTANT' },
    ];
    const asked = askedOf({ text: 'Which island did you recommend?' }, { participants });
    // Beside a memory from no message, which is not raised.
    expect(boost({ role: 'ASSISTANT' }, asked)).toBeCloseTo(1.2, 9);
    expect(boost({ role: 'USER' }, asked)).toBe(1);
  });
});

describe('seeds', () => {
  test('are the 50 best in order, with the smaller id first among equals', () => {
    const turns = Array.from({ length: 80 }, (_, i) => makeTurn({ id: `m${99 - i}`, lexical: i < 40 ? 1 : 2 }));
    const ids = Array.from(seeds(turnColumns(turns), askedOf()), (place) => turns[place]?.id);
    expect(ids.length).toBe(50);
    expect(ids.slice(0, 2)).toEqual(['m20', 'm21']);
    expect(ids.slice(39, 42)).toEqual(['m59', 'm60', 'm61']);
  });

  test('are empty without turns', () => {
    expect(seeds(turnColumns([]), askedOf()).length).toBe(0);
  });
});

describe('smoothing', () => {
  const row = (given: readonly Partial<Turn>[]): Turn[] =>
    given.map((turn, ordinal) => makeTurn({ id: `m${ordinal}`, ordinal, ...turn }));

  test('adds a share of the scores one and two places away', () => {
    const turns = row([{}, {}, { lexical: 1 }, {}, {}, {}]);
    for (const [index, expected] of [0.04, 0.2, 1, 0.2, 0.04, 0].entries()) {
      expect(scores(turns)[index]).toBeCloseTo(expected, 9);
    }
    // Turns come in the order in which the arms found them, which must not matter.
    expect(scores(turns.toReversed())).toEqual(scores(turns).toReversed());
  });

  test('does not cross sessions, gaps, long texts or the edge of the pool', () => {
    expect(scores(row([{ lexical: 1 }, { session: 2 }]))[1]).toBe(0);
    expect(scores(row([{ lexical: 1 }, { ordinal: 3 }]))[1]).toBe(0);
    expect(scores(row([{ lexical: 1, patterns: 0 }, {}]))[1]).toBe(0);
    expect(scores(row([{ lexical: 1 }, { patterns: 0 }]))[1]).toBe(0);
    expect(scores(row([{ lexical: 1, inPool: false }, {}, { lexical: 1, session: 2 }]))[1]).toBe(0);
  });

  test('never raises a turn without a score above all its neighbours', () => {
    const any = new AnyValue();
    for (let round = 0; round < 300; round++) {
      const turns = row(
        any.list(30, () => (any.below(3) === 0 ? { lexical: any.below(9), cosine: any.below(9) / 9 } : {})),
      );
      const found = scores(turns);
      for (const [index, { lexical, cosine }] of turns.entries()) {
        if (lexical > 0 || cosine > 0 || found[index] === 0) continue;
        const around = [-2, -1, 1, 2].map((places) => found[index + places] ?? 0);
        expect(found[index]).toBeLessThan(Math.max(...around));
      }
    }
  });

  test('leaves a pool without any score at 0', () => {
    expect(scores(row([{}, { patterns: patternBit.SHORT }]))).toEqual([0, 0]);
  });
});
