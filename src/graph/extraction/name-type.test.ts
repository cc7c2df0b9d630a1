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
  ['Can you summarise the plot of Wuthering Heights?', 'THING Wuthering Heights'],
  ['We watched Notting Hill again.', 'THING Notting Hill'],
  ["Zadie Smith's White Teeth changed me.", 'PERSON Zadie Smith, THING White Teeth'],
  ['The ferry to Naxos was cancelled. Hiking up Ben Nevis was fun.', 'PLACE Naxos, PLACE Ben Nevis'],
  ['The Naxos coast is lovely.', 'PLACE Naxos'],
  ['Does Zorblax have a way to export files?', 'THING Zorblax'],
  ['I think Zorblax hired half the town.', 'ORGANISATION Zorblax'],
  ['They say Zorblax lost my suitcase.', 'ORGANISATION Zorblax'],
  ['They say Zorblax is such a good show.', 'THING Zorblax'],
  ["Nonna Pia's on Bleecker Street is good.", 'ORGANISATION Nonna Pia, PLACE Bleecker Street'],
  ["Dinner at Trader Joe's was fine.", 'ORGANISATION Trader Joe'],
  ['Zoe got into Juilliard.', 'PERSON Zoe, ORGANISATION Juilliard'],
  ['My physio, Anneke, says I can run.', 'PERSON Anneke'],
  ['I liked it, and so did Imogen.', 'PERSON Imogen'],
  ['He moved to Bristol, and Priyanka is taking over.', 'PLACE Bristol, PERSON Priyanka'],
  ['An invoice from Brightwater came. An email from Xochil did not.', 'ORGANISATION Brightwater, PERSON Xochil'],
  ['I work at Spotify and listen to Spotify.', 'ORGANISATION Spotify'],
  ['They say Zorblax keeps crashing.', 'THING Zorblax'],
  ['Stuck at Zadar. Lunch at Luca, who is in?', 'PLACE Zadar, PERSON Luca'],
  ['Quinn teaches at Jefferson High.', 'PERSON Quinn, ORGANISATION Jefferson High'],
  ['I miss Xochi. Call Tariro. Poor Imara!', 'PERSON Xochi, PERSON Tariro, PERSON Imara'],
  ['I read a poem by Okorafor and baked a cake for Xochi.', 'PERSON Okorafor, PERSON Xochi'],
  ['According to Tariro, we drove from Zadar.', 'PERSON Tariro, PLACE Zadar'],
  ['I have an interview with Zorblax and got fired from Quibi.', 'ORGANISATION Zorblax, ORGANISATION Quibi'],
  ['I logged in to Zorblax.', 'THING Zorblax'],
  ['We went to a Zorblax concert with the Quibi app.', 'ORGANISATION Zorblax, THING Quibi'],
  ['Slack is down. Slack off. Docker crashed.', 'THING Slack, THING Docker'],
  ['Paid for Cedar House Hospice and Google Calendar.', 'ORGANISATION Cedar House Hospice, THING Google Calendar'],
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
