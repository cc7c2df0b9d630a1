import type { Vector } from './embedder.ts';

/** The cosine of two vectors of the same length; 0 if one is missing. */
export function cosine(one: Vector | null, other: Vector | null): number {
  if (one === null || other === null) return 0;
  const [a, b] = [one.values, other.values];
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i] ?? 0) * (b[i] ?? 0);
  return product * one.scale * other.scale;
}
