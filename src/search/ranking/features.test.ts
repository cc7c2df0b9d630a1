import { describe, expect, test } from 'vitest';
import type { AskedQuestion, Scope } from './engine-port.ts';
import { evidenceOf } from './evidence.ts';
import type { FeatureName } from './feature-names.ts';
import { features } from './features.ts';
import { makeQuestion, makeScope, makeTurn } from './fixtures/make-turn.ts';
import { shippedModel, similarity } from './fixtures/shipped-model.ts';
import { patternBit } from './patterns.ts';
import { questionOf } from './question.ts';
import { compare } from './soft-match.ts';
import { type Turn, turnColumns } from './turn-columns.ts';

/** Computes the features of the turns, which form one session in the given order. */
function featuresOf(
  given: readonly Partial<Turn>[],
  question: Partial<AskedQuestion> = {},
  scope: Partial<Scope> = {},
) {
  const turns = given.map((turn, ordinal) => makeTurn({ id: `m${ordinal}`, ordinal, ...turn }));
  const [asked, within] = [makeQuestion(question), makeScope(scope)];
  const context = { question: questionOf(asked, within, shippedModel), scope: within, model: asked.model };
  const columns = turnColumns(turns);
  const all = features(evidenceOf(columns, context, compare(columns, context, similarity)));
  return (name: FeatureName, index = 0): number => {
    const column = new Float64Array(columns.members);
    all[name](column);
    const value = column[columns.all.findIndex(({ id }) => id === `m${index}`)];
    if (value === undefined) throw new RangeError(`There is no turn ${index}`);
    return value;
  };
}

const long = { patterns: 0 };
const bits = (...names: (keyof typeof patternBit)[]) => ({
  patterns: names.reduce((sum, name) => sum | patternBit[name], patternBit.SHORT),
});
const assisted: Partial<Scope> = {
  participants: [
    { speaker: null, role: 'USER' },
    { speaker: null, role: 'ASSISTANT' },
  ],
};

describe('scores of neighbours', () => {
  const found = featuresOf([
    { lexical: 1, cosine: 0.2 },
    { lexical: 2, cosine: 0.4 },
    { lexical: 4, cosine: 0.8 },
  ]);

  test('are relative to the best score, by distance', () => {
    expect(found('l', 1)).toBe(0.5);
    expect(found('d', 1)).toBe(0.5);
    expect(found('l+1', 1)).toBe(1);
    expect(found('l-2', 2)).toBe(0.25);
    expect(found('l+1', 2)).toBe(0);
  });

  test('include turns outside the pool, but are relative to the best in the pool', () => {
    const outside = featuresOf([{ lexical: 2 }, { lexical: 1, inPool: false }, { lexical: 3, inPool: false }]);
    expect(outside('l+1')).toBe(0.5);
    expect(outside('smax')).toBe(1);
  });

  test('are 0 next to a long text', () => {
    expect(featuresOf([{ lexical: 1 }, { lexical: 1, ...long }])('l+1')).toBe(0);
    expect(featuresOf([{ lexical: 1, ...long }, { lexical: 1 }])('l+1')).toBe(0);
  });
});

describe('the soft match', () => {
  const piece = 2_003;
  const other = 9_000;
  const asked = { pieces: Uint16Array.of(piece) };
  const own = { pieces: Uint16Array.of(piece) };
  const turn = { pieces: Uint16Array.of(other) };

  test('includes the words of neighbours at a discount', () => {
    const found = featuresOf([own, turn, turn, { ...turn, session: 2 }], asked);
    expect(found('msw2', 0)).toBe(1);
    expect(found('msw2', 1)).toBeCloseTo(0.8, 6);
    expect(found('msw2', 2)).toBeCloseTo(0.6, 6);
    expect(found('msw2', 3)).toBeLessThan(0.6);
    expect(found('ms-1', 1)).toBe(1);
    expect(found('ms-1', 3)).toBe(0);
  });

  test('is lower for a longer memory', () => {
    const found = featuresOf([{ ...own, termCount: 30 }, own, { ...own, termCount: 0 }], asked);
    expect(found('mslf', 1)).toBeCloseTo(1 / 1.9, 9);
    expect(found('mslf', 0)).toBeCloseTo(1 / (1 + 0.9 * (0.4 + 0.6 * 3)), 9);
    expect(found('mslf', 2)).toBeCloseTo(1 / 1.36, 9);
  });

  test('has a separate feature for long texts', () => {
    const found = featuresOf([{ ...own, ...long }, own], asked);
    expect(found('ms*long', 0)).toBe(1);
    expect(found('ms*long', 1)).toBe(0);
    expect(found('msw2', 0)).toBe(1);
  });

  test('is scaled by the readable share of the question', () => {
    const found = featuresOf([own, turn], { ...asked, readable: 0.25 });
    expect(found('msw2', 0)).toBe(0.25);
    expect(found('msw2', 1)).toBeCloseTo(0.2, 6);
    expect(found('ms-1', 1)).toBe(0.25);
    expect(featuresOf([own, turn], { pieces: new Uint16Array(), readable: 0 })('msw2', 0)).toBe(0);
  });

  test('uses only the heaviest pieces of a question with very many', () => {
    const pieces = Uint16Array.from({ length: 500 }, (_, i) => 2_000 + i);
    const scope = { memoriesWithPiece: (one: number) => (one < 2_400 ? 99 : 1) };
    const matches = (asked: Uint16Array) => {
      const found = featuresOf([{ pieces }, own], { pieces: asked }, scope);
      return [found('msw2', 0), found('msw2', 1)];
    };
    expect(matches(pieces)[0]).toBe(1);
    expect(matches(pieces)).toEqual(matches(pieces.subarray(400)));
  });
});

describe('stems', () => {
  const asked = [1, 2, 3];
  const stems = (...values: number[]) => ({ stems: Uint32Array.from(values) });

  test('count consecutive pairs of the question, at most two different ones', () => {
    const found = featuresOf(
      [
        stems(1, 2, 1, 2),
        stems(1, 2, 3),
        stems(1, 9, 2),
        { ...stems(1, 2), dateStems: 1 },
        { ...stems(1, 2), ...long },
      ],
      { readings: [[...asked, ...asked]] },
    );
    expect([0, 1, 2, 3].map((index) => found('bi', index))).toEqual([1, 2, 0, 0]);
    expect([0, 4].map((index) => found('bi*long', index))).toEqual([0, 1]);
  });

  test('include the rarest stem of the question, even within the date', () => {
    const scope = { memoriesWithTerm: (stem: number) => (stem === 3 ? 2 : 8) };
    const found = featuresOf([{ ...stems(3, 7), dateStems: 1 }, stems(1, 2)], { readings: [asked] }, scope);
    expect([found('rare', 0), found('rare', 1)]).toEqual([1, 0]);
  });

  test('tell a question from a text that asks and says something besides', () => {
    const words = (count: number) => Array.from({ length: count }, (_, stem) => stem);
    const found = featuresOf([
      { ...bits('ASKS'), ...stems(...words(4)) },
      { ...bits('ASKS'), ...stems(90, 91, ...words(4)), dateStems: 2 },
      { ...bits('ASKS'), ...stems(...words(16)) },
      { ...bits('ASKS'), ...stems(...words(60)) },
      { ...bits(), ...stems(...words(4)) },
    ]);
    expect([0, 1, 2, 3, 4].map((index) => found('asks', index))).toEqual([
      expect.closeTo(0.75, 9),
      expect.closeTo(0.75, 9),
      expect.closeTo(0, 9),
      0,
      0,
    ]);
  });

  test('tell a short answer to a short question, by how well the question matches', () => {
    const words = (count: number) => stems(...Array.from({ length: count }, (_, stem) => stem));
    const pieces = { pieces: Uint16Array.of(2_003) };
    const question = { ...bits('ASKS', 'ENDS_ASKING'), ...words(4), ...pieces };
    const answersAfter = (before: Partial<Turn>, ...answer: Partial<Turn>[]) =>
      featuresOf([before, ...answer, pieces], pieces)('answers', 1);
    expect(answersAfter(question, words(7))).toBeCloseTo(0.5 * 0.75, 9);
    expect(answersAfter(question, words(14))).toBe(0);
    expect(answersAfter({ ...question, ...words(16) }, words(7))).toBe(0);
    expect(answersAfter({ ...question, ...bits('ASKS') }, words(7))).toBe(0);
    expect(answersAfter({ ...question, inPool: false }, words(7))).toBe(0);
    expect(answersAfter(question, { ...words(7), session: 2 })).toBe(0);
    const [some, both] = [Uint16Array.of(2_003), Uint16Array.of(2_003, 3_500)];
    const found = featuresOf([question, words(7), { pieces: both, lexical: 2 }], { pieces: both });
    const share = found('ms-1', 1);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    expect(found('answers', 1)).toBeCloseTo(0.5 * 0.75 * share ** 2, 9);
    const byWords = featuresOf([{ ...question, pieces: some, lexical: 1.9 }, words(7), { pieces: both, lexical: 2 }], {
      pieces: both,
    });
    expect(byWords('answers', 1)).toBeCloseTo(0.5 * 0.75 * 0.95, 9);
  });

  test('tell what follows a short opening and a question, by how well the opening matches', () => {
    const words = (count: number) => stems(...Array.from({ length: count }, (_, stem) => stem));
    const pieces = { pieces: Uint16Array.of(2_003) };
    const opening = { ...bits(), ...words(4), ...pieces };
    const question = { ...bits('ASKS', 'ENDS_ASKING'), speaker: 'Bob' };
    const openedBy = (...turns: Partial<Turn>[]) => featuresOf([...turns, pieces], pieces)('opened', 2);
    expect(openedBy(opening, question, {})).toBeCloseTo(0.75, 9);
    expect(openedBy(opening, question, words(60))).toBeCloseTo(0.75, 9);
    expect(openedBy({ ...opening, ...words(16) }, question, {})).toBe(0);
    expect(openedBy({ ...opening, ...bits('ASKS') }, question, {})).toBe(0);
    expect(openedBy({ ...opening, inPool: false }, question, {})).toBe(0);
    expect(openedBy({ ...opening, speaker: 'Ann' }, question, {})).toBe(0);
    expect(openedBy(opening, { speaker: 'Bob' }, {})).toBe(0);
    expect(openedBy(opening, question, { day: 19_001 })).toBe(0);
  });

  test('tell brief news of what an assistant answered, by how well the subject matches', () => {
    const words = (count: number) => stems(...Array.from({ length: count }, (_, stem) => stem));
    const pieces = { pieces: Uint16Array.of(2_003) };
    const subject = { ...bits('ASKS'), ...pieces, role: 'USER' } as const;
    const answer = { ...bits(), role: 'ASSISTANT' } as const;
    const news = { ...bits(), ...words(7), role: 'USER' } as const;
    const settledBy = (...turns: Partial<Turn>[]) => featuresOf([...turns, pieces], pieces)('settled', 2);
    expect(settledBy(subject, answer, news)).toBeCloseTo(0.5, 9);
    expect(settledBy({ ...subject, ...bits() }, answer, news)).toBeCloseTo(0.5, 9);
    expect(settledBy({ ...subject, inPool: false }, answer, news)).toBeGreaterThan(0);
    expect(settledBy(subject, answer, { ...news, ...words(14) })).toBe(0);
    expect(settledBy(subject, answer, { ...news, ...bits('ASKS') })).toBe(0);
    expect(settledBy(subject, { ...answer, role: 'USER' }, news)).toBe(0);
    expect(settledBy(subject, answer, { ...news, role: 'ASSISTANT' })).toBe(0);
    expect(settledBy(subject, answer, { ...news, speaker: 'Ann' })).toBe(0);
    expect(settledBy(subject, answer, { ...news, day: 19_001 })).toBe(0);
    const asking = { ...answer, ...bits('ASKS', 'ENDS_ASKING') };
    expect(settledBy(subject, asking, news)).toBeCloseTo(0.5, 9);
    expect(settledBy({ ...subject, ...bits() }, asking, news)).toBe(0);
  });

  test('tell what the assistant replied, by how well the message before matches', () => {
    const words = (count: number) => stems(...Array.from({ length: count }, (_, stem) => stem));
    const pieces = { pieces: Uint16Array.of(2_003) };
    const told = { ...bits(), ...pieces, role: 'USER' } as const;
    const reply = { ...words(20), role: 'ASSISTANT' } as const;
    const repliedTo = (text: string, ...turns: Partial<Turn>[]) =>
      featuresOf([...turns, pieces], { ...pieces, text }, assisted)('replies', 1);
    const asked = 'What did you suggest?';
    expect(repliedTo(asked, told, reply)).toBeCloseTo(1, 9);
    expect(repliedTo(asked, told, { ...reply, ...words(5) })).toBeCloseTo(0.5, 9);
    expect(repliedTo(asked, { ...told, inPool: false }, reply)).toBeGreaterThan(0);
    expect(repliedTo(asked, told, { ...reply, role: 'USER' })).toBe(0);
    expect(repliedTo(asked, { ...told, role: 'ASSISTANT' }, reply)).toBe(0);
    expect(repliedTo('How can I sleep better?', told, reply)).toBeCloseTo(0.7, 9);
    expect(repliedTo('What did I suggest?', told, reply)).toBe(0);
    expect(repliedTo('Why does it hurt?', told, reply)).toBe(0);
  });

  test('tell what one of several helpers replied, if the question asks for an explanation or for what "we" said', () => {
    const pieces = { pieces: Uint16Array.of(2_003) };
    const told = { ...bits(), ...pieces, role: 'USER' } as const;
    const reply = { ...stems(...Array.from({ length: 20 }, (_, stem) => stem)), role: 'ASSISTANT' } as const;
    const helped = {
      participants: [
        { speaker: 'Cara', role: 'USER' },
        ...['Ann', 'Bob'].map((speaker) => ({ speaker, role: 'ASSISTANT' as const })),
      ],
    } as const;
    const repliedTo = (text: string, scope: Partial<Scope> = helped) =>
      featuresOf([told, reply, pieces], { ...pieces, text }, scope)('replies', 1);
    for (const text of ['Why did it crash?', 'What did we promise?', 'What did you suggest?'])
      expect([text, repliedTo(text)]).toEqual([text, expect.closeTo(0.7, 9)]);
    expect(repliedTo('Who complained?')).toBe(0);
    expect(repliedTo('Why did it crash?', { ...helped, english: false })).toBe(0);
    expect(repliedTo('Why did it crash?', { participants: helped.participants.slice(1) })).toBe(0);
  });

  test('are counted and weighted once each, excluding the date', () => {
    const idf = (count: number): number => Math.log(1 + (100 - count + 0.5) / (count + 0.5));
    const scope = { memoriesWithWord: (stem: number) => (stem === 1 ? 1 : 50) };
    const many = Array.from({ length: 90 }, (_, i) => i);
    const found = featuresOf([{ ...stems(9, 1, 2, 2), dateStems: 1 }, {}, stems(...many)], {}, scope);
    expect(found('Dlen', 0)).toBeCloseTo(Math.log(3), 9);
    expect(found('Dlen', 2)).toBeCloseTo(Math.log(61), 9);
    expect(found('Dmidf', 0)).toBeCloseTo((1 + idf(50) / idf(1)) / 2, 9);
    expect([found('Dlen', 1), found('Dmidf', 1)]).toEqual([0, 0]);
  });

  test('are weighted once each even in a text of thousands', () => {
    const words = [...Array(1_000).keys(), ...Array.from({ length: 3_000 }, (_, i) => 200_000 + i)];
    const scope = { memoriesWithWord: (stem: number) => (stem < 1_000 ? 1 : 100) };
    const [twice, once] = [stems(...words, ...words), stems(...words)];
    const found = featuresOf([twice, once, stems(1), stems(200_000)], {}, scope);
    const mean = (found('Dmidf', 2) + 3 * found('Dmidf', 3)) / 4;
    for (const index of [0, 1]) expect(found('Dmidf', index)).toBeCloseTo(mean, 9);
  });
});

test('form features follow the pattern bits', () => {
  const forms = { Dhasq: 'ASKS', Dsp: 'SP', Dfp: 'FP', Dtime: 'TIME' } as const;
  for (const name of ['Dhasq', 'Dsp', 'Dfp', 'Dtime'] as const) {
    const found = featuresOf([bits(forms[name]), {}]);
    expect([name, found(name, 0), found(name, 1)]).toEqual([name, 1, 0]);
  }
  const found = featuresOf([{ patterns: patternBit.SP | patternBit.TIME }, bits('SP', 'TIME')]);
  for (const name of ['Dsp*long', 'Dtime*long'] as const) expect([found(name, 0), found(name, 1)]).toEqual([1, 0]);
  expect([found('short1k', 0), found('short1k', 1)]).toEqual([0, 1]);
});

test('what was said on another day is no neighbour, though the conversation is the same', () => {
  const found = featuresOf([
    { lexical: 2, cosine: 1 },
    { lexical: 1, day: 19_001 },
    { lexical: 1, day: 19_001 },
  ]);
  for (const name of ['l-2', 'same-1*d-1'] as const) expect([found(name, 1), found(name, 2)]).toEqual([0, 0]);
  expect([found('l+1', 0), found('l+1', 1)]).toEqual([0, 0.5]);
  expect([0, 1, 2].map((index) => found('smax', index))).toEqual([1, found('S', 1), found('S', 1)]);
  expect([0, 1, 2].map((index) => found('first3', index))).toEqual([1, 1, 1]);
});

describe('the place in the session', () => {
  test('tells whether a turn is among the first two, whatever these are', () => {
    for (const others of [{}, long, { inPool: false }]) {
      const found = featuresOf([others, others, {}, {}]);
      expect([2, 3].map((index) => found('first3', index))).toEqual([0, 0]);
    }
    const found = featuresOf([{}, long, {}, { session: 2 }]);
    expect([0, 1, 2, 3].map((index) => found('first3', index))).toEqual([1, 1, 0, 1]);
  });

  test('tells whether a turn follows a question, or a turn of the same speaker', () => {
    const found = featuresOf([
      { lexical: 1, cosine: 1, speaker: 'Ann', ...bits('ENDS_ASKING') },
      { lexical: 1, cosine: 1, speaker: 'Ann' },
      { speaker: 'Bob' },
    ]);
    expect([1, 2].map((index) => found('prevq*l-1', index))).toEqual([1, 0]);
    expect([0, 1, 2].map((index) => found('same-1*d-1', index))).toEqual([0, 1, 0]);
    const nameless = featuresOf([{ cosine: 1, role: 'USER' }, { cosine: 1, role: 'ASSISTANT' }, { role: 'ASSISTANT' }]);
    expect([1, 2].map((index) => nameless('same-1*d-1', index))).toEqual([0, 1]);
  });
});

test('the role of a user, or of what is from no message, counts only in a conversation with an assistant', () => {
  const turns = [{ role: 'USER' }, { role: 'ASSISTANT' }, { role: null }, { role: 'TOOL' }] as const;
  expect([0, 1, 2, 3].map((index) => featuresOf(turns, {}, assisted)('role', index))).toEqual([1, 0, 1, 0]);
  expect(featuresOf(turns)('role')).toBe(0);
});

test('in a question for what the assistant said, the role of the assistant counts instead', () => {
  const turns = [{ role: 'USER' }, { role: 'ASSISTANT' }, { role: null }, { role: 'TOOL' }] as const;
  const found = featuresOf(turns, { text: 'Which book did you recommend?' }, assisted);
  expect([0, 1, 2, 3].map((index) => found('role', index))).toEqual([0, 1, 0, 0]);
});

describe('features that match memory to question', () => {
  test.each([
    ['when*time', 'When was it?', 'TIME'],
    ['many*num', 'How many are there?', 'NUM'],
    ['qname*quo', 'Which book?', 'QUO'],
    ['qname*prop', 'Which brand?', 'PROP'],
    ['qpast*past', 'Did it rain?', 'PAST'],
    ['qfut*fut', 'Will it rain?', 'FUT'],
  ] as const)('%s', (name, text, bit) => {
    expect(featuresOf([bits(bit)], { text })(name)).toBe(1);
    expect(featuresOf([{}], { text })(name)).toBe(0);
    expect(featuresOf([bits(bit)], { text: 'Where?' })(name)).toBe(0);
    expect(featuresOf([bits(bit)], { text }, { english: false })(name)).toBe(0);
  });

  test('dated: a note of the very days that are named, less of a year alone', () => {
    const days = ['2023-05-30', '2023-06-01', '2023-06-30', '2023-07-02'].map((day) => Date.parse(day) / 86_400_000);
    const datedBy = (text: string, role: Turn['role'] = null) => {
      const turns = days.map((day) => ({ day, role }));
      const found = featuresOf(turns, { text });
      return [0, 1, 2, 3].map((index) => found('dated', index));
    };
    expect(datedBy('What did she weigh in June?')).toEqual([0, 1, 1, 0]);
    expect(datedBy('What did she weigh on June 30, 2023?')).toEqual([0, 0, 1, 0]);
    expect(datedBy('What did she weigh in 2023?')).toEqual([0.3, 0.3, 0.3, 0.3]);
    expect(datedBy('What did she weigh?')).toEqual([0, 0, 0, 0]);
    expect(datedBy('What did she weigh in June?', 'USER')).toEqual([0, 0, 0, 0]);
  });

  test('spk*fp: the named person speaks in the first person', () => {
    const turns = [{ speaker: 'Ann', ...bits('FP') }, { speaker: 'Ann' }, { speaker: 'Bob', ...bits('FP') }];
    const found = featuresOf(turns, { text: 'What does Ann like?' });
    expect([0, 1, 2].map((index) => found('spk*fp', index))).toEqual([1, 0, 0]);
    expect(featuresOf([bits('FP')])('spk*fp')).toBe(0);
  });
});
