import { ADMIN_ONLY, builder, needsOperator } from '../graphql/builder.ts';
import { checkRange } from '../graphql/request-errors.ts';
import { ticks } from '../platform/ticks.ts';
import type { Health, HealthCheck, HealthState } from './system.ts';
import { SystemMetricsRef } from './system-metrics.schema.ts';

const HealthStatusEnum = builder.enumType('HealthStatus', {
  description: 'Health of a part, or of the whole server.',
  values: {
    OK: { description: 'It works, or is not configured.' },
    DEGRADED: { description: 'Something does not work; the server still answers, without it.' },
    DOWN: { description: 'The server cannot answer anything.' },
  } satisfies Record<HealthState, object>,
});

const HealthCheckRef = builder.objectRef<HealthCheck>('HealthCheck').implement({
  description: 'Health of one part of the server.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the part: `database`, `redis`, `neo4j` and others.' }),
    status: t.expose('status', { type: HealthStatusEnum, description: 'Health of the part.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to answer, in milliseconds, or was waited for; null if it is not configured.',
    }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'What is wrong or worth knowing, such as that it is not configured; null if nothing.',
    }),
  }),
});

const HealthRef = builder.objectRef<Health & { readonly version: string }>('Health').implement({
  description:
    'Current health of the server and its parts. A part that does not answer within two seconds counts as failed.',
  fields: (t) => ({
    status: t.expose('status', { type: HealthStatusEnum, description: 'The worst status of its parts.' }),
    version: t.exposeString('version', { description: 'Version of Mnemograph.' }),
    uptimeSeconds: t.float({
      description: 'Time since this process started, in seconds.',
      resolve: () => process.uptime(),
    }),
    checks: t.field({
      type: [HealthCheckRef],
      description: 'The parts.',
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
      description: 'Health of the server and its parts; each part is asked.',
      complexity: 20,
      resolve: async (_system, _args, { services: { system } }) => ({
        ...(await system.health()),
        version: system.version,
      }),
    }),
    metrics: t.field({
      type: SystemMetricsRef,
      description: 'What this process does and uses. `/metrics` has the same for Prometheus.',
      resolve: () => ({ at: new Date() }),
    }),
  }),
});

builder.queryField('system', (t) =>
  t.field({
    type: SystemRef,
    nullable: true,
    ...ADMIN_ONLY,
    description: `The server, for its operators. ${needsOperator}`,
    resolve: () => ({}),
  }),
);

const longestInterval = 3_600;

builder.subscriptionField('systemMetrics', (t) =>
  t.field({
    type: SystemMetricsRef,
    ...ADMIN_ONLY,
    description: `What the server does and uses: once at the start, then at each interval. ${needsOperator}`,
    args: {
      intervalSeconds: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `Seconds between two readings, 1 to ${longestInterval}.`,
      }),
    },
    subscribe: (_root, { intervalSeconds }) => {
      checkRange('intervalSeconds', intervalSeconds, 1, longestInterval);
      return ticks(intervalSeconds * 1_000);
    },
    resolve: (at) => ({ at }),
  }),
);
