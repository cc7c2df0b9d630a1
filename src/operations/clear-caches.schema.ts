import { builder } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import type { CacheFigures } from '../platform/cache/cache.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { CacheMetricsRef } from './system-metrics.schema.ts';

mutation('clearCaches', {
  description:
    'Lets caches of this process go, with what all processes share of them: nothing is lost but time. Answers are slower until they have filled again. Needs the scope `admin`.',
  input: builder.inputType('ClearCachesInput', {
    description: 'Which caches.',
    fields: (t) => ({
      names: t.stringList({ description: 'Names from `system.metrics.caches`, at least one; omitted: all.' }),
    }),
  }),
  payload: builder.objectRef<{ cleared: readonly CacheFigures[] }>('ClearCachesPayload').implement({
    description: 'What was cleared.',
    fields: (t) => ({
      cleared: t.field({
        type: [CacheMetricsRef],
        description: 'The caches, as they stand now.',
        complexity: { field: 1, multiplier: 10 },
        resolve: ({ cleared }) => cleared,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  scope: 'admin',
  resolve: async ({ names }, { services: { system } }) => ({ cleared: await system.clearCaches(names ?? null) }),
});
