/**
 * The import rules below src/, type imports included. docs/architecture.md draws them; tests/project/boundaries.test.ts proves that
 * violations of each are reported.
 */

/** The features in order: each may import those before it, and none after it. */
export const features = [
  'account',
  'collection',
  'memory',
  'conversation',
  'erasure',
  'search',
  'graph',
  'consolidation',
  'context',
  'agent',
  'operations',
];

/** Role of a file by its path below src/. The first matching pattern wins. */
export const roles = [
  ['entry', /^(main|worker|telemetry)\.ts$/],
  ['app', /^app\//],
  ['platform', /^platform\//],
  ['schema list', /^graphql\/schema\.ts$/],
  ['graphql', /^graphql\//],
  ['schema', /\.schema\.ts$/],
  ['service', /\.service\.ts$/],
  ['store', /\.store\.ts$/],
  ['pure', /\.(errors|input)\.ts$|^([a-z-]+)\/\2\.ts$|^account\/viewer\.ts$/],
] as const;

/**
 * A feature's file that matches none of these gets its role from its imports: `pure` if all are pure, `use case` if one is a store, a
 * service or another use case, and otherwise `part`, which stores may use, too.
 */
export type Role = (typeof roles)[number][0] | 'part' | 'use case';

/** Each role and the roles it may import. Pure files of the platform count as `pure`, too. */
export const mayImport: Readonly<Record<Role, readonly Role[]>> = {
  entry: ['app', 'platform'],
  app: ['app', 'schema list', 'graphql', 'schema', 'service', 'use case', 'store', 'part', 'pure', 'platform'],
  'schema list': ['graphql', 'schema'],
  schema: ['schema', 'graphql', 'service', 'use case', 'pure', 'platform'],
  // Resolvers receive services through the context: type imports only.
  graphql: ['graphql', 'service', 'pure', 'platform'],
  service: ['service', 'use case', 'store', 'part', 'pure', 'platform'],
  'use case': ['service', 'use case', 'store', 'part', 'pure', 'platform'],
  store: ['store', 'part', 'pure', 'platform'],
  part: ['part', 'pure', 'platform'],
  pure: ['pure'],
  platform: ['platform'],
};

/** Pairs of roles where the first may import only types from the second. */
export const typesOnly: readonly (readonly [Role, Role])[] = [['graphql', 'service']];

/** A feature's tables belong to its own store; these features also read the tables of others. */
export const readModels = ['search', 'graph'];

/** Packages that only some roles may import. */
export const packages: readonly { readonly name: RegExp; readonly roles: readonly Role[] }[] = [
  {
    name: /^(graphql(\/.*)?|graphql-yoga|graphql-ws|dataloader|@pothos\/.*)$/,
    roles: ['app', 'schema list', 'schema', 'graphql'],
  },
  { name: /^neo4j-driver$/, roles: ['platform'] },
  { name: /^(kysely|pg|pg-boss)(\/.*)?$/, roles: ['app', 'service', 'use case', 'store', 'part', 'platform'] },
];

/** Packages free of I/O, which a pure file may import. */
export const purePackages = /^(zod|uuid|node:(crypto|util|buffer|path|url|assert))$/;

/** Files that may read process.env; tests and benches find the services there. Paths relative to the project root. */
export const mayReadEnvironment = /^(src\/platform\/config\/|tests\/|bench\/|[^/]+\.config\.ts$)/;

/** Files that may contain type assertions (`as`, `!`). */
export const mayAssertTypes = /^src\/platform\//;

/** Names that say nothing about the content, and barrels. */
export const namelessFiles = /\/(index|utils?|helpers?|common|misc|types)(\.ts$|\/)/;
