import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { observe } from '../../src/app/observed.ts';
import { startTracing } from '../../src/app/tracing.ts';
import { OperationTimes } from '../../src/operations/operation-times.ts';
import { RequestTimes, timed } from '../../src/platform/request-times.ts';
import { listenForTest } from '../support/listen.ts';
import { quietSystem } from '../support/quiet-system.ts';
import { makeServerData } from '../support/server-data.ts';
import { post, startServer, tokenFor } from '../support/started-server.ts';

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
              startTimeUnixNano: z.coerce.bigint(),
              endTimeUnixNano: z.coerce.bigint(),
              status: z.object({ code: z.number() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** The status code of a span that failed. */
const error = 2;

/** The spans that a collector receives. */
async function collect() {
  const told: z.output<typeof spans>['resourceSpans'][number]['scopeSpans'][number]['spans'] = [];
  const collector = createServer(async (request, response) => {
    const { resourceSpans } = spans.parse(await json(request));
    told.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap((scope) => scope.spans));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  return { told, endpoint: await listenForTest(collector) };
}

test('each request is exported to the collector as part of its caller’s trace', async () => {
  const { told, endpoint } = await collect();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stop = await startTracing();
  const { onAnswer } = observe(quietSystem, new OperationTimes(), () => false, pino({ level: 'silent' }));

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

test('a timed-out request is exported as failed, with the step it was in', async () => {
  const { told, endpoint } = await collect();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stop = await startTracing();
  const { onAnswer } = observe(quietSystem, new OperationTimes(), () => false, pino({ level: 'silent' }));

  const late = new RequestTimes();
  late.operations.push('Late');
  late.errors.add('UNAVAILABLE');
  late.begin('db');
  late.end();
  onAnswer(late, { route: 'graphql', status: 200, requestId: 'req-1' });
  const wrong = new RequestTimes();
  wrong.operations.push('Wrong');
  wrong.errors.add('BAD_USER_INPUT');
  wrong.end();
  onAnswer(wrong, { route: 'graphql', status: 200, requestId: 'req-2' });
  await stop();

  const [root, own] = ['Late', 'Wrong'].map((name) => told.find((span) => span.name === name));
  expect(root?.status.code).toBe(error);
  expect(own?.status.code).not.toBe(error);
  const hung = told.find(({ parentSpanId }) => parentSpanId === root?.spanId);
  expect(hung).toMatchObject({ name: 'db', endTimeUnixNano: root?.endTimeUnixNano });
});

describe('a server started as in docs/operations.md exports all requests, including the last before it stops', () => {
  const { TEST_DATABASE_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
  const tracedServer = async (more: Record<string, string>) => {
    const [, flags = ''] =
      /bin\/node (--import \S+) dist\/server\/main\.js/.exec(await readFile('docs/operations.md', 'utf8')) ?? [];
    const { told, endpoint } = await collect();
    const data = await makeServerData();
    onTestFinished(() => data.remove());
    const settings = { ...data.settings, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...more };
    const server = await startServer(settings, { nodeOptions: flags.split(' ') });
    await post(server.endpoint, await tokenFor(settings, '--user', 'me'), 'query Who { viewer { id } }');
    await server.stop();
    return told.map(({ name }) => name);
  };

  test('as a single process', async () => {
    expect(await tracedServer({})).toContain('Who');
  });

  test.skipIf(databaseUrl === '' || redisUrl === '')('as several workers', async () => {
    expect(await tracedServer({ WORKERS: '2', REDIS_URL: redisUrl })).toContain('Who');
  });
});
