import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import type { Database } from './database.ts';
import { tenantTables } from './tables.ts';

type TenantTable = (typeof tenantTables)[number];

const exempt: ReadonlySet<string> = new Set([
  'CreateTableNode',
  'DropTableNode',
  'AlterTableNode',
  'CreateIndexNode',
  'DropIndexNode',
]);

/**
 * Rejects a query on a tenant table that does not mention `account_id`. On in all tests: a query that it rejects would have
 * read or changed rows of other accounts.
 */
export class AccountGuard implements KyselyPlugin {
  readonly #guarded: Guarded;

  constructor(options: { readonly except?: readonly TenantTable[] } = {}) {
    const names = tenantTables.filter((name) => !options.except?.includes(name));
    this.#guarded = {
      names: new Set(names),
      inSql: new RegExp(`\\b(?:from|join|into|update)\\s+(${names.join('|')})\\b`, 'i'),
    };
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const seen = inspect(node, this.#guarded);
    if (seen.table && !seen.scoped && !exempt.has(node.kind)) throw new UnscopedQueryError(seen.table);
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

class UnscopedQueryError extends Error {
  constructor(table: string) {
    super(`A query on "${table}" names no account_id: it would reach across accounts.`);
  }
}

/**
 * The database for maintenance of these tables in all accounts at once, such as removing expired rows. Queries on
 * other tenant tables must still name an account. Never use it for a user's request.
 */
export const acrossAccounts = (db: Database, ...tables: readonly TenantTable[]): Database =>
  db.withoutPlugins().withPlugin(new AccountGuard({ except: tables }));

interface Guarded {
  readonly names: ReadonlySet<string>;
  /** Matches a guarded table that raw SQL reads or writes. */
  readonly inSql: RegExp;
}

interface Seen {
  table: string | null;
  scoped: boolean;
}

function inspect(value: unknown, guarded: Guarded, seen: Seen = { table: null, scoped: false }): Seen {
  // What names an account passes, whatever else stands in it.
  if (seen.scoped || typeof value !== 'object' || value === null) return seen;
  if (Array.isArray(value)) {
    for (const item of value) inspect(item, guarded, seen);
    return seen;
  }
  const node = value as Record<string, unknown>;
  if (node['kind'] === 'SchemableIdentifierNode') {
    const name = (node['identifier'] as { name: string }).name;
    if (guarded.names.has(name)) seen.table ??= name;
  }
  if (node['kind'] === 'ColumnNode' && (node['column'] as { name: string }).name === 'account_id') seen.scoped = true;
  if (node['kind'] === 'RawNode') inspectRaw((node['sqlFragments'] as readonly string[]).join(' '), guarded, seen);
  for (const child of Object.values(node)) inspect(child, guarded, seen);
  return seen;
}

function inspectRaw(sql: string, guarded: Guarded, seen: Seen): void {
  seen.table ??= guarded.inSql.exec(sql)?.[1] ?? null;
  if (/\baccount_id\b/.test(sql)) seen.scoped = true;
}
