import { expect, test } from 'vitest';
import { loadStaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { WordMeanings } from '../platform/embedding/word-meanings.ts';
import type { FoundNote } from './agent.ts';
import { englishAnswer } from './english-answer.ts';
import { makeNote } from './fixtures/make-note.ts';
import { makeTalk } from './fixtures/make-talk.ts';

const meanings = new WordMeanings(await loadStaticEmbedder());

const ofKim = { speaker: 'Kim', cosine: 0.35 };
const noteOf = (content: string, at: number) =>
  makeNote(content, at + 1, { ...ofKim, validFrom: new Date(at * 86_400_000) });

const quotedIn = async (found: readonly FoundNote[], question: string, asker: string | null = null) => {
  const answer = await englishAnswer(found, { question, told: '', asker, now: new Date(), meanings });
  return answer.map(({ sentence }) => sentence);
};

/** What is quoted of these memories, of which each was told a day after the one before. */
const quotedOf = (question: string, ...contents: string[]) => quotedIn(contents.map(noteOf), question);

const eager = 'ff_eager_customs fills in the form for British merchants.';
const engine = 'ff_new_tariff_engine is at 100 % for everybody.';

test.each([
  ['What does ff_eager_customs do?', [eager, engine], [eager]],
  ['What does ff_dark_invoices do?', [engine], []],
  ['What is reconcile_payouts?', ['timeout_ms is 4000.'], []],
  ['Is split_sms on?', ['The flag split_mail is off.'], []],
  ['Is ff_split on?', ['ff_split_mail is on.'], []],
  ['What does E4107 mean?', ['Error E4107: the courier refused.'], ['Error E4107: the courier refused.']],
  ['What does E4108 mean?', ['Error E4107: the courier refused.'], []],
  ['What is MAX_BATCH set to?', ['MAX_BATCH is 250.'], ['MAX_BATCH is 250.']],
  ['When was courierlink 3.9.0 deployed?', ['courierlink 3.8.0 was deployed on 3 May.'], []],
  ['When was labelgen 6.0 released?', ['labelgen 4.7.0 is out.', 'In labelgen 5.0 pdf-lib replaced pdfkit.'], []],
  ['What is in util/email.ts?', ['util/phone.ts holds the parser.'], []],
  ['Are we on Postgres 16?', ['We run Postgres 15.6.'], []],
  ['Are we on Postgres 16?', ['We run Postgres 16.4.'], ['We run Postgres 16.4.']],
  [
    'Who is responsible for trackhub?',
    ['Kemal is responsible for trackhub.', 'TRACKHUB_POLL_SECS is 240.'],
    ['Kemal is responsible for trackhub.'],
  ],
])('%s another identifier is another thing: %s', async (question, contents, answer) => {
  expect(await quotedOf(question, ...contents)).toEqual(answer);
});

test.each([
  ['Um, where do I live?', 'I live in Ledeberg.', 'Um, I was off to Crete in June.'],
  ['okay hey what books does oskar like', 'Oskar likes the dog man books.', 'Okay, hey, Oskar is here.'],
])('%s: what people say while they look for words is no word of a question', async (question, answer, other) => {
  expect(await quotedOf(question, other, answer)).toEqual([answer]);
});

test.each([
  ['who teaches cello', 'mrs brandt teaches cello', 'she teaches cello here'],
  ['who is the vicar', 'the vicar is reverend tunstall', 'the vicar is late'],
  ['Who hates Arthur?', 'Tom hates Arthur.', 'I hate the fog.'],
  ['who drove the enyaq', 'um so i drove the enyaq', 'we saw the enyaq that she drove'],
])('%s is answered by a name without capitals: %s', async (question, answer, other) => {
  expect(await quotedOf(question, other, answer)).toEqual([answer]);
});

test('digits behind the noun that is asked for answer what the number is', async () => {
  const [answer, other] = ['Picked up my race bib. Number 4417', 'My race bib is lost.'];
  expect(await quotedOf("What's my race bib number?", other, answer)).toEqual([answer]);
});

test.each([
  ['who offered me a job', 'they offered me a job with the timeout_ms of 40 and a paneer.'],
  ['who wrote the report', 'the report was written in walthamstow'],
  ['Who teaches cello?', 'Somebody teaches cello at kingsmead.'],
  ['how old is henrik', 'sigrid is 11'],
  ["where's barnaby", 'noor lives in leeds'],
])('%s is not answered by the name of a thing or a place, or about another name', async (question, content) => {
  expect(await quotedOf(question, content)).toEqual([]);
});

test.each([
  ['When is the crown appointment?', 'The crown appointment is on the eleventh of September.'],
  ['When is the crown appointment?', 'The crown appointment is on July twenty second.'],
  ['What time is the crown appointment?', 'The crown appointment is at quarter to nine.'],
  ['What time is the crown appointment?', 'The crown appointment begins ten past six.'],
])('%s is answered by a day or a time in words: %s', async (question, answer) => {
  const others = ['The crown appointment is for the first one.', 'No one may miss the crown appointment.'];
  expect(await quotedOf(question, ...others, answer)).toEqual([answer]);
});

test('of a long text without marks, only the part that answers is quoted', async () => {
  const idle = 'we were driving home from the lake and the kids were singing that song again and again ';
  const told = `${idle.repeat(3)}and i take ten milligrams of ramipril now and ${idle.repeat(3)}`;
  const [answer = ''] = await quotedOf('how many milligrams of ramipril do i take', told);
  expect(answer).toContain('i take ten milligrams of ramipril now');
  expect(answer.split(' ').length).toBeLessThan(30);
  expect(told).toContain(answer);
});

test('"where\'s" is no word that an answer says', async () => {
  expect(await quotedOf("Where's Barnaby?", 'Barnaby is in New Zealand.')).toHaveLength(1);
});

const [second, third] = ['The score of the second quarter was 41.', 'The score of the third quarter was 47.'];

test.each([
  ['What was the score in the third quarter?', third],
  ['What was the score in Q2?', second],
  ['What was the score in the first quarter?', undefined],
])('%s is answered by no other quarter', async (question, answer) => {
  expect(await quotedOf(question, second, third)).toEqual(answer === undefined ? [] : [answer]);
});

test('what is told of another month is no answer, unless it was told in the asked one', async () => {
  const told = 'We sold 84 lamps in August.';
  const question = 'How many lamps did we sell in January 1970?';
  const asked = (validFrom: Date) => quotedIn([{ ...noteOf(told, 0), validFrom }], question);
  expect(await asked(new Date('1971-09-02T00:00:00Z'))).toEqual([]);
  expect(await asked(new Date('1970-01-02T00:00:00Z'))).toHaveLength(1);
});

test('what names the asked days without their year is of them, if it was told in that year', async () => {
  const told = 'Holidays: 10 to 22 August by canoe through Finland.';
  const question = 'What happened between 10 and 22 August 1970?';
  const asked = (validFrom: Date) => quotedIn([{ ...noteOf(told, 0), validFrom }], question);
  expect(await asked(new Date('1970-05-02T00:00:00Z'))).toHaveLength(1);
  expect(await asked(new Date('1971-05-02T00:00:00Z'))).toEqual([]);
});

test.each([
  ['Which port does the cache listen on?', 'The cache listens on port 6380.'],
  ['Why was the dashboard rolled back?', 'The dashboard was rolled back after 20 minutes: blank page in Firefox.'],
])('%s is answered by %s', async (question, answer) => {
  expect(await quotedOf(question, answer)).toEqual([answer]);
});

test('a change in a long text, which shares a rare word with the answer, does not take its place', async () => {
  const answer = 'Kemal is responsible for trackhub.';
  const runbook = `Ask in the channel of trackhub. Nobody asks Hanne any more. ${'The alerts are on the wall. '.repeat(8)}`;
  expect(await quotedOf('Who is responsible for trackhub?', answer, runbook)).toEqual([answer]);
});

test.each([
  ['Does Tomasz have children?', 'Tomasz', "Not yet. I'd tell them before they do."],
  ['Does Priya have a dog?', 'Priya', 'Ewa is no longer with us.'],
])('%s is not answered by whatever %s said', async (question, speaker, content) => {
  const found = [{ ...noteOf(content, 0), speaker }];
  expect(await quotedIn(found, question)).toEqual([]);
  const own = [{ ...noteOf(question.includes('dog') ? 'I walked my dog.' : 'My children sleep.', 0), speaker }];
  expect(await quotedIn(own, question)).toHaveLength(1);
});

test.each(['Back to the old one.', 'Shall I write to the three?', 'It costs 7.10, and we bill 7.85.'])(
  '"%s" tells no age',
  async (content) => {
    const found = [{ ...noteOf(content, 0), speaker: 'Yuki' }];
    expect(await quotedIn(found, 'How old is Yuki?')).toEqual([]);
  },
);

/** What is quoted to Kim of a conversation. */
const quotedOfTalk = (question: string, ...messages: string[]) => quotedIn(makeTalk(messages, ofKim), question, 'Kim');

test.each([
  [
    'How much does the osteopath charge?',
    ['I see an osteopath now.', 'A: I hope it helps. What does a session cost?', '58 euros, if I pay at once.'],
    ['58 euros, if I pay at once.'],
  ],
  [
    'Which vet operates on Pixel?',
    [
      'Our dog Pixel has a bad knee.',
      'A: Poor Pixel! Which vet operates on him?',
      "Dr Maes, we've known her for years.",
    ],
    ["Dr Maes, we've known her for years."],
  ],
  ['When does the compressor arrive?', ['The compressor broke.', 'A: When does the new one arrive?'], []],
])(
  '%s is answered by what was said to the question of an assistant, which is no answer',
  async (question, talk, answer) => {
    expect(await quotedOfTalk(question, ...talk)).toEqual(answer);
  },
);

test.each([
  [
    'What subject does Marcus teach?',
    ['Marcus teaches chemistry.', "Oh, and I'm allergic to penicillin, that one matters."],
    ['Marcus teaches chemistry.'],
  ],
  [
    'When is my dental appointment?',
    ["I've got the dentist on 3 December.", 'We get a puppy! We pick her up on 12 December.'],
    ["I've got the dentist on 3 December."],
  ],
  [
    'Which hobbies do I have?',
    ['My hobby is pottery.', 'Another hobby of mine is chess.'],
    ['Another hobby of mine is chess.', 'My hobby is pottery.'],
  ],
])('%s what only stands beside an answer does not follow it', async (question, talk, answer) => {
  expect((await quotedOfTalk(question, ...talk)).toSorted()).toEqual(answer.toSorted());
});

test('what search ranked far down has to say more of the question', async () => {
  const [told, question] = ['The boat has a new sail of red cloth.', 'Which red sail does the tall ship have?'];
  const others = Array.from({ length: 8 }, (_, at) => noteOf(`Nobody came on Tuesday, ${at} did before.`, at + 1));
  expect(await quotedIn([noteOf(told, 0), ...others], question)).toEqual([told]);
  expect(await quotedIn([...others, noteOf(told, 0)], question)).toEqual([]);
});

test('whom a question names is not answered for by what somebody else says of themselves', async () => {
  const [own, other] = ['I collect old maps.', 'Thanks, Kim! I collect old stamps.'];
  const found = [{ ...noteOf(other, 1), speaker: 'Ola' }, noteOf(own, 0)];
  expect(await quotedIn(found, 'Which old things does Kim collect?')).toEqual([own]);
});

test('what shares a common word with an answer, and nothing with the question, is no change of it', async () => {
  const [stopped, cast] = [
    'The blood test came out fine, so I can stop taking the iron.',
    "Ollie's cast came off, he is back at football now.",
  ];
  const found = [noteOf(stopped, 0), { ...noteOf(cast, 1), cosine: 0.1 }];
  expect(await quotedIn(found, 'Am I still taking iron?', 'Kim')).toEqual([stopped]);
});

test.each([
  ['How much is my rent?', 'My rent is 900 euros.', 'Our new dishwasher cost 650 euros.'],
  ["When is my mum's birthday?", "Mum's birthday yesterday: 32 guests.", 'First day at the museum, started today.'],
  ['When is Falk getting married?', 'Falk gets married on 12 September.', 'On 19 August 2016 we got married in Kiel.'],
  [
    'When does the lease end?',
    'The lease for the stand in the market ends on 3 May.',
    'The market is closed from June.',
  ],
])('%s a later change of something else does not take the place of: %s', async (question, answer, other) => {
  expect((await quotedOf(question, answer, other))[0]).toBe(answer);
});

test.each([
  ['Where does Klaus work?', 'Klaus works at the library.', 'Tom works at the bakery now.'],
  ['What is the job of Klaus?', 'Klaus works at the library.', 'Tom quit his work.'],
  ["What is Klaus's job?", "Klaus's job is at the library.", "Tom's job is at the bakery now."],
  ['Whom does Klaus love?', 'Klaus loves Maria.', 'Sam loves Tamara now.'],
  ['Who loves Maria?', 'Klaus loves Maria.', 'Sam loves Tamara now.'],
  ['Do you trust Nora?', 'I trust Nora.', 'I no longer trust Pavel.'],
  ['Who works at the library?', 'Klaus works at the library.', 'Tom works at the bakery now.'],
  ['What is the rent of the cafe?', 'The rent of the cafe is 400.', 'The rent of the bakery was raised to 300.'],
])('%s what is so now of somebody else changes nothing: %s', async (question, answer, other) => {
  expect(await quotedOf(question, answer, other)).toEqual([answer]);
});

test.each([
  ['Where does Klaus work?', 'Klaus works at the library.', 'Klaus Mueller works at the bakery now.'],
  ['Where does Klaus work?', 'Klaus works at the library.', 'Maria got Klaus to work at the bakery now.'],
  ["Who is Klaus's boss?", "Klaus's boss is Anna.", 'Bea took over as boss.'],
  ['Who is the captain of the Aurora?', 'Zed is the captain of the Aurora.', 'Ivo is the captain now.'],
  ['Who works at the library?', 'Klaus works at the library.', 'Klaus works at the bakery now.'],
  ['Where does Nora live?', 'Nora lives in Rome.', 'She lives in Paris now.'],
  ['What is the rent of the cafe?', 'The rent of the cafe is 400.', 'The rent was raised to 500.'],
])('%s a change that somebody else may be a part of takes the place of: %s', async (question, answer, later) => {
  expect(await quotedOf(question, answer, later)).toEqual([later]);
});

test('a speaker tells of themselves only in the first person', async () => {
  const quoted = (question: string, contents: readonly string[]) =>
    quotedIn(
      contents.map((content, at) => ({ ...noteOf(content, at), speaker: 'Maria' })),
      question,
    );
  const [loved, other] = ['Klaus loves Maria.', 'Sam loves Tamara now.'];
  expect(await quoted('Who loves Maria?', [loved, other])).toEqual([loved]);
  const [live, moved] = ['I live in Rome.', 'I now live in Paris with Tom.'];
  expect(await quoted('Where does Maria live?', [live, moved])).toEqual([moved]);
});

test('"that" before a clause refers to nothing that was told before', async () => {
  const [secret, thought] = ['My secret number is 4056.', 'On day 0 I thought that Hailey cares about the new tax.'];
  expect(await quotedOf('What is your secret number?', secret, thought)).toEqual([secret]);
});

test.each([
  ['How much is my rent?', 'My rent is 900 euros.', 'The landlord wants 950 now.'],
  ['When does the plumber come?', 'The plumber comes on 14 December.', 'The plumber was moved to 21 December.'],
])('%s another amount or day of what is asked takes the place of: %s', async (question, answer, later) => {
  expect(await quotedOf(question, answer, later)).toEqual([later]);
});

test.each([
  ['What happened with the boiler?', 'The boiler flooded the cellar.', 'The boiler runs with a new pump.'],
  [
    'How long did the talk by Okoro last?',
    'The talk by Okoro lasted two hours.',
    'The talk by Okoro has a new room for 80.',
  ],
  [
    'Which firm built the boathouse?',
    'The firm Aune built the boathouse.',
    'The firm Berg has taken over the boathouse.',
  ],
  [
    'What did we talk about last Monday?',
    'We talk about the boiler on Monday.',
    'We talk about the new pump on Monday.',
  ],
])('%s asks for what was, so that no change takes the place of: %s', async (question, answer, later) => {
  expect(await quotedOf(question, answer, later)).toContain(answer);
});

test('of several things, what is told later is one more, and a few words are quoted with what they are about', async () => {
  const told = ["I'm allergic to penicillin.", "I've finally cut out lactose. Turns out I'm intolerant."];
  expect(await quotedOf('Which allergies and intolerances do I have?', ...told)).toEqual(told);
});

test('messages that were stored at one time reply to one another in their order', async () => {
  const at = { conversationId: 'talk', validFrom: new Date(0) };
  const asked = { ...noteOf('Which vet operates on him?', 1), ...at, speaker: 'ASSISTANT', isOfAssistant: true };
  const found = [{ ...noteOf('Dr Maes.', 2), ...at }, asked, { ...noteOf('Our dog Pixel has a bad knee.', 0), ...at }];
  expect(await quotedIn(found, 'Which vet does Pixel have?')).toEqual(['Dr Maes.']);
});
