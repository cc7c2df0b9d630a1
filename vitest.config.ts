import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Node's own conditions: with Vite's, tests and libraries would each load another copy of graphql.
const conditions = ['node', 'module-sync'];

/** What tests start as processes of their own is compiled once. */
const compiled = fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

const sources = fileURLToPath(new URL('src/', import.meta.url));
/** Of the sources, tests that start databases, wait for slow clients or read long texts in each language. */
const longInSources = ['platform/db/pglite/', 'app/subscriptions/slow-readers', 'graph/extraction/languages'];

/** Other tests beside the code are short, whatever their size: last, they leave no worker idle while another has a long one. */
class ShortLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShort = ({ moduleId }: TestSpecification) =>
      moduleId.startsWith(sources) && !longInSources.some((place) => moduleId.startsWith(sources + place));
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isShort(file)), ...sorted.filter(isShort)];
  }
}

/** Tests that need no database, or bring their own. */
const withoutDatabase = ['services', 'project'].map((folder) => `tests/${folder}/**/*.test.ts`);

/** Some of them put fields of their own into the schema: they have workers of their own. */
const withOwnSchema = ['tests/api/server/**/*.test.ts'];

/** Vite adds the condition `development`, with which graphql checks every object that it meets: servers run without. */
const asInProduction = {
  name: 'conditions of production',
  configResolved({ ssr }: { readonly ssr: { readonly resolve?: { conditions?: string[] } } }) {
    if (ssr.resolve?.conditions) ssr.resolve.conditions = [...conditions];
  },
};

const isPostgresUp = Boolean(process.env['TEST_DATABASE_URL']);

/** What `npm start` runs, and migrated databases. */
const globalSetup = ['tests/support/build-server.ts', ...(isPostgresUp ? ['tests/support/template-database.ts'] : [])];

const ofTheApi = (folder: string): string => `tests/api/${folder}/**/*.test.ts`;

/** What differs between the two databases, and some of the API. `npm run check:embedded` runs all others on the embedded one, too. */
const onBothDatabases = [
  ...['migrations', 'operations', 'platform'].map((folder) => `tests/${folder}/**/*.test.ts`),
  ...['account', 'collection', 'conversation', 'erasure', 'streams'].map(ofTheApi),
  ...['add-memories', 'change-memories', 'read-memories', 'recall'].map((file) => `tests/api/memory/${file}.test.ts`),
  'tests/api/search/search.test.ts',
];
const onAnyDatabase = ['tests/**/*.test.ts'];

/**
 * How long a test, a hook and a poll may take before they count as hung. Of 684 tests on a machine with seven times the work that it has cores
 * for, 16 took longer than 20 s, and found nothing wrong.
 */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 } as const;
const poll = { timeout: 30_000 } as const;

type Engine = 'embedded' | 'postgres';
const onDatabase = (engine: Engine, poolSize: number, include: string[]) => ({
  extends: true as const,
  test: {
    name: engine,
    include,
    exclude: [...withoutDatabase, ...withOwnSchema],
    globalSetup,
    provide: { engine, poolSize },
    ...patience,
  },
});

/** Unit tests run once. What touches a database runs on Postgres where the services are up, and on the embedded one. */
export default defineConfig({
  plugins: [asInProduction],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    env: { NODE_COMPILE_CACHE: compiled },
    // Nothing of ours lives in a module's own state, so that files can share what they import: half of their time else.
    isolate: false,
    // Node runs the sources as it does in production: passing each module through Vite costs more, and another copy in each worker.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    setupFiles: ['tests/support/left-open.ts'],
    sequence: { sequencer: ShortLast },
    // What is waited for comes late on a busy machine: by itself vitest gives up after a second, which would assert a time.
    expect: { poll },
    // They wait more than they work: by itself vitest leaves one of two cores idle.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          globalSetup,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', ...withoutDatabase],
          ...patience,
        },
      },
      {
        extends: true,
        test: { name: 'server', globalSetup, include: withOwnSchema, ...patience },
      },
      onDatabase('embedded', 1, isPostgresUp ? onBothDatabases : onAnyDatabase),
      ...(isPostgresUp ? [onDatabase('postgres', 10, onAnyDatabase)] : []),
    ],
  },
});
