import { createHash } from 'node:crypto';
import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderForTests } from '../../../tests/support/own-folder.ts';
import type { Vector } from './embedder.ts';
import { ModelFileError, packagedModels } from './model-files.ts';
import { loadStaticEmbedder } from './static-embedder.ts';

interface Case {
  name: string;
  text: string;
  repeat: number;
  count: number;
  ids?: string;
  idsSha256?: string;
  vector: string;
}

// Read rather than imported: Vite's JSON parser refuses lone surrogates.
const fixture = new URL('./fixtures/reference.json', import.meta.url);
const reference: { cases: Case[] } = JSON.parse(await readFile(fixture, 'utf8'));

const embedder = await loadStaticEmbedder();

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function real({ values, scale }: Vector): Float64Array {
  return Float64Array.from(values, (x) => x * scale);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}

/** Deterministic texts of arbitrary UTF-16 units, including lone surrogates. */
function anyTexts(count: number): string[] {
  let state = 20261120;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => {
    const reach = [0x80, 0x250, 0x3100, 0x10000][random(4)] ?? 0;
    return String.fromCharCode(...Array.from({ length: random(60) }, () => random(reach)));
  });
}

describe('equals the Python reference', () => {
  test.each(reference.cases)('$name', async ({ text, repeat, count, ids, idsSha256, vector }) => {
    const whole = text.repeat(repeat);
    const pieces = embedder.pieces(whole);
    expect(pieces.length).toBe(count);
    if (ids !== undefined) expect(pieces.join(' ')).toBe(ids);
    else expect(createHash('sha256').update(pieces.join(' ')).digest('hex')).toBe(idsSha256);

    const expected = vector.split(' ').map((x) => Number(x) / 1e5);
    const exact = unit(embedder.pool(pieces));
    for (const [i, x] of expected.entries()) expect(Math.abs((exact[i] ?? 0) - x)).toBeLessThan(1e-4);

    const [stored] = await embedder.embed([whole]);
    expect(stored && dot(real(stored), exact)).toBeGreaterThan(0.9999);
  });
});

test('askedPieces() returns the pieces in the vocabulary and the readable share of the question', () => {
  expect(embedder.askedPieces('When?')).toEqual({ pieces: embedder.pieces('When?'), readable: 1 });
  // The vocabulary has only the fourth of these characters and the question mark.
  const { pieces, readable } = embedder.askedPieces('住在哪里?');
  expect([...pieces]).toEqual([...embedder.pieces('里?')]);
  expect(readable).toBe(2 / 5);
  expect(embedder.askedPieces('\u200b')).toEqual({ pieces: new Uint16Array(), readable: 0 });
});

describe('for any text', () => {
  test('returns the same unit vector each time', async () => {
    const texts = anyTexts(300);
    const once = await embedder.embedWithPieces(texts);
    const again = await embedder.embedWithPieces(texts.toReversed());
    expect(again.toReversed()).toEqual(once);
    for (const { vector, pieces } of once) {
      expect(dot(real(vector), real(vector))).toBeCloseTo(1, 6);
      expect(vector.values.length).toBe(embedder.dimensions);
      expect(vector.values.every((x) => x >= -127)).toBe(true);
      expect(Math.fround(vector.scale)).toBe(vector.scale);
      expect(pieces.length).toBeGreaterThan(0);
      expect(pieces.every((piece) => piece < embedder.table.size)).toBe(true);
    }
  });

  test('returns vectors in the order of the texts even if it yields between them', async () => {
    const texts = ['one', 'x '.repeat(30_000), 'two', 'y '.repeat(30_000), 'three'];
    const alone = await Promise.all(texts.map(async (text) => (await embedder.embed([text]))[0]));
    expect(await embedder.embed(texts)).toEqual(alone);
  });

  test('yields to the event loop in a large batch', async () => {
    let turns = 0;
    const counter = setInterval(() => turns++, 0);
    await embedder.embed(Array.from({ length: 400 }, () => 'a turn of a chat, not very long. '.repeat(20)));
    clearInterval(counter);
    expect(turns).toBeGreaterThan(0);
  });

  test('returns no vectors for no texts', async () => {
    expect(await embedder.embed([])).toEqual([]);
  });
});

test('texts of similar meaning are closer than others', async () => {
  const [question, answer, other] = await embedder.embed([
    'What is her dog called?',
    'Her puppy is named Rex.',
    'Rent is due.',
  ]);
  if (!question || !answer || !other) throw new Error('a vector is missing');
  expect(dot(real(question), real(answer))).toBeGreaterThan(dot(real(question), real(other)) + 0.1);
});

describe('refuses model files', () => {
  const folder = folderForTests();

  async function failure(): Promise<unknown> {
    return loadStaticEmbedder(folder).catch((error: unknown) => error);
  }
  async function reset(): Promise<void> {
    for (const name of ['static-e5-256.bin', 'tokenizer.json']) {
      await copyFile(join(packagedModels, name), join(folder, name));
    }
  }

  test('that are missing, with the path and what to do', async () => {
    for (const name of ['static-e5-256.bin', 'tokenizer.json']) {
      await reset();
      await rm(join(folder, name));
      const error = await failure();
      expect(error).toBeInstanceOf(ModelFileError);
      expect(String(error)).toContain(`${join(folder, name)}: it is not there`);
      expect(String(error)).toMatch(/MODEL_DIR.*models\/PROVENANCE\.md/s);
    }
  });

  test('that do not belong together', async () => {
    await reset();
    const tokenizer = await readFile(join(folder, 'tokenizer.json'), 'utf8');
    const smaller = tokenizer.replace(/,\s*"##～": 30521/, '');
    expect(smaller.length).toBeLessThan(tokenizer.length);
    await writeFile(join(folder, 'tokenizer.json'), smaller);
    expect(String(await failure())).toMatch(/30522 rows, but the vocabulary of .*tokenizer\.json has 30521 pieces/);
  });

  test('that are truncated', async () => {
    await reset();
    await truncate(join(folder, 'static-e5-256.bin'), 1_000_000);
    expect(String(await failure())).toMatch(/cut or broken .*take 7935732 bytes, it has 1000000/);
  });
});
