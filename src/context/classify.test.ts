import { describe, expect, test, vi } from 'vitest';
import { labelledLines } from '../consolidation/fixtures/labelled-lines.ts';
import { opensConversation } from './classify.ts';
import type { QueryClass } from './context.ts';
import { freelyWritten } from './fixtures/freely-written-messages.ts';
import { keptAside } from './fixtures/kept-aside-messages.ts';
import { messagesOfOtherLanguages, ruleMessages } from './fixtures/rule-messages.ts';
import { groundIn, type History } from './plan.ts';

const classify = (message: string, history: History): QueryClass =>
  groundIn({ message, conversationId: null }, history).queryClass;

const classes: readonly QueryClass[] = ['SIMPLE', 'COMPLEX', 'NEW_CONVERSATION'];

type Labelled = Readonly<Record<QueryClass, string>>;
const linesOf = (text: string): string[] => text.trim().split('\n');

interface Message {
  readonly label: QueryClass;
  readonly message: string;
}
const messagesOf = (labelled: Labelled): Message[] =>
  classes.flatMap((label) => linesOf(labelled[label]).map((message) => ({ label, message })));

/** Confusion matrix with the accuracy. */
function confusion(messages: readonly Message[]) {
  const counts = classes.map((label) => {
    const given = messages.filter((one) => one.label === label).map(({ message }) => classify(message, 'unknown'));
    return classes.map((one) => given.filter((other) => other === one).length);
  });
  const right = counts.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  return { counts, all: messages.length, accuracy: right / messages.length };
}

function print(name: string, { counts, all, accuracy }: ReturnType<typeof confusion>): void {
  const rows = classes.map(
    (label, index) => `${label.padStart(16)} ${counts[index]?.map((n) => String(n).padStart(4)).join('')}`,
  );
  console.log(
    `${name}: ${accuracy.toFixed(3)} of ${all}; a row is a label, a column what it was given\n${rows.join('\n')}`,
  );
}

test('there are at least 200 labelled messages, at least 60 of them held out, and no duplicates', () => {
  const aside = Object.values(keptAside).flatMap(linesOf);
  const others = [ruleMessages, messagesOfOtherLanguages].flatMap((set) => Object.values(set).flatMap(linesOf));
  expect(aside.length).toBeGreaterThanOrEqual(60);
  expect(aside.length + others.length).toBeGreaterThanOrEqual(200);
  expect(new Set([...aside, ...others]).size).toBe(aside.length + others.length);
});

describe.each<{ name: string; labelled: Labelled; leastOfClass: number }>([
  { name: 'messages kept aside', labelled: keptAside, leastOfClass: 0.8 },
  { name: 'messages of the rules', labelled: ruleMessages, leastOfClass: 0.8 },
  { name: 'messages of other languages', labelled: messagesOfOtherLanguages, leastOfClass: 0.8 },
  { name: 'messages that somebody wrote freely', labelled: freelyWritten, leastOfClass: 0.75 },
])('$name', ({ name, labelled, leastOfClass }) => {
  test(`at least 90 % are classified as labelled, and at least ${leastOfClass * 100} % of each class`, () => {
    const found = confusion(messagesOf(labelled));
    print(name, found);
    expect(found.accuracy).toBeGreaterThanOrEqual(0.9);
    for (const [index, row] of found.counts.entries()) {
      const total = row.reduce((sum, count) => sum + count, 0);
      expect((row[index] ?? 0) / total, classes[index]).toBeGreaterThanOrEqual(leastOfClass);
    }
  });
});

const inLanguages = (file: string) =>
  labelledLines(new URL(`fixtures/${file}`, import.meta.url)).map((line) => {
    const [language = '', name = '', message = ''] = line.split(' | ');
    return { language, label: classes.find((one) => one === name) ?? 'SIMPLE', message };
  });

describe.each([
  { file: 'messages-in-languages.txt', least: 0.95 },
  { file: 'messages-in-languages-held-out.txt', least: 0.8 },
])('$file', ({ file, least }) => {
  test.each(['en', 'de', 'fr', 'es', 'zh'])(
    `at least ${least * 100} %% of those in %s are classified as labelled`,
    (language) => {
      const messages = inLanguages(file).filter((one) => one.language === language);
      expect(messages).toHaveLength(30);
      const found = confusion(messages);
      print(`${language} of ${file}`, found);
      expect(found.accuracy).toBeGreaterThanOrEqual(least);
    },
  );
});

test.each(['hi pip', 'Hello, Claude!', 'Hallo Anna', "What's new with me?"])('%s opens a conversation', (message) => {
  expect(classify(message, 'unknown')).toBe('NEW_CONVERSATION');
});

test.each(['morning run', 'hi-fi', 'Hello Anna, when is the dentist?', 'hey jude lyrics'])(
  '%s asks for something',
  (message) => {
    expect(classify(message, 'unknown')).toBe('SIMPLE');
  },
);

test('without a previous message, any message opens a conversation', () => {
  expect(classify('When is the dentist?', 'none')).toBe('NEW_CONVERSATION');
  expect(classify('Why did we move, and who helped?', 'none')).toBe('NEW_CONVERSATION');
});

test('with previous messages, no message opens a conversation', () => {
  expect(classify('Hello!', 'some')).toBe('SIMPLE');
  expect(classify('Why did we move?', 'some')).toBe('COMPLEX');
});

test.each([
  ['What is our VAT number?', 'SIMPLE'],
  ['Vat het gesprek van gisteren samen', 'COMPLEX'],
  ['Where did I save my resume?', 'SIMPLE'],
  ['Resume nuestra conversación', 'COMPLEX'],
  ['When was the confrontation with Tom?', 'SIMPLE'],
  ['Confronta i due appartamenti', 'COMPLEX'],
  ['Who described the house by the lake?', 'SIMPLE'],
  ['Describe la casa nueva', 'COMPLEX'],
  ['Welches Fass ist leer?', 'SIMPLE'],
  ['Fass bitte alles vom letzten Treffen zusammen', 'COMPLEX'],
  ['Oi, tudo bem?', 'SIMPLE'],
  ['O que dissemos? Conta tudo', 'COMPLEX'],
])('a signal word for complex messages counts only in its own language: %s', (message, expected) => {
  expect(classify(message, 'some')).toBe(expected);
});

test.each(['नमस्ते।', 'مرحبا،', 'こんにちは〜', 'Hallo~'])(
  '%s is a greeting, whatever punctuation follows it',
  (message) => {
    expect(classify(message, 'unknown')).toBe('NEW_CONVERSATION');
  },
);

test.each([
  ['What did we say about the budget in our last conversation?', 'SIMPLE'],
  ['What did I do last week?', 'SIMPLE'],
  ['Where am I?', 'SIMPLE'],
  ['Do you know my name?', 'SIMPLE'],
  ['Your encouragement made me who I am', 'SIMPLE'],
  ['Care to fill me in?', 'SIMPLE'],
  ['How did our last talk end?', 'NEW_CONVERSATION'],
  ['Hi, quick test: do you have a memory of me?', 'NEW_CONVERSATION'],
  ["Morning! It's been weeks.", 'NEW_CONVERSATION'],
])('only a message about nothing but the talk itself and who talks opens one: %s', (message, expected) => {
  expect(classify(message, 'unknown')).toBe(expected);
});

test.each([
  'Sorry, had to run. Can we continue?',
  'Guten Abend, endlich Feierabend',
  'Ich bin wieder da',
  "Pardon, j'avais un appel. On en était où ?",
  'Buenos días, qué sueño tengo',
  '刚才断网了，继续吧',
  'Scusa, dove eravamo rimasti?',
  'Oi, onde a gente parou?',
  'Hoi, waar waren we gebleven?',
  'Привет! На чём мы остановились?',
  'こんにちは、前回どこまで話したっけ',
])('a greeting or a wish to go on is an opening beside small talk and excuses: %s', (message) => {
  expect(classify(message, 'unknown')).toBe('NEW_CONVERSATION');
});

test.each([
  'Good morning! I got a job at Siemens',
  'Guten Morgen! Ich habe jetzt einen Job bei Bosch',
  "Bonjour, j'ai déménagé à Lyon",
  'Hola, me mudé a Valencia',
  '早上好，我今天要去看牙医',
  'Hello, my flight is at 9, finally home',
])('a message that tells something beside a greeting is none: %s', (message) => {
  expect(classify(message, 'unknown')).toBe('SIMPLE');
});

test.each([
  ['I have been so happy since we moved', 'SIMPLE'],
  ['My moods since we moved, and how they are related to sleep', 'COMPLEX'],
  ['My moods since we moved and the impact of sleep', 'COMPLEX'],
  ['Am Ende haben alle beim Umzug geholfen', 'SIMPLE'],
  ['Wer hat alles beim Umzug geholfen', 'COMPLEX'],
  ['Alle, die beim Umzug geholfen haben', 'COMPLEX'],
  ['Seit dem Umzug schlafe ich besser', 'COMPLEX'],
  ['Wir haben seit dem Umzug keinen Hund', 'SIMPLE'],
  ['Wer hat mir die Bohrmaschine geliehen??', 'SIMPLE'],
])(
  'a sign that also occurs in what is told counts only in what is asked, at the beginning, or beside another: %s',
  (message, expected) => {
    expect(classify(message, 'some')).toBe(expected);
  },
);

test('what somebody says while they look for words changes no class', () => {
  const all = [keptAside, freelyWritten, ruleMessages].flatMap(messagesOf);
  const spoken = (message: string) =>
    message
      .toLowerCase()
      .replaceAll(/[.,?!;:"]/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  const classesOf = (form: (message: string) => string) => all.map(({ message }) => classify(form(message), 'unknown'));
  const asWritten = classesOf(spoken);
  for (const before of ['um', 'okay so uh']) {
    const given = classesOf((message) => `${before} ${spoken(message)}`);
    const same = given.filter((one, index) => one === asWritten[index]);
    expect(same.length / all.length, before).toBeGreaterThan(0.97);
  }
});

test.each([
  ['um, what were we, uh, working on last time', 'NEW_CONVERSATION'],
  ['Ähm, wo waren wir stehen geblieben?', 'NEW_CONVERSATION'],
  ['Euh, de quoi on parlait la dernière fois ?', 'NEW_CONVERSATION'],
  ['Eh, ¿qué sabes de mí?', 'NEW_CONVERSATION'],
  ['yo plan a date night', 'COMPLEX'],
  ['okay so um plan a date night', 'COMPLEX'],
  ['Um wie viel Uhr treffen wir uns?', 'SIMPLE'],
  ['um resumo das nossas conversas', 'COMPLEX'],
  ['All about Anna', 'COMPLEX'],
])('sounds and greetings before a message say nothing: %s', (message, expected) => {
  expect(classify(message, 'unknown')).toBe(expected);
});

test('signs are taken out of a message once, however many languages it may be in', () => {
  using replaced = vi.spyOn(String.prototype, 'replaceAll');
  expect(opensConversation('😀'.repeat(500))).toBe(false);
  expect(replaced.mock.calls.length).toBeLessThan(10);
});

test('a greeting with an emoji is still a greeting', () => {
  for (const message of [
    'Hello 👋',
    'Hi! 😊',
    'hey there 👋🏽!',
    '¡Hola! ❤️',
    '你好👋',
    'नमस्ते 🙏',
    "Let's start 🚀",
    'Hi 🇩🇪 🏳️‍🌈 👩🏽‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ©',
  ]) {
    expect(classify(message, 'unknown'), message).toBe('NEW_CONVERSATION');
  }
  expect(classify('Hello 👋 When is the dentist?', 'unknown')).toBe('SIMPLE');
});

test.each([
  {
    language: 'Hindi',
    brief:
      'आज मैं अपनी माँ और अपनी छोटी बहन के साथ सब्ज़ियाँ खरीदने बाज़ार जा रही हूँ और फिर शाम को हम घर पर खाना खाएँगे, क्योंकि कल मेरे भाई की परीक्षा है',
    long: 'आज मैं अपनी माँ और अपनी छोटी बहन के साथ सब्ज़ियाँ खरीदने बाज़ार जा रही हूँ और फिर शाम को हम घर पर खाना खाएँगे। कल मेरे भाई की परीक्षा है और वह रात को देर तक पढ़ता है, इसलिए मैं उसके लिए चाय बनाती हूँ',
  },
  {
    language: 'Chinese',
    brief: '今天我和妈妈还有妹妹一起去市场买菜，晚上我们在家里吃饭',
    long: '今天我和妈妈还有妹妹一起去市场买菜，晚上我们在家里吃饭。明天我弟弟有考试，他每天晚上都学习到很晚，我给他泡茶。下个星期我爸爸从北京回来，我们想带他去看看新房子，然后去河边散步，再去那家小饭馆吃面。',
  },
  {
    language: 'Thai',
    brief: 'วันนี้ฉันไปตลาดกับแม่และน้องสาวเพื่อซื้อผัก',
    long: 'วันนี้ฉันไปตลาดกับแม่และน้องสาวเพื่อซื้อผัก แล้วตอนเย็นเรากินข้าวที่บ้าน พรุ่งนี้น้องชายของฉันมีสอบ เขาอ่านหนังสือจนดึกทุกคืน ฉันจึงชงชาให้เขา สัปดาห์หน้าพ่อกลับจากกรุงเทพ เราอยากพาเขาไปดูบ้านใหม่',
  },
])('the length of a message counts words in $language as in English', ({ brief, long }) => {
  expect([classify(brief, 'some'), classify(long, 'some')]).toEqual(['SIMPLE', 'COMPLEX']);
});

test('long texts, repetitive texts and control characters are classified within the time limit', () => {
  const long = 'and what then '.repeat(7_000);
  for (const text of [
    long,
    'a'.repeat(100_000),
    '\u0000\u202E',
    ' between '.repeat(10_000),
    'hi back again '.repeat(9_000),
  ]) {
    expect(classes).toContain(classify(text, 'unknown'));
  }
});
