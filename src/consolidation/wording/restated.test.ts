import { expect, test } from 'vitest';
import { likelihoodOf, onlyBoth } from './likely-over.ts';
import { toldIn } from './telling.ts';

const isOver = (before: string, after: string) =>
  (likelihoodOf(toldIn(before, null), toldIn(after, null))?.points(onlyBoth) ?? 0) > 0;

test.each([
  ['The lockers are for 14 days.', 'Lockers: 30 days instead of 14 for everybody.'],
  ['The crawler fetches 600 pages per minute.', 'Pages of the crawler went up from 600 to 900.'],
  ['Max retries of the mailer: 3', 'mailer retries: 3 → 5, as the relay was slow'],
  ['The choir fee is 210 euros a year.', 'Our choir has a fee of 245 (was 210).'],
  ['The ferry to Elba costs 48 euros.', '55 for the ferry to Elba now, no longer 48.'],
  ['Karate for Mia is on Wednesdays.', 'Karate switched Mia from Wednesday to Friday.'],
  ['Invoices from the depot are scanned with Kofax.', 'Abbyy replaces Kofax for the depot invoices.'],
  ['The contact at the print shop is Mr Olsen.', 'New contact at the print shop: Ms Dietz, she replaces Mr Olsen.'],
])('"%s" is probably over after "%s", which names the former value', (before, after) => {
  expect(isOver(before, after)).toBe(true);
});

test.each([
  ['The Brandt kickoff has been set for 12 April.', 'Brandt kickoff postponed to 19 April, two people are ill.'],
  ['Supper is at 18:00.', 'Supper moved to 19:30, as the cook comes later.'],
])('"%s" is probably over after "%s", which gives another value to the same', (before, after) => {
  expect(isOver(before, after)).toBe(true);
});

test.each([
  // A trip, a range
  ['The train to Basel takes 3 hours.', 'I took the 3 hours train from Basel to Milan.'],
  // Another of the kind
  ['The premium plan includes 16 seats.', 'The starter plan has 8 seats instead of 16.'],
  ['The lease for the van costs 310 a month.', 'Insurance of the van went from 310 to 290 a month.'],
  ['Tickets are 12 euros for adults.', 'Tickets for children: 6 euros instead of 12.'],
  ['Hall A is for 40 guests.', 'Hall B was changed from 40 to 30 guests.'],
  // For once
  ['The museum closes at 17:00.', 'We left the museum at 16:00 instead of 17:00.'],
  ['Emil drinks oat milk.', 'Emil bought soy instead of oat milk for the guests.'],
  // Of something else
  ['My server runs Debian.', 'I moved my laptop from Debian to Arch, not the server.'],
  // Another former value
  ['The rent is 890 euros.', 'The rent for the garage was raised from 60 to 70 euros.'],
  // Only thought of
  ['The upload limit is 600 MB.', 'Ada suggested that the upload limit goes up from 600 to 900 MB.'],
  ['Choir practice is on Thursdays.', 'If the school needs the hall, choir practice moves to Mondays.'],
  // For a part of it
  ['The deadline for the thesis is August 31.', 'The deadline for the thesis outline was moved to June 10.'],
])('"%s" may still hold after "%s"', (before, after) => {
  expect(isOver(before, after)).toBe(false);
});

test('sharing only the number of an order is not being about the same', () => {
  const broken = "The grinder (KW-40188) doesn't turn on any more.";
  expect(isOver('The customer pays KW-40188 by card.', broken)).toBe(false);
  expect(isOver('Buongiorno, I was charged twice for the grinder.', broken)).toBe(false);
  expect(isOver('The customer waits for KW-40188.', 'Finally KW-40188 was delivered.')).toBe(true);
});

test('a day in May is no doubt', () => {
  expect(isOver('The kiosk at the quay sells maps.', 'The kiosk stopped selling maps at the quay on 3 May.')).toBe(
    isOver('The kiosk at the quay sells maps.', 'The kiosk stopped selling maps at the quay on 3 June.'),
  );
});
