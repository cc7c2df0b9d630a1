import { expect, test, vi } from 'vitest';
import { mostInATurn } from '../../tests/support/most-in-a-turn.ts';
import { KnownTexts } from './known-texts.ts';

const contents = Array.from({ length: 10 }, (_, n) => 'Ada loves green tea, as does Bob. '.repeat(200) + n);
const load = async (ids: readonly string[]) =>
  ids.map((id) => ({ id, content: contents[Number(id)] ?? '', speaker: null }));
const ids = [...contents.keys()].map(String);

test('a memory that is found again is neither loaded nor parsed again', async () => {
  const texts = new KnownTexts('en');
  const loads = vi.fn(load);
  expect(await texts.ofMemories(ids.slice(0, 6), loads)).toHaveLength(6);
  const again = await texts.ofMemories(ids.slice(2, 8), loads);
  expect(again).toHaveLength(6);
  expect(new Set([...again, ...(await texts.ofMemories(ids.slice(2, 8), loads))]).size).toBe(6);
  expect(loads.mock.calls).toEqual([[ids.slice(0, 6)], [ids.slice(6, 8)]]);
});

test('texts that do not fit the cache are loaded again, and every requested text is returned', async () => {
  const texts = new KnownTexts('en');
  const long = async (asked: readonly string[]) =>
    asked.map((id) => ({ id, content: `${id} ${'x'.repeat(300_000)}`, speaker: null }));
  const loads = vi.fn(long);
  expect(await texts.ofMemories(['1', '2', '3'], loads)).toHaveLength(3);
  expect(await texts.ofMemories(['3', '4'], loads)).toHaveLength(2);
  expect(await texts.ofMemories(['1', '4'], loads)).toHaveLength(2);
  expect(loads.mock.calls).toEqual([[['1', '2', '3']], [['4']], [['1']]]);
});

test('reading yields to the event loop after each long text', async () => {
  const most = await mostInATurn((at) =>
    new KnownTexts('en').read(
      contents.map((content, n) => ({
        speaker: null,
        get content() {
          at(n);
          return content;
        },
      })),
    ),
  );
  expect(most).toBe(1);
});
