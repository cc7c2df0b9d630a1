import { builder, needsOperator } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import type { CacheFigures } from '../platform/cache/cache.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { CacheMetricsRef } from './system-metrics.schema.ts';

mutation('clearCaches', {
  description: `Clears caches of this process, and what all processes share of them. No data is lost; answers are slower until the caches fill again. An unknown name is a ValidationError. ${needsOperator}`,
  input: builder.inputType('ClearCachesInput', {
    description: 'Which caches to clear.',
    fields: (t) => ({
      names: t.stringList({ description: 'Names from `system.metrics.caches`, at least one; omitted or null: all.' }),
    }),
  }),
  payload: builder.objectRef<{ cleared: readonly CacheFigures[] }>('ClearCachesPayload').implement({
    description: 'The result of clearing caches.',
    fields: (t) => ({
      cleared: t.field({
        type: [CacheMetricsRef],
        description: 'The cleared caches, as they are now.',
        complexity: { field: 1, multiplier: 10 },
        resolve: ({ cleared }) => cleared,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  scope: 'admin',
  resolve: async ({ names }, { services: { system } }) => ({ cleared: await system.clearCaches(names ?? null) }),
});
