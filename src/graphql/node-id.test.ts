import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../platform/errors.ts';
import { decodeNodeId, encodeNodeId, parseNodeId, requireNodeId } from './node-id.ts';

const uuid = '01a1f859-abb2-778b-9df2-1c23d3e27b9f';
const id = encodeNodeId('Memory', uuid);

describe('a global id', () => {
  test('is the base64url of its type and key, and decodes to them', () => {
    expect(Buffer.from(id, 'base64url').toString()).toBe(`Memory:${uuid}`);
    expect(parseNodeId(id)).toEqual({ type: 'Memory', id: uuid });
    expect(decodeNodeId('Memory', id)).toBe(uuid);
    expect(parseNodeId(encodeNodeId('Viewer', 'a:b é😀'))).toEqual({ type: 'Viewer', id: 'a:b é😀' });
  });

  test.each([
    ['nothing', ''],
    ['no base64', 'not an id!'],
    ['a bare uuid', uuid],
    ['no type', Buffer.from(`:${uuid}`).toString('base64url')],
    ['of a type with an endless name', Buffer.from(`${'M'.repeat(41)}:${uuid}`).toString('base64url')],
    ['no key', Buffer.from('Memory:').toString('base64url')],
    ['padded', `${id}=`],
    ['cut', id.slice(0, -1)],
    ['with something behind it', `${id} `],
    ['plain base64', Buffer.from('Memory:??>').toString('base64')],
    ['no UTF-8', Buffer.from([0x4d, 0x3a, 0xff]).toString('base64url')],
  ])('that is %s is not accepted', (_what, text) => {
    expect(decodeNodeId('Memory', text)).toBeNull();
    expect(() => requireNodeId('Memory', text)).toThrow(NotFoundError);
    expect(() => requireNodeId('Memory', text)).toThrow('No Memory has this id');
  });

  test('of another type, or whose key is not a UUID in canonical form, is not accepted', () => {
    expect(decodeNodeId('Collection', id)).toBeNull();
    expect(decodeNodeId('Memory', encodeNodeId('Memory', uuid.toUpperCase()))).toBeNull();
    expect(decodeNodeId('Memory', encodeNodeId('Memory', '1'))).toBeNull();
  });
});
