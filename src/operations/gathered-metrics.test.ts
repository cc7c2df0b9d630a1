import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { collectGarbage } from '../../tests/support/held-bytes.ts';
import { GatheredMetrics } from './gathered-metrics.ts';

/** Readings of a process that has answered `requests`, by these operations, and holds `held` bytes. */
function told(requests: number, held: number, operations: readonly string[] = []) {
  const registers = [new Registry()];
  new Counter({ name: 'requests_total', help: 'Requests', labelNames: ['route'], registers }).inc(
    { route: 'graphql' },
    requests,
  );
  new Gauge({ name: 'held_bytes', help: 'Held', registers }).set(held);
  const times = new Histogram({ name: 'seconds', help: 'Times', buckets: [1], registers });
  for (let n = 0; n < requests; n += 1) times.observe(0.5);
  const durations = new Histogram({ name: 'durations', help: 'By operation', labelNames: ['operation'], registers });
  for (const operation of operations) durations.observe({ operation }, 0.5);
  return registers[0]?.getMetricsAsJSON() ?? [];
}

test('counters never fall when processes end, while the gauges of these processes disappear', async () => {
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

test('at most 200 operation names are kept as processes come and go, and every operation is counted', async () => {
  const gathered = new GatheredMetrics<object>();
  const counts = async () =>
    new Map(
      [...(await gathered.render()).text.matchAll(/^durations_count\{operation="(\w+)"\} (\d+)$/gm)].map(
        ([, name, count]) => [name, Number(count)],
      ),
    );
  for (let n = 0; n < 5; n += 1) {
    const source = {};
    gathered.note(
      source,
      await told(0, 0, ['other', 'Find', ...Array.from({ length: 99 }, (_, i) => `Made${n}x${i}`)]),
    );
    const before = await counts();
    gathered.end(source);
    expect(await counts()).toEqual(before);
    expect(before.get('Find')).toBe(n + 1);
    expect(before.values().reduce((sum, count) => sum + count, 0)).toBe((n + 1) * 101);
  }
  expect((await counts()).size).toBe(200);
});

test('the metrics of ended processes are merged and freed, even if nobody reads them', async () => {
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
      collectGarbage();
      return refs.filter((metric) => metric.deref() !== undefined).length;
    })
    .toBe(0);
  expect((await gathered.render()).text).toContain('requests_total{route="graphql"} 25');
});
