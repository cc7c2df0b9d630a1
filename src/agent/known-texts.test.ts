import { expect, test, vi } from 'vitest';
import { KnownTexts } from './known-texts.ts';

const contents = Array.from({ length: 10 }, (_, n) => 'Ada loves green tea, as does Bob. '.repeat(200) + n);
const load = async (ids: readonly string[]) =>
  ids.map((id) => ({ id, content: contents[Number(id)] ?? '', speaker: null }));
const ids = [...contents.keys()].map(String);

test('a memory that is found again is neither loaded nor read again', async () => {
  const texts = new KnownTexts('en');
  const loads = vi.fn(load);
  expect(await texts.ofMemories(ids.slice(0, 6), loads)).toHaveLength(6);
  const again = await texts.ofMemories(ids.slice(2, 8), loads);
  expect(again).toHaveLength(6);
  expect(new Set([...again, ...(await texts.ofMemories(ids.slice(2, 8), loads))]).size).toBe(6);
  expect(loads.mock.calls).toEqual([[ids.slice(0, 6)], [ids.slice(6, 8)]]);
});

test('what there is no room for is read again, and all that is asked for is answered', async () => {
  const texts = new KnownTexts('en');
  const long = async (asked: readonly string[]) =>
    asked.map((id) => ({ id, content: `${id} ${'x'.repeat(300_000)}`, speaker: null }));
  const loads = vi.fn(long);
  expect(await texts.ofMemories(['1', '2', '3'], loads)).toHaveLength(3);
  expect(await texts.ofMemories(['3', '4'], loads)).toHaveLength(2);
  expect(await texts.ofMemories(['1', '4'], loads)).toHaveLength(2);
  expect(loads.mock.calls).toEqual([[['1', '2', '3']], [['4']], [['1']]]);
});

test('others have their turn after each long text', async () => {
  let [turns, most] = [0, 0];
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
  let turn: NodeJS.Immediate;
  const nextTurn = () => {
    turns += 1;
    most = Math.max(most, segment.mock.calls.filter(([text]) => contents.includes(text)).length);
    segment.mockClear();
    turn = setImmediate(nextTurn);
  };
  turn = setImmediate(nextTurn);
  await new KnownTexts('en').ofMemories(ids, load);
  clearImmediate(turn);
  segment.mockRestore();
  expect(turns).toBeGreaterThanOrEqual(contents.length - 1);
  expect(most).toBe(1);
});
