import { describe, expect, test } from 'vitest';
import type { AskedQuestion, Participant, Scope } from './engine-port.ts';
import { makeQuestion, makeScope } from './fixtures/make-turn.ts';
import { shippedModel } from './fixtures/shipped-model.ts';
import { questionOf } from './question.ts';

const people = (...names: string[]): Participant[] => names.map((speaker) => ({ speaker, role: null }));

const ask = (text: string, given: Partial<AskedQuestion> = {}, scope: Partial<Scope> = {}) =>
  questionOf(makeQuestion({ text, ...given }), makeScope(scope), shippedModel);

test('an error while reading the date loses only the date', () => {
  const asked = makeQuestion({ text: 'What did Ann do on 8 May 2023?', readings: [[1, 2]] });
  const scope = makeScope({ participants: people('Ann') });
  const failing = {
    get en(): number {
      throw new RangeError('Invalid time value');
    },
  };
  const question = questionOf(asked, scope, shippedModel);
  expect(question.date).toEqual({ kind: 'day', year: 2023, month: 5, day: 8 });
  expect(questionOf({ ...asked, today: failing }, scope, shippedModel)).toEqual({ ...question, date: null });
});

test('reads a date in the languages of the collections, English first', () => {
  const date = (text: string, today: AskedQuestion['today'], english = 'en' in today) =>
    ask(text, { today }, { english }).date;
  const yesterday = { kind: 'days', first: 99, last: 99 };
  expect(date('Was habe ich GESTERN gegessen?', { de: 100 })).toEqual(yesterday);
  expect(date('Was habe ich gestern gegessen?', { de: 100, en: 200 })).toEqual(yesterday);
  expect(date('Yesterday, gestern?', { de: 100, en: 200 })).toEqual({ kind: 'days', first: 199, last: 199 });
  expect(date('Was habe ich gestern gegessen?', { en: 100 })).toBeNull();
  expect(date('What did I eat yesterday?', { de: 100 })).toBeNull();
  expect(date('Was war am 8 May 2023?', { de: 100 })).toBeNull();
});

test('asks for an order, or whether something holds, in the languages of the collections', () => {
  const asks = (text: string, ...languages: string[]) => {
    const today = Object.fromEntries(languages.map((language) => [language, 20_000]));
    const { order, standing } = ask(text, { today }, { english: languages.includes('en') });
    return { order, standing };
  };
  expect(asks('Ist das Rad noch kaputt?', 'de')).toEqual({ order: 'now', standing: 'whether' });
  expect(asks('Ist das Rad noch kaputt?', 'en', 'fr', 'de')).toEqual({ order: 'now', standing: 'whether' });
  expect(asks('Ist das Rad noch kaputt?', 'en', 'fr')).toEqual({ order: null, standing: null });
  expect(asks('Is the bike broken now?', 'de')).toEqual({ order: null, standing: null });
  expect(asks('War das am Anfang noch offen?', 'de')).toEqual({ order: 'first', standing: null });
  expect(asks('Ist das Rad seit dem 3. Mai kaputt?', 'de')).toEqual({ order: null, standing: null });
});

test('asks for what may have changed in the present tense where not only people talk, unless it asks for a reply', () => {
  const standing = (text: string, scope: Partial<Scope> = {}) => ask(text, {}, { participants: [], ...scope }).standing;
  const assisted: readonly Participant[] = [
    { speaker: 'Ann', role: 'USER' },
    { speaker: 'Bot', role: 'ASSISTANT' },
  ];
  expect(standing('Who services the boiler?')).toBe('what');
  expect(standing('Who services the boiler?', { participants: assisted })).toBe('what');
  expect(standing('Who services the boiler?', { participants: people('Ann', 'Bob') })).toBeNull();
  expect(standing('Who services the boiler?', { english: false })).toBeNull();
  expect(standing('Who is the latest guest?')).toBeNull();
  expect(standing('What is the plan that you suggested?', { participants: assisted })).toBeNull();
});

describe('the named person', () => {
  const named = (text: string, ...speakers: string[]) => ask(text, {}, { participants: people(...speakers) }).named;

  test('is the one speaker whose first name is in the question', () => {
    expect(named("Where is caroline's dog?", 'Caroline Meyer', 'Melanie')).toBe('Caroline Meyer');
    expect(named('Où est Zoë ?', 'Zoë', 'Al')).toBe('Zoë');
    expect(named('Where is Jean-Luc?', 'Jean-Luc Picard', 'Will')).toBe('Jean-Luc Picard');
    expect(named('Is that O’Brien?', "O'Brien")).toBe("O'Brien");
  });

  test('is the one whose full name occurs, if several share the first word', () => {
    const speakers = ['Speaker 1', 'Speaker 12', 'Speaker 2'];
    expect(named('What did Speaker 1 order?', ...speakers)).toBe('Speaker 1');
    expect(named('What did speaker  12 order?', ...speakers)).toBe('Speaker 12');
    expect(named('What did the speaker order?', ...speakers)).toBeNull();
    expect(named('What did Speaker 1 say to Speaker 2?', ...speakers)).toBeNull();
    expect(named('What does Dr. Weber advise?', 'Dr. Weber', 'Dr. Klein')).toBe('Dr. Weber');
    expect(named('What does Anna Klein like?', 'Anna Klein', 'Anna Weber', 'Ben')).toBe('Anna Klein');
    expect(named('What does Anna like?', 'Anna Klein', 'Anna Weber', 'Ben')).toBeNull();
  });

  test('is found despite punctuation around the name', () => {
    expect(named('What does Mel like?', '@mel', '<Anna>')).toBe('@mel');
    expect(named("What is anna's dog called?", '@mel', '<Anna>', 'Bob:')).toBe('<Anna>');
    expect(named('Where was Bob?', '@mel', 'Bob:', '???')).toBe('Bob:');
    expect(named('What does Dr. Weber advise?', 'Dr. Weber', 'Bob')).toBe('Dr. Weber');
  });

  test('is the capitalised name if another name is also a common word', () => {
    expect(named('When will Grace move?', 'Will', 'Grace')).toBe('Grace');
    expect(named('What does Mark hope for?', 'Mark', 'Hope')).toBe('Mark');
    expect(named('When will grace move?', 'Will', 'Grace')).toBeNull();
    expect(named('Will Grace move?', 'Will', 'Grace')).toBeNull();
  });

  test('is found within the text in scripts without word breaks', () => {
    expect(named('小明喜欢喝什么茶？', '小明', '小红')).toBe('小明');
    expect(named('昨天李小龙去了哪里', '李小龙', '小红')).toBe('李小龙');
    expect(named('สมชายชอบอะไร', 'สมชาย', 'มานี')).toBe('สมชาย');
    expect(named('민수는 어디에 살아?', '민수', '지영')).toBe('민수');
    // In such scripts a single character does not count as a word.
    expect(named('国王喜欢什么', '王', '李')).toBeNull();
  });

  test('is found despite a different case or width of its letters', () => {
    expect(named('irem nerede?', 'İrem', 'Ayşe')).toBe('İrem');
    expect(named('Işıl’ın kedisi?', 'IŞIL', 'Ayşe')).toBe('IŞIL');
    expect(named('Where is Anna?', '\u200eＡｎｎａ\u202c', 'Ben')).toBe('\u200eＡｎｎａ\u202c');
  });

  test('is null if two are named, or none', () => {
    expect(named('Did Ann meet Bob?', 'Ann', 'Bob')).toBeNull();
    expect(named('Did Ann meet Bob?', 'Ann', 'Ann Smith')).toBeNull();
    expect(named('Did Anna meet?', 'Ann', 'Bob')).toBeNull();
    expect(named('Did éann meet?', 'Ann')).toBeNull();
    expect(named('Who?', '', '   ')).toBeNull();
  });

  test('is one person even with several roles', () => {
    const participants: Participant[] = [
      { speaker: 'Ann', role: 'USER' },
      { speaker: 'Ann', role: null },
      { speaker: null, role: 'ASSISTANT' },
    ];
    expect(ask('What does Ann like?', {}, { participants }).named).toBe('Ann');
  });
});

describe('pairs of stems', () => {
  const pairs = (question: ReturnType<typeof ask>) =>
    [...question.pairs].flatMap(([first, seconds]) => [...seconds].map((second) => [first, second]));

  test('are the consecutive stems of all readings, each once', () => {
    const question = ask('', {
      readings: [
        [1, 2, 1, 2],
        [2, 5],
      ],
    });
    expect(pairs(question)).toEqual([
      [1, 2],
      [2, 1],
      [2, 5],
    ]);
  });

  test('exclude names and stems unknown to the scope', () => {
    const question = ask('', { readings: [[1, 7, 2, -1, 3]] }, { nameStems: new Set([7]) });
    expect(pairs(question)).toEqual([]);
  });
});

describe('the rarest stem', () => {
  const counts = [0, 5, 2, 2, 1];
  const scope: Partial<Scope> = { memoriesWithTerm: (stem) => counts[stem] ?? 0, nameStems: new Set([4]) };

  test('is known to the scope, is not a name, and is the first among equals', () => {
    expect(ask('', { readings: [[0, 1, 4, 3, 2]] }, scope).rarest).toBe(3);
    expect(ask('', { readings: [[0, 4, -1]] }, scope).rarest).toBeNull();
  });
});

describe('patterns and dates', () => {
  const text = 'When did you read 8 May 2023?';

  test('are found regardless of case', () => {
    const { matches, date } = ask('WHEN WILL SHE READ IT?');
    expect(matches).toEqual(new Set(['when', 'qfut', 'qname_quo']));
    expect(date).toBeNull();
    expect(ask(text).date).toEqual({ kind: 'day', year: 2023, month: 5, day: 8 });
  });

  test('are the same with any white space between words', () => {
    const asked = ask('How many  books\ndid she buy in May\u00a02022?');
    expect(asked.matches).toEqual(ask('How many books did she buy in May 2022?').matches);
    expect(asked.matches).toContain('many');
    expect(ask('How  many books').matches).toEqual(ask('How many books').matches);
    expect(asked.date).toEqual({ kind: 'month', year: 2022, month: 5 });
  });

  test('are not looked for if no collection is English', () => {
    const { matches, date } = ask(text, {}, { english: false });
    expect(matches.size).toBe(0);
    expect(date).toBeNull();
  });
});

test('deduplicates pieces', () => {
  expect(ask('', { pieces: Uint16Array.of(5, 9, 5) }).pieces).toEqual(Uint16Array.of(5, 9));
});
