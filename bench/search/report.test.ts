import { expect, test } from 'vitest';
import { distribution } from '../support/distribution.ts';
import { type EngineFigures, report } from './report.ts';

const took = (ms: number) => distribution([ms]);

/** Figures of an engine of which the server's loop and stage 2 are that late. */
function figuresOf(loopMs: number, stageTwoMs: number): EngineFigures {
  const run = { clients: 10, searches: 1, times: took(20), perSecond: 50, errors: 0, cpuMsEach: 4 };
  return {
    title: 'index',
    targets: {},
    runs: [{ run, loop: { p95: loopMs, longest: 20 } }],
    overHttp: new Map([
      ['GraphQL and rows of the page', took(1.5)],
      ['all', took(6)],
    ]),
    first: [1],
    inside: { total: took(4), parts: new Map([['stage 2', took(stageTwoMs)]]), direct: took(1), index: null },
    recall: null,
  };
}

/** The row with that name. */
const rowOf = (text: string, name: string) => text.split('\n').find((line) => line.startsWith(name));

test.each([
  [9.9, 7.9, 'reached'],
  [10.1, 8.1, 'missed'],
])('a loop delay of %d ms at 10 clients and a stage 2 of %d ms are %s', (loopMs, stageTwoMs, verdict) => {
  const text = report(figuresOf(loopMs, stageTwoMs));
  expect(rowOf(text, '10 clients: delay of the event loop')).toContain(verdict);
  expect(rowOf(text, 'stage 2: p95')).toContain(verdict);
});

test('the parts of a search over HTTP are shown beside those in process', () => {
  const text = report(figuresOf(1, 1));
  expect(rowOf(text, 'GraphQL and rows of the page')).toContain('1.50');
});
