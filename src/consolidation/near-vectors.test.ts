import { expect, test } from 'vitest';
import { quantise } from '../platform/embedding/quantise.ts';
import { NearVectors } from './near-vectors.ts';

test('an equal vector has a similarity of exactly 1 and ranks first', () => {
  const count = 40;
  const vectorOf = (n: number) =>
    quantise(Float64Array.from({ length: 256 }, (_, i) => Math.sin(n * 999 + i * i))).values;
  const vectors = new NearVectors();
  vectors.add(Array.from({ length: count }, (_, n) => ({ id: `one ${n}`, values: vectorOf(n) })));
  vectors.add(Array.from({ length: count }, (_, n) => ({ id: `other ${n}`, values: vectorOf(n) })));
  for (let n = 0; n < count; n += 1) {
    expect(vectors.before(count + n, { threshold: 1, most: 5 })).toEqual([{ id: `one ${n}`, similarity: 1 }]);
    expect(vectors.before(count + n, { threshold: -1, most: 1 })).toEqual([{ id: `one ${n}`, similarity: 1 }]);
  }
});
