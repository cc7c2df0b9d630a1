import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packagedModels } from '../../src/platform/embedding/model-files.ts';

const tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) });

/** English words, roughly from the most frequent to the rarest: the whole words of the shipped tokenizer. */
export async function readVocabulary(): Promise<string[]> {
  const { model } = tokenizer.parse(JSON.parse(await readFile(join(packagedModels, 'tokenizer.json'), 'utf8')));
  return Object.entries(model.vocab)
    .filter(([word]) => /^[a-z]{2,}$/.test(word))
    .sort(([, one], [, other]) => one - other)
    .map(([word]) => word);
}
