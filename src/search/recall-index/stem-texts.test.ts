import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StemTexts } from './stem-texts.ts';

function stemsOf(texts: readonly string[]): StemTexts {
  const stems = new StemTexts();
  for (const text of texts) stems.add(text);
  return stems;
}

test('any text keeps the number that it was given', () => {
  const some = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(some, fc.string({ unit: 'binary' }), (texts, other) => {
      const stems = new StemTexts();
      expect(texts.map((text) => stems.add(text))).toEqual([...texts.keys()]);
      expect(texts.map((text) => stems.numberOf(text))).toEqual([...texts.keys()]);
      expect(texts.map((_, number) => stems.text(number))).toEqual(texts);
      expect(stems.numberOf(other)).toBe(texts.indexOf(other));
    }),
  );
});

test('numberOfOther() finds a text of another instance, whatever its number there', () => {
  const some = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 100 });
  fc.assert(
    fc.property(some, some, (these, others) => {
      const [here, there] = [stemsOf(these), stemsOf(others)];
      expect(others.map((_, number) => here.numberOfOther(there, number))).toEqual(
        others.map((text) => these.indexOf(text)),
      );
    }),
  );
});

test('addOther() adopts a text of another instance unchanged', () => {
  const some = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 100 });
  fc.assert(
    fc.property(some, some, (these, others) => {
      const [here, there] = [stemsOf(these), stemsOf(others)];
      for (const [number, text] of others.entries()) {
        if (!these.includes(text)) expect(here.addOther(there, number)).toBe(here.size - 1);
      }
      const all = [...new Set([...these, ...others])];
      expect(all.map((_, number) => here.text(number))).toEqual(all);
      expect(all.map((text) => here.numberOf(text))).toEqual([...all.keys()]);
    }),
  );
});

test('distinguishes texts with the same hash', () => {
  const [here, there] = [new StemTexts(), new StemTexts()];
  // Found by trial: FNV-1a gives both the same hash.
  const [one, other] = ['kmszelp', 'qqakxdf'];
  here.add(one);
  there.add(other);
  there.add(one);
  expect([here.numberOf(one), here.numberOf(other)]).toEqual([0, -1]);
  expect([here.numberOfOther(there, 0), here.numberOfOther(there, 1)]).toEqual([-1, 0]);
  here.add(other);
  expect([here.numberOf(other), here.numberOfOther(there, 0)]).toEqual([1, 1]);
});

test('unknown texts have the number -1, and unknown numbers an empty text', () => {
  const stems = new StemTexts();
  stems.add('stem');
  expect([stems.numberOf('ste'), stems.numberOf('stems'), stems.numberOf('')]).toEqual([-1, -1, -1]);
  expect([stems.text(-1), stems.text(1)]).toEqual(['', '']);
});

test('a stem takes less than 40 bytes', () => {
  const stems = new StemTexts();
  for (let number = 0; number < 5_000; number++) stems.add(`stem${number}`);
  // Measured with heap snapshots: about 60 bytes per stem in a `Map` and an array.
  expect(stems.bytes / stems.size).toBeLessThan(40);
});

test('finds each of more than 65,536 texts', () => {
  const texts = Array.from({ length: 70_000 }, (_, number) => `stem${number}`);
  const stems = new StemTexts();
  expect(texts.findIndex((text, number) => stems.add(text) !== number)).toBe(-1);
  expect(texts.findIndex((text, number) => stems.numberOf(text) !== number || stems.text(number) !== text)).toBe(-1);
});
