import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { GatheredMetrics } from './gathered-metrics.ts';

/** What a process tells that has answered so many requests and holds so much. */
function told(requests: number, held: number) {
  const registers = [new Registry()];
  new Counter({ name: 'requests_total', help: 'Requests', labelNames: ['route'], registers }).inc(
    { route: 'graphql' },
    requests,
  );
  new Gauge({ name: 'held_bytes', help: 'Held', registers }).set(held);
  const times = new Histogram({ name: 'seconds', help: 'Times', buckets: [1], registers });
  for (let n = 0; n < requests; n += 1) times.observe(0.5);
  return registers[0]?.getMetricsAsJSON() ?? [];
}

test('what processes count never falls, however many of them end; what they hold goes with them', async () => {
  const gathered = new GatheredMetrics<object>();
  const [stays, ...others] = [{}, {}, {}, {}];
  gathered.note(stays, await told(1, 10));
  for (const other of others) gathered.note(other, await told(5, 100));
  expect((await gathered.render()).text).toContain('requests_total{route="graphql"} 16');
  for (const other of others) {
    gathered.end(other);
    const { text } = await gathered.render();
    expect(text).toContain('requests_total{route="graphql"} 16');
    expect(text).toContain('seconds_count 16');
    expect(text).toContain('seconds_bucket{le="1"} 16');
  }
  gathered.end({});
  gathered.note(stays, await told(2, 20));
  const { text } = await gathered.render();
  expect(text).toContain('requests_total{route="graphql"} 17');
  expect(text).toMatch(/^held_bytes 20$/m);
});

test('of those that ended no more is kept than of one, though nobody asks', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const gathered = new GatheredMetrics<object>();
  const refs: WeakRef<object>[] = [];
  const endOne = async () => {
    const source = {};
    const readings = await told(5, 100);
    refs.push(...readings.map((metric) => new WeakRef<object>(metric)));
    gathered.note(source, readings);
    gathered.end(source);
  };
  for (let n = 0; n < 5; n += 1) await endOne();
  await expect
    .poll(() => {
      collect();
      return refs.filter((metric) => metric.deref() !== undefined).length;
    })
    .toBe(0);
  expect((await gathered.render()).text).toContain('requests_total{route="graphql"} 25');
});
