import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { encodeNodeId } from '../src/graphql/node-id.ts';
import { type BulkTarget, emptyCollection } from './search/bulk-fill.ts';
import { turnsOfConversation } from './search/conversations.ts';
import { fillWithoutServer } from './search/fill-without-server.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { countOption, countsOption } from './support/options.ts';
import { progress } from './support/progress.ts';
import { benchAccount } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Store, vacuum } from './support/target.ts';
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

/** Number of other tenants, equal in size: below the bound from which an account's vectors are indexed, as most accounts are. */
const otherTenants = 100;
/** The small tenant's p95 next to many memories of others over that next to few. Source: issue 4, "What must be shown". */
const mostGrowth = 1.3;

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const others = countsOption('--others', values.others ?? (values.quick ? '10000,20000' : '10000,500000'));
  const own = countOption('--own', values.own);
  const searches = values.quick ? 50 : 500;
  console.log(`${conditions()}\n`);
  await using store = await createStore('postgres');
  const filler = new Filler(store, await readVocabulary());
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
  /** Collections of the other tenants, each in an account of its own. */
  readonly #others: BulkTarget[] = [];
  #conversationsEach = 0;

  constructor(store: Store, vocabulary: readonly string[]) {
    this.#store = store;
    this.vocabulary = vocabulary;
  }

  /** Stores the small tenant's memories. Returns the global id of its collection. */
  begin(memories: number): Promise<string> {
    const { vocabulary } = this;
    return fillWithoutServer(this.#store, { vocabulary, late: 'none' }, async ({ db, fill }) => {
      const own = await emptyCollection(db, benchAccount);
      await fill(own, { conversations: Math.ceil(memories / turnsOfConversation) });
      for (let n = 0; n < otherTenants; n += 1) {
        this.#others.push(await emptyCollection(db, `other ${n}`));
      }
      return encodeNodeId('Collection', own.collectionId);
    });
  }

  async growOthers(memories: number): Promise<void> {
    const { vocabulary } = this;
    const each = Math.ceil(memories / otherTenants / turnsOfConversation);
    const conversations = each - this.#conversationsEach;
    this.#conversationsEach = each;
    await fillWithoutServer(this.#store, { vocabulary, late: 'terms' }, async ({ fill }) => {
      for (const [n, other] of this.#others.entries()) {
        if (n % 10 === 0) progress(`others grow to ${memories}: ${n} of ${otherTenants}`);
        await fill(other, { conversations });
      }
    });
    await vacuum(this.#store);
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
