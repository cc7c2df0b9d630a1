import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { loadModels, type Models } from '../src/app/load-models.ts';
import { encodeNodeId } from '../src/graphql/node-id.ts';
import { connectKysely, type Database } from '../src/platform/db/database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { type BulkTarget, bulkFill, emptyCollection } from './search/bulk-fill.ts';
import { turnsOfConversation } from './search/conversations.ts';
import { withoutTermIndex } from './search/slow-indexes.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { progress } from './support/progress.ts';
import { benchAccount } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Store } from './support/target.ts';
import { askSmallTenant, type TenantRun } from './tenants/small-tenant.ts';

const usage = `Measures the searches of a small tenant while a hundred others grow beside it, on Postgres, by both engines.

  npm run bench:tenants -- [--own 2000] [--others 10000,500000] [--quick]

  --own     memories of the small tenant
  --others  memories of the others together, growing
  --quick   a tenth of the searches, and others up to 20,000`;

const options = {
  own: { type: 'string', default: '2000' },
  others: { type: 'string' },
  quick: { type: 'boolean', default: false },
} as const;

/** Others, of equal size: below the bound from which on an account's vectors are in an index, as most are. */
const otherTenants = 100;
/** The small tenant's p95 beside many memories of others over that beside few. Source: issue 4, "What must be shown". */
const mostGrowth = 1.3;

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const others = (values.others ?? (values.quick ? '10000,20000' : '10000,500000')).split(',').map(Number);
  const own = Number(values.own);
  const searches = values.quick ? 50 : 500;
  console.log(`${conditions()}\n`);
  await using store = await createStore('postgres');
  await using models = await loadModels();
  const filler = new Filler(store, models, await readVocabulary());
  const collectionId = await filler.begin(own);
  const rows: { readonly others: number; readonly run: TenantRun }[] = [];
  for (const memories of others) {
    await filler.growOthers(memories);
    const asked = { store, collectionId, memories: own, vocabulary: filler.vocabulary, searches };
    for (const engine of ['index', 'sql'] as const)
      rows.push({ others: memories, run: await askSmallTenant(engine, asked) });
  }
  console.log(report(own, rows));
}

class Filler {
  readonly vocabulary: readonly string[];
  readonly #store: Store;
  readonly #models: Models;
  /** Collections of the others, each in an account of its own. */
  readonly #others: BulkTarget[] = [];
  #conversationsEach = 0;

  constructor(store: Store, models: Models, vocabulary: readonly string[]) {
    this.#store = store;
    this.#models = models;
    this.vocabulary = vocabulary;
  }

  /** Stores what is the small tenant's own; answers its collection, as the API names it. */
  begin(memories: number): Promise<string> {
    return this.#inDatabase(async (db) => {
      await migrate(db);
      const own = await emptyCollection(db, benchAccount);
      await this.#fill(db, own, Math.ceil(memories / turnsOfConversation));
      for (let n = 0; n < otherTenants; n += 1) {
        this.#others.push(await emptyCollection(db, `other ${n}`));
      }
      return encodeNodeId('Collection', own.collectionId);
    });
  }

  async growOthers(memories: number): Promise<void> {
    const each = Math.ceil(memories / otherTenants / turnsOfConversation);
    const more = each - this.#conversationsEach;
    this.#conversationsEach = each;
    await this.#inDatabase(async (db) => {
      await withoutTermIndex(db, async () => {
        for (const [n, other] of this.#others.entries()) {
          if (n % 10 === 0) progress(`others grow to ${memories}: ${n} of ${otherTenants}`);
          await this.#fill(db, other, more);
        }
      });
    });
    await using opened = await this.#store.open();
    await opened.pool.query('vacuum analyze');
  }

  #fill(db: Database, to: BulkTarget, conversations: number) {
    const { vocabulary } = this;
    const { reader } = this.#models;
    return bulkFill(db, { to, conversations, vocabulary, reader });
  }

  async #inDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    await using opened = await this.#store.open();
    return await work(connectKysely(opened.pool));
  }
}

function report(own: number, rows: readonly { readonly others: number; readonly run: TenantRun }[]): string {
  const lines = rows.map(({ others, run }) => {
    const { engine, times, found } = run;
    const before = rows.find((row) => row.run.engine === engine)?.run.times.p95 ?? Number.NaN;
    const growth = times.p95 / before;
    return [
      engine,
      String(others),
      ...[times.least, times.p50, times.p95].map((ms) => ms.toFixed(2)),
      growth.toFixed(2),
      found.map(({ asked, least, share }) => `${least} of ${asked} (${share.toFixed(3)})`).join(', '),
      growth <= mostGrowth && found.every(({ asked, least }) => least === asked) ? 'reached' : 'missed',
    ];
  });
  const head = [
    'engine',
    'others have',
    'least ms',
    'p50 ms',
    'p95 ms',
    'p95 over first',
    'found (share of the exact)',
  ];
  return [
    `A tenant of ${own} memories beside ${otherTenants} others; p95 at most ${mostGrowth} times the first, k of k`,
    table([...head, ''], lines),
  ].join('\n\n');
}

await command(usage, run);
