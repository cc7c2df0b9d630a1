import { expect, test } from 'vitest';
import { likelihoodOf, onlyBoth } from './likely-over.ts';
import { toldIn } from './telling.ts';

const isOver = (before: string, after: string, speakers: readonly [string | null, string | null] = [null, null]) =>
  (likelihoodOf(toldIn(before, speakers[0]), toldIn(after, speakers[1]))?.points(onlyBoth) ?? 0) > 0;

test.each([
  ['I have a season ticket for the Rovers.', 'Let the Rovers ticket lapse, too expensive.'],
  ['The importer is written in Perl.', 'We threw the Perl importer out, it is Go now.'],
  ['Waiting for the permit for the garage.', 'The garage permit finally landed in the letter box.'],
  ['The limit is 100 requests per minute.', 'Since version 3 the limit is 250 requests per minute.'],
  ['Our piano lessons with Mrs. Voss are on Mondays.', 'Mrs. Voss has retired, so no piano lessons any more.'],
  ['The user mentioned that the invoice from Borg has not been paid.', 'The Borg invoice was paid this morning.'],
])('"%s" is probably over after "%s"', (before, after) => {
  expect(isOver(before, after)).toBe(true);
});

test.each([
  // Somebody else's
  ['I have a season ticket for the Rovers.', 'My cousin let his season ticket lapse.'],
  ['Allergic to penicillin.', 'Pickle is no longer allergic to chicken.'],
  ['Tom drives a Tesla.', 'I sold my Tesla.'],
  ['Lena works at Red Bull.', "I don't work at Infineon anymore, I started at Red Bull."],
  ['Eva is vegan.', 'After two years I am no longer vegan.'],
  ['My mother takes aspirin.', 'I stopped taking aspirin.'],
  ['My son goes to Lincoln school.', 'I left Lincoln school, I now teach at Hill school.'],
  ['I drive a Tesla.', 'Tom sold his Tesla.'],
  // Another place
  ['The new checkout is off in production.', 'The new checkout was switched on in staging.'],
  ['On the laptop, the cache size is 200 MB.', 'In the data centre, the cache size was raised to 900 MB.'],
  // Another of the same kind, by its number or its name
  ['Locker 7 is for the guests.', 'Locker 9 is now for the guests with children.'],
  ['parserkit 2.1.0 drops the old syntax.', 'parserkit 2.1.1 no longer drops blank lines of the syntax.'],
  ['use_fast_path is on for all tenants.', 'use_fast_path_beta has been turned off for all tenants.'],
  // What another thing is for
  ["I'm knitting a scarf for the bazaar.", 'The bazaar is now in the town hall.'],
  // A noun that looks like a change
  ['The Miele dryer has a service contract.', 'The dryer squeaked after the move.'],
  // Only the word that would tell the change
  ['The two lists can not be merged again.', 'It says Ola, but she merged it.'],
  // A plan, a wish
  ['The importer is written in Perl.', 'We should drop the Perl importer one day.'],
  // Something else of the kind
  ['The export job runs at night.', 'The import job now runs at noon.'],
  ['The search service is written in Rust.', 'The exporter was rewritten in Go, the search service stays the same.'],
  // Nothing in common but the one it is about
  ['Ben collects stamps.', 'Ben quit smoking.'],
  // No change is told
  ['The garage permit is pending.', 'The garage permit needs three signatures.'],
  // A question
  ['The importer is written in Perl.', 'Has the Perl importer been dropped?'],
])('"%s" may still hold after "%s"', (before, after) => {
  expect(isOver(before, after)).toBe(false);
});

test('a price that was paid stays true', () => {
  expect(isOver('Paid 40 euros for water in May.', 'Paid 46 euros for water in June.')).toBe(false);
});

test('what happened stays true, and so does a text that says more than one thing', () => {
  const news = 'We finally sold the old piano that stood in the hall.';
  expect(isOver('The piano is in the hall.', news)).toBe(true);
  expect(isOver('We bought a piano for the hall.', news)).toBe(false);
  expect(isOver('The piano is in the hall. The bikes are in the shed.', news)).toBe(false);
});

test('"my" is another\'s if somebody else says it', () => {
  const [before, after] = ['The bow of my cello is missing.', 'My teacher found the cello bow under a bench!'];
  expect(isOver(before, after, ['Ada', 'Ada'])).toBe(true);
  expect(isOver(before, after, ['Ada', 'Ben'])).toBe(false);
  expect(
    isOver(
      'Our desktop release is due in May.',
      'The steering group moved the desktop release, it comes in June now.',
      ['Ada', 'Ben'],
    ),
  ).toBe(true);
});

test('news in many words is not about what it mentions', () => {
  const long = ` and then the whole family talked about the neighbours, the weather and the price of bread`.repeat(3);
  expect(isOver('The piano is in the hall.', `We finally sold the old piano that stood in the hall${long}.`)).toBe(
    false,
  );
});

test('the more memories have what both texts share, the less likely it is', () => {
  const found = likelihoodOf(
    toldIn('Ida plays a cello from the shop in Augsburg.', null),
    toldIn('Ida sold the cello.', null),
  );
  const pointsIf = (memories: number) => found?.points(() => memories) ?? 0;
  expect(found?.shared.map(({ form }) => form)).toEqual(['cello']);
  expect(pointsIf(2)).toBeGreaterThan(0);
  expect(pointsIf(20)).toBeLessThan(0);
});

test('what has a date is over by itself, but somebody may be named Jan', () => {
  const news = 'The chapel closed for good.';
  expect(isOver('The recitals are in the chapel.', news)).toBe(true);
  expect(isOver('The recital is on 2 April in the chapel.', news)).toBe(false);
  expect(isOver('Jan has a season ticket for the Rovers.', 'Jan let the Rovers ticket lapse, too expensive.')).toBe(
    true,
  );
});
