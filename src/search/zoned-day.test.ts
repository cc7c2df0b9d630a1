import { expect, test } from 'vitest';
import { beginningOf } from './zoned-day.ts';

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

test.each([
  ['2024-05-02', 'UTC', '2024-05-02T00:00:00Z'],
  ['2024-05-02', 'Asia/Kolkata', '2024-05-01T18:30:00Z'],
  ['2024-05-02', 'America/Los_Angeles', '2024-05-02T07:00:00Z'],
  ['2024-12-02', 'America/Los_Angeles', '2024-12-02T08:00:00Z'],
  // Auckland is 13 hours ahead in its summer; its clocks change on 7 April, after midnight.
  ['2024-04-07', 'Pacific/Auckland', '2024-04-06T11:00:00Z'],
  ['2024-04-08', 'Pacific/Auckland', '2024-04-07T12:00:00Z'],
  ['2024-03-31', 'Europe/Berlin', '2024-03-30T23:00:00Z'],
  ['2024-04-01', 'Europe/Berlin', '2024-03-31T22:00:00Z'],
  ['1969-07-20', 'America/New_York', '1969-07-20T04:00:00Z'],
])('%s begins in %s at %s', (date, zone, instant) => {
  expect(new Date(beginningOf(dayOf(date), zone))).toEqual(new Date(instant));
});
