import { expect, test } from 'vitest';
import { OperationTimes } from './operation-times.ts';

test('percentiles of the recorded durations are in milliseconds', () => {
  const times = new OperationTimes();
  for (let ms = 1; ms <= 100; ms += 1) times.record('List', ms, ms === 100);
  const [list] = times.latencies();
  expect(list).toMatchObject({ operation: 'List', count: 100, errors: 1 });
  expect(Math.abs((list?.p50Ms ?? 0) - 50)).toBeLessThanOrEqual(1);
  expect(Math.abs((list?.p95Ms ?? 0) - 95)).toBeLessThanOrEqual(1);
  expect(Math.abs((list?.p99Ms ?? 0) - 99)).toBeLessThanOrEqual(1);
});

test('names beyond the first 200, overlong and missing ones are counted as "other"', () => {
  const times = new OperationTimes();
  for (let n = 0; n < 1_000; n += 1) times.record(`Operation${n}`, 1, false);
  expect(times.record('Operation5', 1, false)).toBe('Operation5');
  expect(times.record('Another', 1, false)).toBe('other');
  expect(times.record('O'.repeat(65), 1, false)).toBe('other');
  expect(times.record(null, 1, false)).toBe('other');
  expect(times.latencies()).toHaveLength(201);
  expect(times.latencies()[0]).toMatchObject({ operation: 'other', count: 803 });
});
