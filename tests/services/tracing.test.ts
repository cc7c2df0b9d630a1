import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { observe } from '../../src/app/observe.ts';
import { startTracing } from '../../src/app/tracing.ts';
import { OperationTimes } from '../../src/operations/operation-times.ts';
import { RequestTimes, timed } from '../../src/platform/request-times.ts';
import { listenForTest } from '../support/listen.ts';
import { quietSystem } from '../support/quiet-system.ts';
import { post, printToken, startServer } from '../support/started-server.ts';

const spans = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** What a collector is told, span by span. */
async function collect() {
  const told: z.output<typeof spans>['resourceSpans'][number]['scopeSpans'][number]['spans'] = [];
  const collector = createServer(async (request, response) => {
    const { resourceSpans } = spans.parse(await json(request));
    told.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap((scope) => scope.spans));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  return { told, endpoint: await listenForTest(collector) };
}

test('each request is told to a collector as a part of its caller’s trace', async () => {
  const { told, endpoint } = await collect();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stop = await startTracing();
  const { onAnswer } = observe(quietSystem, new OperationTimes(), () => false);

  const times = new RequestTimes('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
  await times.run(() => timed('graphql', () => timed('db', async () => {})));
  times.operations.push('Find');
  times.end();
  onAnswer(times, { route: 'graphql', status: 200, requestId: 'req-1' });
  const alone = new RequestTimes('no trace');
  onAnswer(alone, { route: 'other', status: 404, requestId: 'req-2' });
  await stop();

  const root = told.find(({ name }) => name === 'Find');
  expect(root).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' });
  const parts = told.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name);
  expect(parts.toSorted()).toEqual(['db', 'graphql']);
  const own = told.find(({ name }) => name === '/other');
  expect(own?.traceId).not.toBe(root?.traceId);
  expect(own?.parentSpanId ?? '').toBe('');
});

test('a server that is started as docs/operations.md says tells all that it answered, the last before it ends', {
  timeout: 60_000,
}, async () => {
  const [, flags = ''] =
    /bin\/node (--import \S+) dist\/server\/main\.js/.exec(await readFile('docs/operations.md', 'utf8')) ?? [];
  const { told, endpoint } = await collect();
  const folder = await mkdtemp(join(tmpdir(), 'tracing-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const settings = { DATA_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const server = await startServer(settings, { nodeOptions: flags.split(' ') });
  await post(server.endpoint, await printToken(settings, '--user', 'me'), 'query Who { viewer { id } }');
  await server.stop();
  expect(told.map(({ name }) => name)).toContain('Who');
});
