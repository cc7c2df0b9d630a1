import { expect, test } from 'vitest';
import { typeOfName } from './name-type.ts';
import { RulesExtractor } from './rules-extractor.ts';

const extractor = new RulesExtractor();

test.each([
  ["I'm allergic to Penicillin.", 'THING Penicillin'],
  ['The doctor switched me from Zoloft to Lexapro.', 'THING Zoloft, THING Lexapro'],
  ['We deploy to Kubernetes.', 'THING Kubernetes'],
  ['The backend is written in Rust and TypeScript.', 'THING Rust, THING TypeScript'],
  ['I use Notion for notes and Slack for work.', 'THING Notion, THING Slack'],
  ['He drives a Toyota Corolla, she a used Tesla.', 'THING Toyota Corolla, THING Tesla'],
  ['She has a Netflix subscription.', 'ORGANISATION Netflix'],
  ['My uncle has Alzheimer’s.', 'THING Alzheimer'],
  ['My gym is Kuro, my boss is Kwame.', 'ORGANISATION Kuro, PERSON Kwame'],
  ['I had tea with Kwame. My niece is obsessed with Minecraft.', 'PERSON Kwame, THING Minecraft'],
  ['My insurance is with Allianz.', 'ORGANISATION Allianz'],
  ['Meet Kwame at noon. Remind Priya. Order it from Wasabi.', 'PERSON Kwame, PERSON Priya, ORGANISATION Wasabi'],
  ['Call Aunt Meg on Sunday.', 'PERSON Aunt Meg'],
  ['What book is Jon reading?', 'PERSON Jon'],
  ["My cat's name is Pixel.", 'PERSON Pixel'],
  ['The kids named her Biscuit.', 'PERSON Biscuit'],
  ['I told Thandiwe and Kofi.', 'PERSON Thandiwe, PERSON Kofi'],
  ['My wife and Xochil came.', 'PERSON Xochil'],
  ['She joined Zalando and graduated from MIT.', 'ORGANISATION Zalando, ORGANISATION MIT'],
  ['I applied to Spotify.', 'ORGANISATION Spotify'],
  ['We drove to Zadar. He lives close to Assisi.', 'PLACE Zadar, PLACE Assisi'],
  ['We went to Bled and Piran.', 'PLACE Bled, PLACE Piran'],
  ['Priya is my manager. Dinner is our tradition.', 'PERSON Priya'],
])('%s names %s', async (content, names) => {
  const [found] = await extractor.extract([{ content, speaker: null, language: 'en' }]);
  expect(found?.entities.map(({ name, type }) => `${type} ${name}`).join(', ')).toBe(names);
});

test('only a few neighbours are read to type a name, however long the enumeration is', () => {
  const readsOf = (names: number) => {
    let reads = 0;
    const words = Array.from({ length: names }, (_, n) => [`Q${n}`, 'and'])
      .flat()
      .map((text) => ({
        text,
        root: text,
        possessive: false,
        ends: false,
        get tags() {
          reads += 1;
          return new Set<string>();
        },
      }));
    typeOfName(words, { start: 2 * names - 2, end: 2 * names - 1, text: '' });
    return reads;
  };
  expect(readsOf(400)).toBe(readsOf(40));
});
