import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { observe } from '../../src/app/observe.ts';
import { startTracing } from '../../src/app/tracing.ts';
import { OperationTimes } from '../../src/operations/operation-times.ts';
import { RequestTimes, timed } from '../../src/platform/request-times.ts';
import { listenForTest } from '../support/listen.ts';
import { quietSystem } from '../support/quiet-system.ts';

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

test('each request is told to a collector as a part of its caller’s trace', async () => {
  const received: z.output<typeof spans>[] = [];
  const collector = createServer(async (request, response) => {
    received.push(spans.parse(await json(request)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', await listenForTest(collector));
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

  const told = received
    .flatMap(({ resourceSpans }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans);
  const root = told.find(({ name }) => name === 'Find');
  expect(root).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' });
  const parts = told.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name);
  expect(parts.toSorted()).toEqual(['db', 'graphql']);
  const own = told.find(({ name }) => name === '/other');
  expect(own?.traceId).not.toBe(root?.traceId);
  expect(own?.parentSpanId ?? '').toBe('');
});
