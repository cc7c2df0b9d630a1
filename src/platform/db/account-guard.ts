import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';
import { tenantTables } from './tables.ts';

const tenantTable = new RegExp(`\\b(?:from|join|into|update)\\s+(${tenantTables.join('|')})\\b`, 'i');
const tenantNames: ReadonlySet<string> = new Set(tenantTables);
const exempt: ReadonlySet<string> = new Set([
  'CreateTableNode',
  'DropTableNode',
  'AlterTableNode',
  'CreateIndexNode',
  'DropIndexNode',
]);

/**
 * Refuses a query on a tenant's table that names no `account_id`. On in all tests; a query that it refuses would have
 * read or changed rows across accounts.
 */
export class AccountGuard implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const seen = inspect(node);
    if (seen.table && !seen.scoped && !exempt.has(node.kind)) throw new UnscopedQueryError(seen.table);
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

export class UnscopedQueryError extends Error {
  constructor(table: string) {
    super(`A query on "${table}" names no account_id: it would reach across accounts.`);
  }
}

interface Seen {
  table: string | null;
  scoped: boolean;
}

function inspect(value: unknown, seen: Seen = { table: null, scoped: false }): Seen {
  if (typeof value !== 'object' || value === null) return seen;
  if (Array.isArray(value)) {
    for (const item of value) inspect(item, seen);
    return seen;
  }
  const node = value as Record<string, unknown>;
  if (node['kind'] === 'SchemableIdentifierNode') {
    const name = (node['identifier'] as { name: string }).name;
    if (tenantNames.has(name)) seen.table ??= name;
  }
  if (node['kind'] === 'ColumnNode' && (node['column'] as { name: string }).name === 'account_id') seen.scoped = true;
  if (node['kind'] === 'RawNode') inspectRaw((node['sqlFragments'] as readonly string[]).join(' '), seen);
  for (const child of Object.values(node)) inspect(child, seen);
  return seen;
}

function inspectRaw(sql: string, seen: Seen): void {
  seen.table ??= tenantTable.exec(sql)?.[1] ?? null;
  if (/\baccount_id\b/.test(sql)) seen.scoped = true;
}
