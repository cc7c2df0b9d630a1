import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadModels, openReranker } from '../../src/app/load-models.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { RerankerError } from '../../src/search/rerank/reranker.errors.ts';
import { startApp } from '../support/app-server.ts';
import { mutateBy } from '../support/mutate.ts';
import { folderForTest } from '../support/own-folder.ts';
import { makeServerData } from '../support/server-data.ts';
import { post, startServer, tokenFor } from '../support/started-server.ts';
import { writeNoModel, writeTinyCrossEncoder } from '../support/tiny-cross-encoder.ts';

/** Opens the reranker as a server with this folder does. */
async function openIn(folder: string) {
  const starting = new AsyncDisposableStack();
  onTestFinished(() => starting.disposeAsync());
  return { starting, opened: await openReranker(loadConfig({ MODEL_DIR: folder }), starting) };
}

const open = new AbortController().signal;

test('a cross-encoder in the model folder scores each text against the question, without an endpoint', async () => {
  const folder = folderForTest();
  await writeTinyCrossEncoder(folder, ['cello', 'tea']);
  const { opened } = await openIn(folder);
  expect(opened?.deadlineMs).toBe(1500);
  const documents = ['tea with the cello', 'the piano', 'tea', '', 'cello '.repeat(5_000)];
  const scores = await opened?.reranker.score('What about the cello?', documents, open);
  // Of the longest document the model reads as many pieces as it can, minus the question's seven and one at the end.
  expect(scores).toEqual([2, 0, 1, 0, 512 - 8]);
});

test('the packaged embedding model need not be in the same folder', async () => {
  const folder = folderForTest();
  const { embedding } = loadConfig({ MODEL_DIR: folder });
  await expect(loadModels(embedding)).rejects.toThrow(folder);
  await writeTinyCrossEncoder(folder, ['tea']);
  await using models = await loadModels(embedding);
  expect(models.passages.model).toBe('static-e5-256');
});

test('opens no reranker if the folder has no cross-encoder', async () => {
  expect((await openIn(folderForTest())).opened).toBeNull();
});

test('an invalid model file or tokenizer stops the start with a clear error', async () => {
  const folder = folderForTest();
  await writeNoModel(folder);
  await expect(openIn(folder)).rejects.toThrow(/cross-encoder.onnx: the ONNX runtime cannot read it/);
  await writeTinyCrossEncoder(folder, ['tea']);
  await writeFile(join(folder, 'cross-encoder-tokenizer.json'), '{}');
  await expect(openIn(folder)).rejects.toThrow(/cross-encoder-tokenizer.json: it is not an uncased BERT/);
});

test('the startup error of an invalid model file explains the problem without a stack trace', {
  timeout: 60_000,
}, async () => {
  const [folder, data] = [folderForTest(), await makeServerData()];
  onTestFinished(() => data.remove());
  await writeNoModel(folder);
  const starting = startServer({ MODEL_DIR: folder, ...data.settings });
  const said = await starting.then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(said).toContain('cross-encoder.onnx: the ONNX runtime cannot read it');
  expect(said).not.toMatch(/job-thread|serve-jobs|ModelFileError/);
});

test('an abort rejects immediately, and disposal rejects pending calls', async () => {
  const folder = folderForTest();
  await writeTinyCrossEncoder(folder, ['tea']);
  const { starting, opened } = await openIn(folder);
  const many = Array<string>(5_000).fill('tea '.repeat(400));
  const abort = new AbortController();
  const left = opened?.reranker.score('tea?', many, abort.signal);
  abort.abort(new Error('too late'));
  await expect(left).rejects.toThrow('too late');
  expect(await opened?.reranker.score('tea?', ['tea'], open)).toEqual([1]);
  const lost = opened?.reranker.score('tea?', many, open);
  const refused = expect(lost).rejects.toThrow(RerankerError);
  await starting.disposeAsync();
  await refused;
});

test('a running server ranks hits by the cross-encoder over HTTP, and reports it', { timeout: 90_000 }, async () => {
  const [folder, data] = [folderForTest(), await makeServerData()];
  onTestFinished(() => data.remove());
  await writeTinyCrossEncoder(folder, ['cello', 'tea']);
  const settings = {
    ...data.settings,
    MODEL_DIR: folder,
    JWT_SECRET: 'a secret of at least thirty-two characters',
    RERANK_DEADLINE_MS: '60000',
  };
  const server = await startApp(settings);
  onTestFinished(() => server.stop());
  const token = await tokenFor(settings, '--user', 'ada', '--scope', 'admin', '--plan', 'pro');
  const run = (query: string, variables = {}) => post(server.endpoint, token, query, variables);
  const { collection } = await mutateBy(run, 'createCollection', { name: 'Home' }, 'collection { id }');
  const contents = [
    'Anna plays music',
    'Anna plays music and drinks tea',
    'Anna drinks tea, plays the cello, and music',
  ];
  const memories = contents.map((content) => ({ content }));
  await mutateBy(run, 'addMemories', { collectionId: collection.id, memories });
  const search = (rerank: boolean) =>
    run(
      `query ($rerank: Boolean!) { search(input: { query: "Anna plays music", rerank: $rerank }, first: 3) {
        rerank edges { rerankScore node { content } } } }`,
      { rerank },
    );
  const [plain, judged] = [(await search(false)).search, (await search(true)).search];
  expect(plain).toMatchObject({ rerank: 'NOT_ASKED', edges: [{ node: { content: contents[0] } }, {}, {}] });
  expect(judged).toEqual({
    rerank: 'APPLIED',
    edges: contents.toReversed().map((content, n) => ({ rerankScore: 2 - n, node: { content } })),
  });
});
