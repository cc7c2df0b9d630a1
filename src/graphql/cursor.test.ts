import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const list = ['memories', null, 'CREATED_DESC'];
const keyset = { sort: '2026-11-20 10:15:00.123456+00', id: '01a1f859-abb2-778b-9df2-1c23d3e27b9f' };
const cursor = encodeCursor(list, keyset);

describe('a cursor', () => {
  test('decodes to its position in its list', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(list, cursor)).toEqual(keyset);
    const awkward = { sort: 'a b\u0000é', id: 'x' };
    expect(decodeCursor(list, encodeCursor(list, awkward))).toEqual(awkward);
    const empty = { sort: '', id: 'x' };
    expect(decodeCursor(list, encodeCursor(list, empty))).toEqual(empty);
  });

  test.each([
    [['memories', null, 'CREATED_ASC']],
    [['memories', 'other', 'CREATED_DESC']],
    [['collections', null, 'CREATED_DESC']],
  ])('of another list is not accepted: %j', (other) => {
    expect(decodeCursor(other, cursor)).toBeNull();
  });

  test('that was cut or changed is not accepted', () => {
    for (let length = 0; length < cursor.length; length += 1) {
      expect(decodeCursor(list, cursor.slice(0, length))).toBeNull();
    }
    const forged = Buffer.from(cursor, 'base64url').toString().replace('2026', '2027');
    expect(decodeCursor(list, Buffer.from(forged).toString('base64url'))).toBeNull();
    expect(decodeCursor(list, 'garbage')).toBeNull();
  });
});
