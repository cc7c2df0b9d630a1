import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { e5Files, e5ModelFile } from '../../src/platform/embedding/e5-encoder.ts';
import { EmbedderUnavailableError } from '../../src/platform/embedding/embedder.errors.ts';
import type { Vector } from '../../src/platform/embedding/embedder.ts';
import { ModelFileError, packagedModels } from '../../src/platform/embedding/model-files.ts';
import { OnnxEmbedder } from '../../src/platform/embedding/onnx-embedder.ts';
import { listenForTest } from '../support/listen.ts';
import { folderForTest } from '../support/own-folder.ts';

/** A folder with the model, which is not packaged: `scripts/services.sh start e5` fetches it. */
const folder = process.env['TEST_E5_DIR'];

async function open(): Promise<OnnxEmbedder> {
  const embedder = await OnnxEmbedder.open(e5Files(folder ?? '', packagedModels));
  onTestFinished(() => embedder[Symbol.asyncDispose]());
  return embedder;
}

function cosine(a: Vector | undefined, b: Vector | undefined): number {
  if (!a || !b) throw new Error('A vector is missing');
  return a.values.reduce((sum, value, index) => sum + value * (b.values[index] ?? 0), 0) * a.scale * b.scale;
}

describe.skipIf(folder === undefined)('OnnxEmbedder, with the model in TEST_E5_DIR', () => {
  test('embeds an answer closer to its question than a text that shares its words', async () => {
    const embedder = await open();
    const [question] = await embedder.embed(['Who is allergic to nuts?'], 'query');
    const passages = await embedder.embed(
      ['Ben: peanuts make me swell up', 'Anna: who is at the door?', 'Anna: I play the cello'],
      'passage',
    );
    const [right = 0, wrong = 0, other = 0] = passages.map((passage) => cosine(question, passage));
    expect(right).toBeGreaterThan(wrong);
    expect(right).toBeGreaterThan(other);
    expect(question?.values).toHaveLength(256);
    expect(cosine(question, question)).toBeCloseTo(1, 5);
  });

  test('embeds a text identically alone and in a batch, and embeds questions differently from passages', async () => {
    const embedder = await open();
    const [alone] = await embedder.embed(['Anna plays the cello'], 'passage');
    const many = await embedder.embed(['word '.repeat(700), 'Anna plays the cello', ''], 'passage');
    expect(many[1]).toEqual(alone);
    const [asked] = await embedder.embed(['Anna plays the cello'], 'query');
    expect(asked).not.toEqual(alone);
  });

  test('embeds a question before queued passages', async () => {
    const embedder = await open();
    const order: string[] = [];
    const texts = Array<string>(20).fill('Anna plays the cello');
    const passages = embedder.embed(texts, 'passage').then(() => order.push('passages'));
    const question = embedder.embed(['cello?'], 'query').then(() => order.push('question'));
    await Promise.all([passages, question]);
    expect(order).toEqual(['question', 'passages']);
  });

  test('an abort rejects the call and drops its queued texts', async () => {
    const embedder = await open();
    const abort = new AbortController();
    const left = embedder.embed(Array<string>(1000).fill('Anna plays the cello'), 'passage', abort.signal);
    abort.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(await embedder.embed(['tea'], 'passage')).toHaveLength(1);
  });

  test('disposal during work rejects the queued texts only', async () => {
    const embedder = await open();
    const lost = embedder.embed(Array<string>(1000).fill('Anna plays the cello'), 'passage');
    const refused = expect(lost).rejects.toThrow(EmbedderUnavailableError);
    expect(await embedder.embed(['cello?'], 'query')).toHaveLength(1);
    await embedder[Symbol.asyncDispose]();
    await refused;
  });

  test('refuses to extend stored vectors of another dimension', async () => {
    const embedder = await open();
    expect(() => embedder.expectDimensions(384)).toThrow(/of 256 dimensions.*have 384:/);
  });
});

/** A hub that serves the model, or nothing if it is null. The first connection breaks off. */
async function startHub(model: Buffer | null): Promise<string> {
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push(url);
    if (!model || url !== '/Xenova/e5-small-v2/resolve/main/onnx/model_quantized.onnx')
      return void response.writeHead(404).end();
    const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': model.length - from });
    if (asked.length > 1) return void response.end(model.subarray(from));
    response.write(model.subarray(0, 1_000_000), () => setTimeout(() => response.destroy(), 50));
  });
  return `${await listenForTest(server)}/`;
}

test.skipIf(folder === undefined)('downloads a missing model from the hub, once', async () => {
  const modelDir = folderForTest();
  const model = await readFile(join(folder ?? '', e5ModelFile));
  const config = { provider: 'onnx', modelDir, hubUrl: await startHub(model) } as const;
  {
    await using models = await loadModels(config);
    expect(await models.passages.embed(['tea'], 'passage')).toHaveLength(1);
  }
  expect(await readdir(modelDir)).toEqual([e5ModelFile]);
  await using again = await loadModels({ ...config, hubUrl: 'http://127.0.0.1:1' });
  expect(again.passages.model).toBe('e5-small-v2-256');
});

test('a model missing on the hub leaves no file behind, and the error explains how else to get it', async () => {
  const modelDir = folderForTest();
  const loading = loadModels({ provider: 'onnx', modelDir, hubUrl: await startHub(null) });
  await expect(loading).rejects.toThrow(ModelFileError);
  await expect(loading).rejects.toThrow(/it is not there, and http:.*answered 404\n.*MODEL_HUB_URL/);
  expect(await readdir(modelDir)).toEqual([]);
});

test('reports which file is missing and how to get it', async () => {
  const opened = OnnxEmbedder.open(e5Files('/nowhere', packagedModels));
  // As the worker thread reports it.
  await expect(opened).rejects.toMatchObject({ name: 'ModelFileError' });
  await expect(opened).rejects.toThrow(
    new RegExp(`/nowhere/${e5ModelFile}.*\n.*dev.langchain4j:langchain4j-embeddings-e5`),
  );
});
