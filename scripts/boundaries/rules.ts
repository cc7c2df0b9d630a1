/**
 * The rules of who may import whom below src/, types included. docs/architecture.md draws them;
 * tests/project/boundaries.test.ts proves that each is reported.
 */

/** The features in their order: each may import those before it, and none after it. */
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

/** What a file is, by its path below src/: the first pattern that fits counts. */
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
 * A feature's file without any of these stands as low as what it imports: `pure` where all of that is pure,
 * `use case` where some of it is a store, a service or another use case, and otherwise a `part` that stores may use, too.
 */
export type Role = (typeof roles)[number][0] | 'part' | 'use case';

/** Each role and those that it may import. Pure files of the platform count as `pure`, too. */
export const mayImport: Readonly<Record<Role, readonly Role[]>> = {
  entry: ['app', 'platform'],
  app: ['app', 'schema list', 'graphql', 'schema', 'service', 'use case', 'store', 'part', 'pure', 'platform'],
  'schema list': ['graphql', 'schema'],
  schema: ['schema', 'graphql', 'service', 'use case', 'pure', 'platform'],
  // What resolvers are handed: types of services alone.
  graphql: ['graphql', 'service', 'pure', 'platform'],
  service: ['service', 'use case', 'store', 'part', 'pure', 'platform'],
  'use case': ['service', 'use case', 'store', 'part', 'pure', 'platform'],
  store: ['store', 'part', 'pure', 'platform'],
  part: ['part', 'pure', 'platform'],
  pure: ['pure'],
  platform: ['platform'],
};

/** Where an import of the second may only be of types. */
export const typesOnly: readonly (readonly [Role, Role])[] = [['graphql', 'service']];

/** A feature's store is its own; these read the tables of others, too. */
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

/** Packages that do no input and output: a pure file may import them. */
export const purePackages = /^(zod|uuid|node:(crypto|util|buffer|path|url|assert))$/;

/** Where process.env may be read; tests and benches find the services there. Paths from the project's root. */
export const mayReadEnvironment = /^(src\/platform\/config\/|tests\/|bench\/|[^/]+\.config\.ts$)/;

/** Where a type may be asserted (`as`, `!`). */
export const mayAssertTypes = /^src\/platform\//;

/** Names that say nothing of what is inside, and barrels. */
export const namelessFiles = /\/(index|utils?|helpers?|common|misc|types)(\.ts$|\/)/;
