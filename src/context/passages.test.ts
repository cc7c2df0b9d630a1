import { expect, test } from 'vitest';
import { passagesOf } from './passages.ts';

const told = (content: string) =>
  passagesOf(content).map(({ text, under }, _, all) => [...under.map((at) => all[at]?.text), text].join(' > '));

test('bullets belong to their headings, and rows to the head of their table', () => {
  expect(
    told(`# House
Second floor.
## Heating
- Pressure is between 1.5 and 2.
- Service in October.
### Errors
| sign | what to do |
|---|---|
| F4 | hold reset |
## Water
The tap is downstairs.`),
  ).toEqual([
    '# House',
    '# House > Second floor.',
    '# House > ## Heating',
    '# House > ## Heating > - Pressure is between 1.5 and 2.',
    '# House > ## Heating > - Service in October.',
    '# House > ## Heating > ### Errors',
    '# House > ## Heating > ### Errors > | sign | what to do |',
    '# House > ## Heating > ### Errors > | sign | what to do | > |---|---|',
    '# House > ## Heating > ### Errors > | sign | what to do | > | F4 | hold reset |',
    '# House > ## Water',
    '# House > ## Water > The tap is downstairs.',
  ]);
});

test('people also write headings in bold or with a colon', () => {
  expect(told('**Costs**\nIt was 12 euros.\nActions:\n- Ring the bank')).toEqual([
    '**Costs**',
    '**Costs** > It was 12 euros.',
    'Actions:',
    'Actions: > - Ring the bank',
  ]);
});

test('paragraphs are split into sentences, and what is very short stays with the next one', () => {
  expect(told('Mr. Kowalski lays the tiles on Tuesday. He brings his own tools! Agreed. The kitchen is next.')).toEqual(
    ['Mr. Kowalski lays the tiles on Tuesday.', 'He brings his own tools!', 'Agreed. The kitchen is next.'],
  );
  expect(told('厨房下周二开始装修。瓦工星期三来，带他自己的工具。然后我们刷墙。').length).toBeLessThanOrEqual(2);
});

test.each(['word '.repeat(1_000), 'endless'.repeat(1_000), '瓦工来刷墙。'.repeat(300), '🧑‍🚀'.repeat(1_000)])(
  'no passage has more than 400 characters, and nothing is lost between them',
  (content) => {
    const passages = passagesOf(content);
    expect(Math.max(...passages.map(({ text }) => [...text].length))).toBeLessThanOrEqual(400);
    const joined = passages.map(({ text, glued }) => `${glued ? '' : ' '}${text}`).join('');
    expect(joined.trim()).toBe(content.trim());
  },
);
