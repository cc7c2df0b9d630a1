import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { LanguageModelError } from '../../platform/language-model/language-model.errors.ts';
import type { LanguageModel } from '../../platform/language-model/language-model.ts';
import { ModelExtractor } from './model-extractor.ts';
import { RulesExtractor } from './rules-extractor.ts';

const logged: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
/** A model that returns this answer; openai-language-model.test.ts tests the protocol. */
function readerOf(answer: string | Error) {
  const asked: string[] = [];
  const model: LanguageModel = {
    name: 'test',
    complete: async ({ messages }) => {
      asked.push(JSON.stringify(messages));
      if (answer instanceof Error) throw answer;
      return answer;
    },
    stream: () => {
      throw new Error('Texts are read at once');
    },
  };
  const extractor = new ModelExtractor(model, new RulesExtractor(), log);
  const read = (some: readonly string[], speaker = 'Anna') =>
    extractor.extract(some.map((content) => ({ content, speaker, language: 'en' })));
  return { asked, read };
}

const reads = (answer: string | Error, texts: readonly string[]) => readerOf(answer).read(texts);

const namesOf = (found: Awaited<ReturnType<typeof reads>>) =>
  found.map(({ entities }) => entities.map(({ name }) => name));

const good = JSON.stringify({
  texts: [
    {
      number: 1,
      entities: [
        { name: 'Anna', type: 'PERSON' },
        { name: 'Berlin', type: 'PLACE' },
        { name: 'Nobody Said', type: 'PERSON' },
      ],
      relations: [
        { from: 'Anna', to: 'Berlin', type: 'move to' },
        { from: 'Anna', to: 'Nobody Said', type: 'know' },
      ],
    },
  ],
});

test('entities of the model are accepted, except names that do not occur in the text', async () => {
  const [found] = await reads(`Here you are:\n\`\`\`json\n${good}\n\`\`\``, ['I moved to Berlin.']);
  expect(found?.entities.map(({ name, type }) => `${type} ${name}`)).toEqual(['PERSON Anna', 'PLACE Berlin']);
  expect(found?.relations).toEqual([{ from: 0, to: 1, type: 'move to', weight: 1 }]);
});

test.each([
  ['She planned a problem for Robert.', 'Ann', false],
  ['She planned it with Ann.', 'Ann', true],
  ["Jean-Luc et l'Oréal.", 'Luc', true],
  ["Jean-Luc et l'Oréal.", 'Oréal', true],
  ['Julias Schwester ist da.', 'Julia', true],
  ['李雷在北京工作', '北京', true],
  ['我和Anna去', 'Anna', true],
  ['سافرت إلى والقاهرة', 'القاهرة', true],
])('for %j the model may return the name %s: %s', async (content, name, isThere) => {
  const texts = [{ number: 1, entities: [{ name, type: 'PERSON' }] }];
  expect(namesOf(await reads(JSON.stringify({ texts }), [content]))).toEqual([isThere ? [name] : []]);
});

test('a role such as "user" is not an entity, even if the model returns it', async () => {
  const entities = ['user', 'Assistant', 'Berlin'].map((name) => ({ name, type: 'THING' }));
  const relations = [{ from: 'user', to: 'Berlin', type: 'live in' }];
  const { asked, read } = readerOf(JSON.stringify({ texts: [{ number: 1, entities, relations }] }));
  const [found] = await read(['I live in Berlin, assistant.'], 'user');
  expect(found).toMatchObject({ entities: [{ name: 'Berlin' }], relations: [] });
  expect(asked.join()).toContain(String.raw`\"speaker\":null`);
});

test.each([
  ['\u0000', 'move to', 'Anna'],
  [`${'m'.repeat(99)}🏡`, `${'m'.repeat(99)}\ufffd`, 'Anna'],
  ['\ud83c', '\ufffd', 'Anna'],
  [' \u0000', null, 'Anna\u0000'],
])('names and relation types are reduced to what the database can store: %j', async (said, kept, name) => {
  const type = said === '\u0000' ? 'move\u0000 to' : said;
  const entities = [
    { name, type: 'PERSON' },
    { name: 'Berlin', type: 'PLACE' },
  ];
  const answer = { texts: [{ number: 1, entities, relations: [{ from: name, to: 'Berlin', type }] }] };
  const [found] = await reads(JSON.stringify(answer), ['I moved to Berlin.']);
  expect(found?.entities.map((one) => one.name)).toEqual(['Anna', 'Berlin']);
  expect(found?.relations).toEqual(kept === null ? [] : [{ from: 0, to: 1, type: kept, weight: 1 }]);
});

test('a text that is missing from the answer is read by rules', async () => {
  expect(namesOf(await reads(good, ['I moved to Berlin.', 'We took Julia to Lisbon.']))).toEqual([
    ['Anna', 'Berlin'],
    ['Julia', 'Lisbon', 'Anna'],
  ]);
});

test('the part of a long text that is not sent to the model is read by rules', async () => {
  const content = `I moved to Berlin. ${'It rained all day. '.repeat(250)}We took Julia from Berlin to Lisbon.`;
  const { asked, read } = readerOf(good);
  const [found] = await read([content]);
  expect(asked.join()).not.toContain('Lisbon');
  expect(namesOf(found ? [found] : [])).toEqual([['Anna', 'Berlin', 'Julia', 'Lisbon']]);
  expect(found?.relations).toContainEqual({ from: 0, to: 1, type: 'move to', weight: 1 });
  expect(found?.relations).toContainEqual({ from: 0, to: 2, type: 'take', weight: 1 });
});

test('entity types may be lower-case or American English, and the relation "with" has half the weight', async () => {
  const entities = [
    { name: 'Anna', type: 'person' },
    { name: 'Siemens', type: 'Organization' },
  ];
  const relations = [{ from: 'Anna', to: 'Siemens', type: 'With' }];
  const [found] = await reads(JSON.stringify({ texts: [{ number: 1, entities, relations }] }), ['Anna, Siemens.']);
  expect(found?.entities.map(({ name, type }) => `${type} ${name}`)).toEqual(['PERSON Anna', 'ORGANISATION Siemens']);
  expect(found?.relations).toEqual([{ from: 0, to: 1, type: 'with', weight: 0.5 }]);
});

test.each([
  ['no JSON', 'I cannot do that.'],
  ['another form', '{"entities": ["Berlin"]}'],
  ['an unknown type', good.replace('PLACE', 'CITY')],
  ['an error', new Error('away')],
])('all texts are read by rules if the model returns %s', async (_what, answer) => {
  expect(namesOf(await reads(answer, ['We took Julia to Lisbon.']))).toEqual([['Julia', 'Lisbon', 'Anna']]);
});

test.each([[null], [undefined], [[]]])('names are accepted if relations are %j', async (relations) => {
  const answer = { texts: [{ number: 1, entities: [{ name: 'Lisbon', type: 'PLACE' }], relations }] };
  expect(namesOf(await reads(JSON.stringify(answer), ['We took Julia to Lisbon.']))).toEqual([['Lisbon']]);
});

test('a malformed entry for one text does not affect the others', async () => {
  const of = (number: unknown, type: string) => ({ number, entities: [{ name: 'Berlin', type }] });
  const answer = JSON.stringify({ texts: [of(1, 'PLACE'), of(2, 'OBEY'), of('3', 'PLACE'), null, of(9, 'PLACE')] });
  const texts = ['I moved to Berlin.', 'We took Julia to Berlin.', 'We took Julia to Lisbon.'];
  expect(namesOf(await reads(answer, texts))).toEqual([
    ['Berlin'],
    ['Julia', 'Berlin', 'Anna'],
    ['Julia', 'Lisbon', 'Anna'],
  ]);
});

test('an unavailable model is called only once a minute, and rules take over meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { asked, read } = readerOf(new LanguageModelError('no answer in time', { mayPass: true }));
    const texts = ['We took Julia to Lisbon.'];
    for (let times = 0; times < 3; times += 1)
      expect(namesOf(await read(texts))).toEqual([['Julia', 'Lisbon', 'Anna']]);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(60_001);
    await read(texts);
    expect(asked).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a refused request does not stop the requests for other texts', async () => {
  const { asked, read } = readerOf(new LanguageModelError('refused', { mayPass: false }));
  for (let times = 0; times < 3; times += 1) await read(['We took Julia to Lisbon.']);
  expect(asked).toHaveLength(3);
});

test('a malformed answer is logged without its content', async () => {
  logged.length = 0;
  await reads('{ the code is xq7canary }', ['We took Julia to Lisbon.']);
  expect(logged.join()).toContain('read by rules');
  expect(logged.join()).not.toContain('xq7canary');
});
