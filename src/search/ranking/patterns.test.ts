import { describe, expect, test } from 'vitest';
import { AnyValue } from './fixtures/any-value.ts';
import { shippedModel } from './fixtures/shipped-model.ts';
import { distinctPieces, patternBit, patternBits } from './patterns.ts';

const bitsOf = (text: string, english = true): Set<string> => {
  const bits = patternBits(text, shippedModel.memoryPatterns, { english });
  return new Set(Object.entries(patternBit).flatMap(([name, bit]) => (bits & bit ? [name] : [])));
};

describe('patternBits', () => {
  test.each([
    ['She left yesterday.', 'TIME'],
    ['On MONDAY', 'TIME'],
    ['It was the 3rd', 'TIME'],
    ['Seven, twice', 'NUM'],
    ['room 12', 'NUM'],
    ['a trip to Lisbon', 'PROP'],
    ['That is my bike', 'FP'],
    ['I’ll be there', 'FP'],
    ['How are You', 'SP'],
    ['they walked', 'PAST'],
    ['We’ll go', 'FUT'],
    ['it is called “Rex”', 'QUO'],
    ['Is it? No.', 'ASKS'],
    ['Is it?  ', 'ENDS_ASKING'],
    ['ok', 'SHORT'],
  ])('%s: %s', (text, name) => {
    expect(bitsOf(text)).toContain(name);
  });

  test.each([
    ['a blast from lastly', 'TIME'],
    ['someone', 'NUM'],
    ['Lisbon at first', 'PROP'],
    ['i am', 'FP'],
    ['hey Bob, shey', 'PAST'],
    ['éyou', 'SP'],
    ['Is it? No.', 'ENDS_ASKING'],
  ])('%s: not %s', (text, name) => {
    expect(bitsOf(text)).not.toContain(name);
  });

  test('finds only language-independent patterns outside English', () => {
    expect(bitsOf('Is my dog 7 today?', false)).toEqual(new Set(['ASKS', 'ENDS_ASKING', 'SHORT']));
    expect(bitsOf('他是谁？', false)).toEqual(new Set(['ASKS', 'ENDS_ASKING', 'SHORT']));
  });

  test('counts characters rather than UTF-16 units', () => {
    expect(bitsOf('🙂'.repeat(1_000))).toContain('SHORT');
    expect(bitsOf('🙂'.repeat(1_001))).not.toContain('SHORT');
    expect(bitsOf('a'.repeat(1_000))).toContain('SHORT');
    expect(bitsOf('a'.repeat(1_001))).not.toContain('SHORT');
    expect(bitsOf('a'.repeat(32_000))).not.toContain('SHORT');
  });

  test('is deterministic and uses at most 12 bits, for any text', () => {
    const any = new AnyValue();
    for (let round = 0; round < 500; round++) {
      const text = any.text(['today', "I'll", 'hey', '?', '“', 'went', '7', 'you']);
      const bits = patternBits(text, shippedModel.memoryPatterns, { english: true });
      expect(bits).toBe(patternBits(text, shippedModel.memoryPatterns, { english: true }));
      expect(bits >>> 12).toBe(0);
    }
  });
});

test('distinctPieces() keeps each piece once', () => {
  expect(distinctPieces(Uint16Array.of(7, 3, 7, 30_000, 3))).toEqual(Uint16Array.of(3, 7, 30_000));
  expect(distinctPieces(new Uint16Array())).toEqual(new Uint16Array());
});
