import { expect, test, vi } from 'vitest';
import { loadStaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { WordMeanings } from '../platform/embedding/word-meanings.ts';
import type { AgentPart, Desk, FoundNote } from './agent.ts';
import { ExtractiveAgent } from './extractive-agent.ts';
import { makeDesk } from './fixtures/make-desk.ts';
import { makeNote } from './fixtures/make-note.ts';
import { ownWordsIn } from './own-words.ts';

const { signal } = new AbortController();
const meanings = new WordMeanings(await loadStaticEmbedder());
const { introduction, unknown } = ownWordsIn('en');

const deskOf = (question: string, found: readonly FoundNote[]) => makeDesk({ question, search: async () => found });

async function answerTo(desk: Desk, language = 'en'): Promise<string> {
  const parts: AgentPart[] = await Array.fromAsync(new ExtractiveAgent(language, meanings).answer(desk, signal));
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

test('a long question of punctuation only is read in linear time', async () => {
  expect(await answerTo(deskOf(`${'?,'.repeat(250_000)}x`, []))).toBe(unknown);
});

test('of many questions in one message the first ten are read', async () => {
  const asked: string[] = [];
  const spelt = async (question: string) => {
    asked.push(question);
    return question;
  };
  await answerTo({ ...deskOf('Who is Ada Miller? '.repeat(500), [makeNote('Ada Miller is a nurse.', 1)]), spelt });
  expect(asked).toHaveLength(10);
});

test('of a long question, fifty words are compared with those of the texts', async () => {
  using similarity = vi.spyOn(meanings, 'similarity');
  const words = (first: string) =>
    Array.from(
      { length: 400 },
      (_, n) =>
        `the w${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10) % 10]}${first}${'uvwx'[Math.floor(n / 100)]}`,
    ).join(' ');
  await answerTo(deskOf(`What did the ${words('y')}?`, [makeNote(`I saw ${words('z')}.`, 1)]));
  expect(similarity.mock.calls.length).toBeGreaterThan(0);
  // Its end with the question mark, and then all of it.
  expect(similarity.mock.calls.length).toBeLessThan(2 * 60 * 450);
});

test('a greeting is answered with nothing, a question by what is near in meaning, without a shared word', async () => {
  const found = [
    makeNote('I play badminton on Wednesdays.', 1, { cosine: 0.7 }),
    makeNote('My wife is a nurse.', 2, { cosine: 0.8 }),
  ];
  expect(await answerTo(deskOf('Good morning!', found))).toBe(unknown);
  expect(await answerTo(deskOf('Which sport?', found))).toBe(
    `${introduction}\nI play badminton on Wednesdays. [1] (1970-01-01)`,
  );
});

test.each([
  ['Which seat do I prefer on night trains?', 'I prefer the window seat on night trains.'],
  ['What size do I wear?', 'My size is medium.'],
  ['Where is my passport?', 'Passport: top drawer of the desk.'],
  ['What colour is the door?', 'I painted the door burgundy.'],
  ['What is my name?', 'My name is Ada.'],
])('%s is answered by "%s"', async (question, told) => {
  const found = [makeNote(told, 1, { cosine: 0.4 }), makeNote('It rained all weekend.', 2)];
  expect(await answerTo(deskOf(question, found))).toBe(`${introduction}\n${told} [1] (1970-01-01)`);
});

test('the question what is known about the user is answered from the memories given with it', async () => {
  const notes = [
    makeNote('I sail. The boat is old.', 1, { speaker: 'Ola' }),
    makeNote('I live in Bremen. The flat is small.', 2, { speaker: 'Kim' }),
    makeNote('Kim plays the cello.', 3, { speaker: 'Ola' }),
  ];
  const desk = {
    ...deskOf('Hi! What do you know about me?', []),
    speaker: 'Kim',
    noteOf: (n: number) => notes[n - 1] ?? null,
  };
  expect(await answerTo(desk)).toBe(
    `${introduction}\nKim: I live in Bremen. [1] (1970-01-01)\nOla: Kim plays the cello. [2] (1970-01-01)`,
  );
  expect(await answerTo({ ...desk, noteOf: () => null })).toBe(unknown);
});

test('only the question in a message is searched for, even without a question mark', async () => {
  const searched: string[] = [];
  const desk = {
    ...deskOf('I had a long day at the office. Remind me where Anna keeps the keys.', []),
    search: async (query: string) => {
      searched.push(query);
      return [makeNote('Anna keeps the keys in the blue jar.', 1)];
    },
  };
  expect(await answerTo(desk)).toContain('Anna keeps the keys in the blue jar. [1]');
  expect(searched).toEqual(['Remind me where Anna keeps the keys.']);
});

test('neither a memory nor its speaker can add a line of its own to an answer', async () => {
  const said = makeNote('Ada keeps\u001cthe keys.', 1, { speaker: 'Eve: I paid. [7]\nAda' });
  expect(await answerTo(deskOf('Who keeps the keys?', [said]))).toBe(
    `${introduction}\nEve∶ I paid. [7] Ada: Ada keeps the keys. [1] (1970-01-01)`,
  );
});

test.each([
  ['Where do I live?', 'Lives in Lyon.'],
  ['Who did I work for?', 'Omar works at Bosch.'],
  ['What do I like?', 'Omar liked jazz.'],
  ['When did I start running?', 'Runs each morning since May.'],
  ['Which parties did we plan?', 'The party was planned for June.'],
  ['How much did I pay?', 'I paid 89.90 € with PayPal.'],
  ['When did we fly home?', 'The two of us flew on Sunday.'],
  ["Where's Lena's class?", 'Lena gives her classes in Linz.'],
])('a word of a question matches any inflected form of it in a memory: %s', async (question, content) => {
  expect(await answerTo(deskOf(question, [makeNote(content, 1)]))).toContain(`${content} [1]`);
});

test('matching content ranks before a matching speaker', async () => {
  const found = [makeNote('Is vegetarian.', 1, { speaker: 'Alex' }), makeNote('Lives in Lyon.', 2)];
  const answer = await answerTo(deskOf('Where does Alex live?', found));
  expect(answer).toContain('Lives in Lyon. [1]');
});

test('a memory that shares only a short question word does not answer', async () => {
  expect(await answerTo(deskOf("What's my sister's name?", [makeNote("It's raining, that's what I'd say.", 1)]))).toBe(
    unknown,
  );
});

test('a memory that shares only one word with a long question does not answer it', async () => {
  const question = 'Which painter from Leeds sold the small wooden boat beside our harbour to Ada?';
  expect(await answerTo(deskOf(question, [makeNote('There is a harbour near Hull.', 1)]))).toBe(unknown);
  const told = 'Ann Lee, a painter from Leeds, sold Ada her wooden boat in the harbour.';
  expect(await answerTo(deskOf(question, [makeNote(told, 1)]))).toContain(`${told} [1]`);
});

test.each([
  ['en', 'What does Ada love?', 'Ada loves green tea.', 'Bob does not. '],
  ['de', 'Was mag Ada?', 'Ada mag grünen Tee.', 'Bob mag ihn nicht. '],
])('%s: answering yields to the event loop within a long memory', async (language, question, answer, other) => {
  let ms = 0;
  using _ = vi.spyOn(performance, 'now').mockImplementation(() => {
    ms += 1;
    return ms;
  });
  let turns = 0;
  const count = () => {
    turns += 1;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  const agent = new ExtractiveAgent(language, meanings);
  const parts = await Array.fromAsync(
    agent.answer(deskOf(question, [makeNote(answer + other.repeat(1_000), 1)]), signal),
  );
  clearImmediate(turn);
  expect(JSON.stringify(parts)).toContain(answer);
  expect(turns).toBeGreaterThan(100);
});

test('of many long memories, a message reads a bounded number of characters, however many questions it has', async () => {
  const found = Array.from({ length: 20 }, (_, n) => makeNote(`I pay ${n} euro for the gym. `.repeat(1_000), n + 1));
  using segmented = vi.spyOn(Intl.Segmenter.prototype, 'segment');
  expect(await answerTo(deskOf('How much does the gym cost now? '.repeat(10), found))).toContain('for the gym');
  const characters = segmented.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
  expect(characters).toBeLessThan(10 * 200_000);
});

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs);
const weekOfBoat = [
  makeNote('My sister turned thirty yesterday.', 1, { validFrom: ago(100) }),
  makeNote('Hm. We sanded the deck of the boat.', 2, { validFrom: ago(1) }),
  makeNote('The tram was late.', 3, { validFrom: ago(40) }),
];

test.each([
  ['What did I do yesterday?', 'We sanded the deck of the boat.', 1],
  ['What happened 40 days ago?', 'The tram was late.', 40],
  ['Which things happened forty days ago?', 'The tram was late.', 40],
])('%s is answered by the memory of that day, whatever its words', async (question, sentence, days) => {
  const day = ago(days).toISOString().slice(0, 10);
  expect(await answerTo(deskOf(question, weekOfBoat))).toBe(`${introduction}\n${sentence} [1] (${day})`);
});

test('what was told after midnight belongs to the night before, and what was told before that night does not', async () => {
  const midnight = Date.parse(ago(0).toISOString().slice(0, 10));
  const toldAt = (hours: number) => ({ validFrom: new Date(midnight + hours * 3_600_000) });
  const late = [makeNote('The owl came back.', 1, toldAt(1)), makeNote('The tram was late.', 2, toldAt(-23))];
  expect(await answerTo(deskOf('What happened last night?', late))).toContain('The owl came back.');
  expect(await answerTo(deskOf('What happened last night?', late.slice(1)))).not.toContain('tram');
});

test('questions about a day are answered in German, too, also for a named date', async () => {
  const agent = new ExtractiveAgent('de', meanings);
  const found = weekOfBoat.map((note) => ({ ...note, content: 'Wir waren auf dem Boot.' }));
  const parts = await Array.fromAsync(agent.answer(deskOf('Und gestern?', found), signal));
  expect(parts.at(-1)).toMatchObject({ citations: [{ memoryId: '2' }] });
  const named = new Date('2023-05-08T12:00:00Z');
  const dated = [...found, makeNote('Es hat geregnet.', 4, { validFrom: named })];
  const [last] = (await Array.fromAsync(agent.answer(deskOf('Was geschah am 8. Mai 2023?', dated), signal))).slice(-1);
  expect(last).toMatchObject({ citations: [{ memoryId: '4', quote: 'Es hat geregnet.' }] });
});

test('a memory that speaks of the asked day answers, whenever it was told', async () => {
  const found = [makeNote('Dentist on 3 March at nine.', 1, { validFrom: ago(200) }), ...weekOfBoat];
  expect(await answerTo(deskOf('What happened on 3 March?', found))).toContain('Dentist on 3 March at nine. [1]');
});

test('a memory of the right day that is unrelated to the rest of the question does not answer it', async () => {
  expect(await answerTo(deskOf('Who painted the lighthouse yesterday?', weekOfBoat))).not.toContain('boat');
});

test('a question among the memories ranks after its answer', async () => {
  const found = [
    makeNote('Would you like a refund or a replacement?', 1),
    makeNote('A replacement, please, and no refund.', 2),
  ];
  const answer = await answerTo(deskOf('Did I want a refund or a replacement?', found));
  expect(answer).toContain(`${introduction}\nA replacement, please, and no refund. [1]`);
});

/** Statements of one conversation in order; the search finds them in another. */
const talk = (...said: readonly (readonly [speaker: string, content: string])[]): FoundNote[] =>
  said
    .map(([speaker, content], place) =>
      makeNote(content, place + 1, { speaker, conversationId: 'talk', validFrom: new Date(place * 1_000) }),
    )
    .toReversed();

const meeting = talk(
  ['Kim', 'Grandma arrives on Tuesday.'],
  ['Kim', 'The meeting with Novak is on Monday.'],
  ['Ola', 'The room is booked.'],
  ['Kim', 'No, I meant Tuesday.'],
);
const flight = talk(
  ['Priya', 'The flight to Lisbon is on 12 March.'],
  ['Priya', 'The hotel is near the river, breakfast is not included.'],
  ['Priya', 'No, wait. The flight is on 13 March, not 12.'],
);

test.each([
  ['When is the meeting with Novak?', meeting, 'Kim: No, I meant Tuesday. [2]'],
  ['When do we go to Lisbon?', flight, 'Priya: No, wait. The flight is on 13 March, not 12. [2]'],
  [
    'Where do I live?',
    talk(['Kim', 'I live in Hamburg.'], ['Kim', 'I moved to Bremen in September.']),
    'Kim: I moved to Bremen in September. [1]',
  ],
])('a correction or a change is added to the memory that answers: %s', async (question, found, line) => {
  expect(await answerTo(deskOf(question, found))).toContain(`\n${line}`);
});

test('a correction is added only to what it corrects, and never to the words of another speaker', async () => {
  expect(await answerTo(deskOf('When does grandma arrive?', meeting))).not.toContain('I meant');
  expect(await answerTo(deskOf('Which room is booked?', meeting))).not.toContain('I meant');
  expect(await answerTo(deskOf('Where is the hotel?', flight))).not.toContain('wait');
});

test('corrections are recognised in German, too', async () => {
  const found = talk(['Josef', 'Mein Termin beim Zahnarzt ist am 3. Mai.'], ['Josef', 'Nein, ich meinte den 4. Mai.']);
  const parts = await Array.fromAsync(
    new ExtractiveAgent('de', meanings).answer(deskOf('Wann ist mein Termin?', found), signal),
  );
  expect(parts[0]).toEqual({
    type: 'text',
    text: 'Aus dem Gedächtnis, in den gespeicherten Worten (ohne Sprachmodell):',
  });
  expect(parts.at(-1)).toMatchObject({ citations: [{ memoryId: '1' }, { memoryId: '2' }] });
});

const homes = talk(['Ola', 'I live in Oslo.'], ['Kim', 'I live in Bremen.'], ['Ola', 'I know where you live, Kim.']);

test('a question about oneself is not answered with what others say about themselves', async () => {
  const asked = (speaker: string | null) => answerTo({ ...deskOf('Where do I live?', homes), speaker });
  expect(await asked('Kim')).toBe(`${introduction}\nKim: I live in Bremen. [1] (1970-01-01)`);
  expect(await asked('Ola')).not.toContain('Bremen');
  // The asker is unknown.
  for (const speaker of [null, 'K.']) expect(await asked(speaker)).toMatch(/Bremen(?:.|\n)*Oslo/);
});

test.each([
  ['zh', '我对什么过敏？', ['我下周二去看牙医。', '我对花生过敏，不能吃。', '我住在上海。'], '我对花生过敏，不能吃。'],
  ['ja', '私はどこに住んでいますか？', ['私は犬が好きです。', '私は東京に住んでいます。'], '私は東京に住んでいます。'],
  [
    'ja',
    '何曜日に運動していますか？',
    ['妻は看護師として働いています。', '以前は銀行で働いていました。', '毎週、土曜日に運動しています。'],
    '毎週、土曜日に運動しています。',
  ],
])(
  'in %s, a memory that shares only common words with the question does not answer it',
  async (language, question, contents, quote) => {
    const found = contents.map((content, place) => makeNote(content, place + 1, { cosine: 0.5 }));
    const parts = await Array.fromAsync(
      new ExtractiveAgent(language, meanings).answer(deskOf(question, found), signal),
    );
    expect(parts.at(-1)).toMatchObject({ citations: [{ quote }] });
  },
);

const said = (speaker: string, ...contents: readonly string[]): FoundNote[] =>
  contents.map((content, day) =>
    makeNote(content, day + 1, { speaker, cosine: 0.4, validFrom: new Date(day * dayMs) }),
  );

test.each([
  ['Who wrote the parser?', 'Mira wrote the parser of the importer.'],
  ['Who recommended the plumber?', 'Tunde recommended the plumber from Leith.'],
])('%s is answered by a sentence that begins with a name', async (question, content) => {
  expect(await answerTo(deskOf(question, said('Kim', content)))).toContain(content.slice(0, -1));
});

test.each([
  ['What is the name of my dog?', ['Thinking about a dog, maybe a greyhound.', 'My teacher is called Eugene.']],
  ['How old are the twins?', ['My sister came with her twins. They are called Finn and Maeve.']],
  ['Who wrote the novel?', ['The novel is out in Britain since Thursday.']],
  ['What did the Peugeot cost?', ['The gym costs 39 euros a month.', 'I drive a Peugeot.']],
  ['Do I have a brother?', ['My sister has a puppy.']],
  ['Do I work on Mondays?', ['I never work on Sundays.']],
])('%s is not answered by what is only near it', async (question, contents) => {
  expect(await answerTo({ ...deskOf(question, said('Kim', ...contents)), speaker: 'Kim' })).toBe(unknown);
});

test.each([
  [
    'Who is my foreman?',
    ['My foreman is called Declan.', 'Declan retired. The new foreman is Siobhan.'],
    'Siobhan',
    'is called',
  ],
  [
    'When is the wedding?',
    ['The wedding is on 18 July.', "They moved the wedding. It's on 5 September."],
    '5 September',
    'July',
  ],
  ['What do I pay in rent?', ["My rent's 620 a month.", 'Landlord put it up to 655 from this month.'], '655', '620'],
  ['Do I still play bowls?', ['My bowls club plays on Fridays.', 'I stopped playing bowls.'], 'stopped', 'Fridays'],
  [
    'Where do I have a job?',
    ['Got a job at a pub, the Lion.', 'Quit the pub. I work at a plant shop now.'],
    'plant shop',
    'Lion',
  ],
])('%s is answered by what was told last', async (question, contents, last, former) => {
  const answer = await answerTo(deskOf(question, said('Kim', ...contents)));
  expect(answer).toContain(last);
  expect(answer).not.toContain(former);
});

test.each([
  ['Am I allergic to penicillin?', 'I am allergic to penicillin.', 'Pickle is no longer allergic to chicken.'],
  ['Do I take bisoprolol?', 'Takes bisoprolol daily.', 'Grandma has stopped taking aspirin.'],
  ['Am I diabetic?', 'Diabetic since 2011.', 'Our dog is no longer diabetic.'],
  ['Am I vegan?', 'Vegan since January.', 'Tom is no longer vegan.'],
])('%s what has changed for somebody else leaves the answer as it was', async (question, own, later) => {
  const found = [makeNote(own, 1), makeNote(later, 2, { validFrom: new Date(1) })];
  expect(await answerTo(deskOf(question, found))).toContain(own);
  const others = later
    .replace(/^(?:Our dog|\p{L}+)/u, 'I')
    .replace(' is ', ' am ')
    .replace(' has ', ' have ');
  const ofOneself = [makeNote(own, 1), makeNote(others, 2, { validFrom: new Date(1) })];
  expect(await answerTo(deskOf(question, ofOneself))).toContain(others);
});

test.each([
  ['de', 'Wie heißt meine Schwester?', 'Meine Frau heißt Annegret.', 'Meine Schwester Ute kommt am Freitag.'],
  ['de', 'Welche Blutgruppe habe ich?', 'Ich habe eine neue Brille bestellt.', 'Meine Blutgruppe ist AB.'],
  ['es', '¿Cómo se llama mi primo?', 'Mi marido se llama Íñigo.', 'Mi primo Unai vive en Bilbao.'],
  ['fr', 'Comment s’appelle mon oncle ?', 'Ma femme s’appelle Odile.', 'Mon oncle Luc est là.'],
  ['it', 'Come si chiama mio zio?', 'Mia moglie si chiama Elsa.', 'Mio zio Ugo è qui.'],
  ['pt', 'Como se chama o meu tio?', 'A minha mulher chama-se Inês.', 'O meu tio Rui está aqui.'],
  ['nl', 'Hoe heet mijn oom?', 'Mijn vrouw heet Saskia.', 'Mijn oom Wim is er.'],
])('%s: "%s" is not answered by what shares only small words with it', async (language, question, other, answer) => {
  const to = (...contents: string[]) => {
    const found = contents.map((content, at) => makeNote(content, at + 1, { cosine: 0.7 }));
    return answerTo(deskOf(question, found), language);
  };
  expect(await to(other)).toBe(ownWordsIn(language).unknown);
  const both = await to(other, answer);
  expect(both).toContain(answer);
  expect(both).not.toContain(other);
});

test.each([
  ['en', 'Who is Harriet?', 'What is she allergic to?', 'Harriet is allergic to cats.', 'I am allergic to penicillin.'],
  ['en', 'Who is Harriet?', 'Where does she live?', 'Harriet lives in Leeds now.', 'I live in Bristol.'],
  ['de', 'Wer ist Matthias?', 'Wo wohnt er?', 'Matthias wohnt in Graz.', 'Ich wohne in Dresden.'],
  ['es', '¿Quién es Carmen?', '¿Dónde vive ella?', 'Carmen vive en Zaragoza.', 'Yo vivo en Bilbao.'],
])('%s: after "%s", "%s" asks of that person', async (language, earlier, question, answer, own) => {
  const searched: string[] = [];
  const to = (found: readonly FoundNote[]) => {
    const search = async (query: string) => {
      searched.push(query);
      return found;
    };
    const history = [{ role: 'user', speaker: 'Kim', text: earlier } as const];
    return answerTo({ ...deskOf(question, found), history, search, speaker: 'Kim' }, language);
  };
  const both = await to(said('Kim', answer, own));
  expect(both).toContain(answer);
  expect(both).not.toContain(own);
  expect(await to(said('Kim', own))).toBe(ownWordsIn(language).unknown);
  expect(searched[0]).toBe(`${question} ${earlier}`);
});

test.each([
  ['Who is my dentist?', 'My dentist is Dr Patel.', "I've switched to Dr Moreau for my teeth."],
  ['Which bank do I use?', 'I bank with Barclays.', 'Moved all my accounts to Monzo.'],
])('%s a later change in other words is added, if it is among the first hits', async (question, before, after) => {
  const told = said('Kim', before, after, 'It rained.');
  const to = (found: readonly FoundNote[]) => answerTo({ ...deskOf(question, found), speaker: 'Kim' });
  const [first, news, rain] = told;
  if (!first || !news || !rain) throw new Error('Three notes were made');
  expect(await to([first, news, rain])).toMatch(new RegExp(`${before}.*\n.*${after}`));
  expect(await to([first, rain, rain, news])).not.toContain(after);
  expect(await to([first, { ...news, cosine: 0.1 }])).not.toContain(after);
  expect(await to([first, { ...news, speaker: 'Ada' }])).not.toContain(after);
  expect(await to([{ ...first, validFrom: new Date(9 * dayMs) }, news])).not.toContain(after);
});

test('a question about the past is answered by what was told then', async () => {
  const found = said('Kim', 'My foreman was Declan.', 'Declan retired. The new foreman is Siobhan.');
  expect(await answerTo(deskOf('Who was my foreman at first?', found))).toContain('was Declan. [1]');
});

test('an answer of two sentences is quoted whole', async () => {
  const found = said('Kim', 'New contract: a cookbook. Fee 48,000 kroner. The weather is fine.');
  expect(await answerTo(deskOf('How much do I get for the cookbook?', found))).toContain(
    'New contract: a cookbook. Fee 48,000 kroner. [1]',
  );
});

test('what somebody says of themselves is not what the asker asks, although it names the asker', async () => {
  const found = [
    ...said('Arjun', 'I take my coffee black, Priya will tell you otherwise.'),
    ...said('Priya', 'I take my coffee with oat milk.'),
  ];
  const answer = await answerTo({ ...deskOf('How do I like my coffee?', found), speaker: 'Priya' });
  expect(answer).toBe(`${introduction}\nPriya: I take my coffee with oat milk. [1] (1970-01-01)`);
});

test('each of several questions is answered', async () => {
  const found = said('Kim', 'I live in Bremen.', 'The key lies under the mat.');
  expect(await answerTo(deskOf('Where do I live? And where is the key?', found))).toMatch(/Bremen.*\n.*mat/);
});

test.each([
  ['Wo wohne ich?', ['Ich wohne in Bremen.', 'Mein Hund heißt Rex.']],
  ["Où est-ce que j'habite ?", ["J'habite à Lyon.", "Mon chien s'appelle Rex."]],
  ['我对什么过敏？', ['我对花生过敏，不能吃。', '我住在上海。']],
  ['أين المفتاح؟', ['المفتاح تحت السجادة.', 'أسكن في القاهرة.']],
])('%s is answered where the language of a collection was never set', async (question, contents) => {
  expect(await answerTo(deskOf(question, said('Kim', ...contents)))).toContain(`Kim: ${contents[0]} [1]`);
});

test('what a relative has got since does not take the place of what the asker has', async () => {
  const at = (day: number) => ({ speaker: 'Ada', validFrom: new Date(day * 86_400_000), cosine: 0.6 });
  const found = [
    makeNote('My sister Eva got a new phone number: 0699 444444.', 2, at(1)),
    makeNote('Tom has a new phone number: 0650 777777.', 3, at(2)),
    makeNote('My phone number is 0660 123456.', 1, at(0)),
  ];
  const answered = (question: string, notes: typeof found) => answerTo({ ...deskOf(question, notes), speaker: 'Ada' });
  expect(await answered('What is my phone number?', found)).toBe(
    `${introduction}\nAda: My phone number is 0660 123456. [1] (1970-01-01)`,
  );
  expect(await answered('What is my phone number?', found.slice(0, 1))).toBe(unknown);
  expect(await answered("What is my sister's phone number?", found.slice(0, 1))).toContain('0699 444444');
});
