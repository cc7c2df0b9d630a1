import { expect, test } from 'vitest';
import { memoryOf } from '../simd/shared-memory.ts';
import { ModelFileError } from './model-files.ts';
import { loadStaticTable, staticTable } from './static-table.ts';

/** A table file of two pieces and three dimensions, modified by `edit`. */
function file(edit: (view: DataView) => void = () => {}, length = 12 + 8 + 6) {
  const view = new DataView(new ArrayBuffer(26));
  for (const [i, letter] of [...'SET1'].entries()) view.setUint8(i, letter.charCodeAt(0));
  view.setUint32(4, 2, true);
  view.setUint32(8, 3, true);
  view.setFloat32(12, 0.5, true);
  view.setFloat32(16, 0.25, true);
  for (const [i, value] of [1, -2, 3, -127, 127, 0].entries()) view.setInt8(20 + i, value);
  edit(view);
  const memory = memoryOf(length);
  new Uint8Array(memory.buffer).set(new Uint8Array(view.buffer).subarray(0, length));
  return { memory, length };
}

test('returns views of the shared bytes', () => {
  const { memory, length } = file();
  const table = staticTable(memory, length, 'x');
  expect([table.size, table.dimensions]).toEqual([2, 3]);
  expect([...table.scales]).toEqual([0.5, 0.25]);
  expect([...table.rows]).toEqual([1, -2, 3, -127, 127, 0]);
  expect(table.rows.buffer).toBe(memory.buffer);
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(table.memory).toBe(memory);
  expect(table.bytes.length).toBe(length);
});

test.each([
  ['an empty file', file(undefined, 0), 'does not begin with "SET1"'],
  ['a file of another kind', file((view) => view.setUint8(3, 0x32)), 'does not begin with "SET1"'],
  ['nothing but the magic', file(undefined, 4), 'cut or broken'],
  ['a file that is cut', file(undefined, 25), '2 pieces of 3 dimensions take 26 bytes, it has 25'],
  ['a file that is too long', file(undefined, 27), 'it has 27'],
  ['no pieces', file((view) => view.setUint32(4, 0, true)), 'cut or broken'],
  ['absurd sizes', file((view) => view.setUint32(8, 0xffffffff, true)), 'cut or broken'],
  [
    'a scale that is no number',
    file((view) => view.setFloat32(16, Number.NaN, true)),
    'a scale is not between 0 and 1',
  ],
  ['a negative scale', file((view) => view.setFloat32(12, -0.5, true)), 'a scale is not between 0 and 1'],
])('refuses %s', (_, { memory, length }, problem) => {
  expect(() => staticTable(memory, length, '/x/table.bin')).toThrow(ModelFileError);
  expect(() => staticTable(memory, length, '/x/table.bin')).toThrow('/x/table.bin');
  expect(() => staticTable(memory, length, '/x/table.bin')).toThrow(problem);
});

test('says why a file cannot be read', async () => {
  await expect(loadStaticTable('/nowhere/table.bin')).rejects.toThrow('/nowhere/table.bin: it is not there');
  await expect(loadStaticTable(import.meta.dirname)).rejects.toThrow(ModelFileError);
});
