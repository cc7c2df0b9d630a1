import { expect, test } from 'vitest';
import { dateTimeProblem, parseDateTime } from './date-time.ts';

test.each([
  ['2026-11-20T10:15:00Z', '2026-11-20T10:15:00.000Z'],
  ['2026-11-20t10:15:00z', '2026-11-20T10:15:00.000Z'],
  ['2026-11-20T10:15:00.5+05:30', '2026-11-20T04:45:00.500Z'],
  ['2026-11-20T10:15:00.123999-00:00', '2026-11-20T10:15:00.123Z'],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
])('%s is parsed as %s', (text, utc) => {
  expect(parseDateTime(text)?.toISOString()).toBe(utc);
});

test.each([
  'yesterday',
  '',
  '2026-11-20',
  '2026-11-20T10:15:00',
  '2026-11-20 10:15:00Z',
  '2026-11-20T10:15Z',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T10:60:00Z',
  '2026-11-20T10:15:60Z',
  '2026-11-20T10:15:00+24:00',
  '2026-11-20T10:15:00.Z',
  ' 2026-11-20T10:15:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '+010000-01-01T00:00:00Z',
])('%j is not a valid time', (text) => {
  expect(parseDateTime(text)).toBeNull();
});

test.each([
  ['2026-11-20', 'needs a time zone'],
  ['2026-11-20T10:15', 'needs a time zone'],
  ['2026-11-20T10:15:00', 'needs a time zone'],
  ['2026-11-20 10:15:00.123456', 'needs a time zone'],
  ['2026-11-20 10:15:00Z', 'must be an RFC 3339 date and time'],
  ['2026-11-20T10:15:60Z', 'must be an RFC 3339 date and time'],
  ['yesterday', 'must be an RFC 3339 date and time'],
  ['', 'must be an RFC 3339 date and time'],
])('of %j the message is that it %s', (text, problem) => {
  expect(dateTimeProblem(text)).toContain(problem);
});
