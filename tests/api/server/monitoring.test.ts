import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { codeIn, tableRows } from '../../support/markdown-table.ts';
import { folderForTest } from '../../support/own-folder.ts';
import { queriesOf, readPrometheusText, type ToldMetric } from '../../support/prometheus-text.ts';
import { readPromql } from '../../support/promql.ts';
import { runShell } from '../../support/shell-blocks.ts';
import { exercise, useOperatedServer } from './operated-server.ts';

const page = await readFile('docs/operations.md', 'utf8');
const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            for: z.string().optional(),
            labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }),
            annotations: z.object({ summary: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(await readFile('deploy/prometheus/alerts.yml', 'utf8')))
  .groups.flatMap((group) => group.rules);
const datasource = z.object({ uid: z.string() });
const dashboard = z
  .object({
    templating: z.object({
      list: z.array(z.object({ name: z.string(), type: z.string(), datasource: datasource.optional() })),
    }),
    panels: z.array(
      z.object({
        id: z.number(),
        type: z.string(),
        title: z.string(),
        datasource: datasource.optional(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(await readFile('deploy/grafana/dashboards/mnemograph.json', 'utf8')));
const asked = [
  ...rules.map(({ alert, expr }) => [`alert ${alert}`, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [`panel ${title}`, expr] as const)),
];

describe('metrics', () => {
  const operated = useOperatedServer();
  let told: Map<string, ToldMetric>;
  beforeAll(async () => {
    await exercise(operated);
    told = readPrometheusText(await (await operated.get('/metrics')).text());
  });

  test('are documented in docs/operations.md, each once, with their labels', () => {
    const rows = tableRows(page, '## Metrics').map(([name, labels]) => [
      codeIn(name)[0] ?? '',
      codeIn(labels).toSorted(),
    ]);
    const own = [...told].filter(([name]) => name.startsWith('mnemograph_'));
    const explained = new Map(rows.map(([name, labels]) => [String(name), labels]));
    const wanted = own.map(([name, { labels }]) => [name, labels ? [...labels].toSorted() : explained.get(name)]);
    const hint = 'docs/operations.md, "Metrics": a row | `name` | `label`, `label` | what it is |';
    expect(rows.toSorted(), hint).toEqual(wanted.toSorted());
  });

  test.each(asked)('exist with the labels that are queried by %s', (_where, expression) => {
    const { metrics, labels, mistakes } = readPromql(withoutVariables(expression));
    expect(mistakes).toEqual([]);
    const known = new Map(
      [...told].flatMap(([name, metric]) => queriesOf(name, metric).map((query) => [query, metric])),
    );
    const unknown = metrics.filter((name) => name !== 'up' && !known.has(name));
    expect(unknown, 'the server has no such metric').toEqual([]);
    const theirs = metrics.map((name) => known.get(name)?.labels);
    if (theirs.some((own) => own === null)) return;
    const allowed = new Set(['instance', 'job', 'le', ...theirs.flatMap((own) => [...(own ?? [])])]);
    expect(
      labels.filter((label) => !allowed.has(label)),
      'its metrics have no such label',
    ).toEqual([]);
  });

  test('of the server are all in a panel or an alert, except for one duplicate', () => {
    const shown = new Set(asked.flatMap(([, expression]) => readPromql(withoutVariables(expression)).metrics));
    const unseen = [...told].filter(([name, metric]) => {
      return name.startsWith('mnemograph_') && !queriesOf(name, metric).some((query) => shown.has(query));
    });
    // Errors are shown by their code instead.
    const hint = 'deploy/grafana/dashboards/mnemograph.json: a panel that shows it';
    expect(
      unseen.map(([name]) => name),
      hint,
    ).toEqual(['mnemograph_operation_errors_total']);
  });
});

test('alerts are documented in docs/operations.md, each once, with what to do', () => {
  const rows = tableRows(page, '## Alerts');
  const hint = 'docs/operations.md, "Alerts": a row | `Name` | what it means | what to do |';
  expect(
    rows.map(([name]) => codeIn(name)[0]),
    hint,
  ).toEqual(rules.map(({ alert }) => alert));
  for (const [name, means, todo] of rows) expect([means, todo], name).not.toContain('');
});

test('alerts cover latency, errors, caches, waiting work and consumer lag', () => {
  const expressions = rules.map(({ expr }) => expr).join('\n');
  for (const part of ['> 2', 'errors_total', 'cache_hits', 'waiting', 'consumer_lag'])
    expect(expressions).toContain(part);
});

test('alerts on memory use the levels of the configured percentages', () => {
  const onMemory = rules.filter(({ alert }) => alert.startsWith('Memory')).map(({ expr }) => expr);
  const levels = onMemory.map((expr) => /\(mnemograph_memory_pressure\) >= (\d)$/.exec(expr)?.[1]);
  expect(levels).toEqual(['1', '2', '3']);
});

test('the documented commands make Prometheus scrape servers outside of Docker', async () => {
  const folder = folderForTest();
  const [, commands = ''] = /^ {3}```sh\n( {3}sed .*?)^ {3}```$/ms.exec(page) ?? [];
  await runShell(commands, { PROMETHEUS: folder });
  const { scrape_configs, rule_files } = parse(await readFile(join(folder, 'prometheus.yml'), 'utf8'));
  const targets = scrape_configs[0].static_configs.flatMap((config: { targets: string[] }) => config.targets);
  expect(targets).toEqual(['127.0.0.1:4000', '127.0.0.1:4001']);
  for (const file of rule_files) expect((await readFile(join(folder, file), 'utf8')).length).toBeGreaterThan(0);
});

test('panels have unique ids', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the dashboard can be imported anywhere: its data source is a variable', () => {
  const { templating, panels } = dashboard;
  const chosen = templating.list.filter(({ type }) => type === 'datasource').map(({ name }) => `\${${name}}`);
  expect(chosen).toHaveLength(1);
  const asking = [
    ...templating.list.filter(({ type }) => type === 'query'),
    ...panels.filter(({ targets }) => targets.length > 0),
  ];
  expect(new Set(asking.map((one) => one.datasource?.uid))).toEqual(new Set(chosen));
});

/** Replaces the variables that Grafana fills in. */
const withoutVariables = (expression: string): string =>
  expression.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*');
