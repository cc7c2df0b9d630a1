import { expect, test } from 'vitest';
import { progressBar } from './progress-bar.ts';

function draw(isTTY: boolean, total: number | null): string[] {
  const written: string[] = [];
  const show = progressBar('model', { isTTY, write: (text) => written.push(text) });
  for (let received = 0; received <= 2_000_000; received += 50_000) show(received, total);
  return written;
}

test('on a terminal, redraws one line and ends it when complete', () => {
  const drawn = draw(true, 2_000_000);
  expect(drawn).toHaveLength(31);
  expect(drawn.every((text) => text.startsWith('\r'))).toBe(true);
  expect(drawn.at(-1)).toContain(`[${'#'.repeat(30)}] 2.0 of 2.0 MB\n`);
});

test('elsewhere, writes a line per tenth, or per megabyte if the total is unknown', () => {
  expect(draw(false, 2_000_000).filter((line) => line.endsWith('\n'))).toHaveLength(11);
  expect(draw(false, null)).toEqual(['model 0.0 MB\n', 'model 1.0 MB\n', 'model 2.0 MB\n']);
});
