import { expect, test } from 'vitest';
import { localDay } from './local-day.ts';

test.each([
  ['UTC', '2023-05-31T18:45:00Z', '2023-05-31'],
  ['Asia/Kolkata', '2023-05-31T18:45:00Z', '2023-06-01'],
  ['America/Los_Angeles', '2024-01-01T07:59:59Z', '2023-12-31'],
  // The nights in which clocks go forward and back.
  ['Europe/Berlin', '2023-03-25T23:00:00Z', '2023-03-26'],
  ['Europe/Berlin', '2023-10-28T22:00:00Z', '2023-10-29'],
  ['UTC', '0033-04-03T15:00:00Z', '0033-04-03'],
])('in %s the day of %s is %s', (timeZone, instant, day) => {
  expect(localDay(new Date(instant), timeZone)).toBe(day);
});
