import { ADMIN_ONLY, builder } from '../graphql/builder.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { ticks } from '../platform/ticks.ts';
import type { Health, HealthCheck, healthStates } from './system.ts';
import { SystemMetricsRef } from './system-metrics.schema.ts';

const HealthStatusEnum = builder.enumType('HealthStatus', {
  description: 'How well a part works, or the whole server.',
  values: {
    OK: { description: 'It works, or is not configured.' },
    DEGRADED: { description: 'Something does not work; answers still come, without it.' },
    DOWN: { description: 'Nothing can be answered.' },
  } satisfies Record<(typeof healthStates)[number], object>,
});

const HealthCheckRef = builder.objectRef<HealthCheck>('HealthCheck').implement({
  description: 'One part of the server.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which part: `database`, `redis`, `neo4j` …' }),
    status: t.expose('status', { type: HealthStatusEnum, description: 'How well it works.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to answer, in milliseconds; null: it is not configured.',
    }),
    detail: t.exposeString('detail', { nullable: true, description: 'What is wrong, or worth to know.' }),
  }),
});

const HealthRef = builder.objectRef<Health & { readonly version: string }>('Health').implement({
  description:
    'How well the server and its parts work now. A part that does not answer within two seconds counts as away.',
  fields: (t) => ({
    status: t.expose('status', { type: HealthStatusEnum, description: 'The worst of its parts.' }),
    version: t.exposeString('version', { description: 'The version of Mnemograph.' }),
    uptimeSeconds: t.float({ description: 'Since this process started.', resolve: () => process.uptime() }),
    checks: t.field({
      type: [HealthCheckRef],
      description: 'Its parts.',
      complexity: { field: 1, multiplier: 10 },
      resolve: ({ checks }) => checks,
    }),
  }),
});

export const SystemRef = builder.objectRef<object>('System').implement({
  description: 'The server, for its operators.',
  fields: (t) => ({
    health: t.field({
      type: HealthRef,
      description: 'How well its parts work; asks each of them.',
      complexity: 20,
      resolve: async (_system, _args, { services: { system } }) => ({
        ...(await system.health()),
        version: system.version,
      }),
    }),
    metrics: t.field({
      type: SystemMetricsRef,
      description: 'What it does and uses. `/metrics` has the same for Prometheus.',
      resolve: () => ({ at: new Date() }),
    }),
  }),
});

builder.queryField('system', (t) =>
  t.field({
    type: SystemRef,
    nullable: true,
    ...ADMIN_ONLY,
    description: 'The server, for its operators: needs the scope `admin`.',
    resolve: () => ({}),
  }),
);

const longestInterval = 3_600;

builder.subscriptionField('systemMetrics', (t) =>
  t.field({
    type: SystemMetricsRef,
    ...ADMIN_ONLY,
    description: 'What the server does and uses, now and then in each interval: needs the scope `admin`.',
    args: {
      intervalSeconds: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `Seconds between two readings, 1 to ${longestInterval}.`,
      }),
    },
    subscribe: (_root, { intervalSeconds }) => {
      if (intervalSeconds < 1 || intervalSeconds > longestInterval) {
        throw badUserInput('intervalSeconds', `from 1 to ${longestInterval}, got ${intervalSeconds}`);
      }
      return ticks(intervalSeconds * 1_000);
    },
    resolve: (at) => ({ at }),
  }),
);
