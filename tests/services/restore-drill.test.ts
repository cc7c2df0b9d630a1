import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { administer, withName } from '../support/administer.ts';
import { DrillWriter, type State } from '../support/drill-writer.ts';
import { mutateBy, type Run } from '../support/mutate.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { runShell, shellBlocks } from '../support/shell-blocks.ts';
import { post, startServer, tokenFor } from '../support/started-server.ts';

/** Duration of the load; only `npm run check:restore` sets it. */
const seconds = Number(process.env['RESTORE_SECONDS'] ?? 0);
const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const writers = 8;
/** Maximum delay of the ledger file behind the database. */
const ledgerMs = 5_000;

/** Content and status of each memory, by writer: contents begin with the writer's name. */
async function storedBy(db: Database): Promise<Map<string, State>> {
  const { rows } = await sql<{ content: string; status: string }>`select content, status from memory`.execute(db);
  const by = Map.groupBy(rows, ({ content }) => content.slice(0, content.indexOf('n')));
  return new Map([...by].map(([name, of]) => [name, new Map(of.map(({ content, status }) => [content, status]))]));
}

const entries = (state: State = new Map()) => [...state].map((pair) => pair.join(' ')).sort();

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began) / 1_000;
}

/** The results of the drill, for the table of figures. */
interface Figures {
  acknowledged: number;
  backupSeconds: number;
  restoreSeconds: number;
  /** Memories in the backup that were purged after it. */
  broughtBack: number;
  startSeconds: number;
  memories: number;
}

type Urls = {
  readonly DATABASE_URL: string;
  readonly ADMIN_URL: string;
  readonly OWNER: string;
  readonly RESTORED_URL: string;
  readonly BACKUPS: string;
};

class Drill {
  readonly figures: Partial<Figures> = {};
  readonly all: readonly DrillWriter[];
  /** Its collection is deleted as a whole after the backup. */
  readonly doomed: DrillWriter;
  readonly #urls: Urls;
  readonly #run: Run;

  constructor(urls: Urls, run: Run) {
    this.#urls = urls;
    this.#run = run;
    this.all = Array.from({ length: writers }, (_, n) => new DrillWriter(`w${n}`, run));
    this.doomed = new DrillWriter('doomed', run);
  }

  /** Writes for some seconds and makes a backup halfway. Returns, for each writer, the range of operation counts during the backup. */
  async load(backUp: string): Promise<ReadonlyMap<DrillWriter, readonly [number, number]>> {
    const everybody = [...this.all, this.doomed];
    for (const writer of everybody) await writer.begin();
    const stop = new AbortController();
    const working = Promise.all(everybody.map((writer) => writer.run(stop.signal)));
    await Promise.race([working, delay((seconds * 1_000) / 2)]);
    const before = this.all.map((writer) => writer.acknowledged);
    this.figures.backupSeconds = await timed(() => runShell(backUp, this.#urls));
    const between = new Map(
      this.all.map((writer, n) => [writer, [before[n] ?? 0, writer.asked.length] as const] as const),
    );
    await Promise.race([working, delay((seconds * 1_000) / 2)]);
    stop.abort();
    await working;
    await mutateBy(this.#run, 'deleteCollection', { id: this.doomed.collectionId });
    this.figures.acknowledged = everybody.reduce((sum, writer) => sum + writer.acknowledged, 0);
    return between;
  }

  async restore(commands: string, name: string): Promise<void> {
    const restore = commands.replaceAll(/\brestored\b/g, name);
    this.figures.restoreSeconds = await timed(() => runShell(restore, this.#urls));
  }

  /** The number of operations of each writer that the backup contains. */
  placesOf(
    stored: ReadonlyMap<string, State>,
    between: ReadonlyMap<DrillWriter, readonly [number, number]>,
  ): Map<DrillWriter, number> {
    const places = new Map<DrillWriter, number>();
    for (const [writer, [least, most]] of between) {
      const there = entries(stored.get(writer.name)).join();
      const counts = Array.from({ length: most - least + 1 }, (_, n) => least + n);
      const place = counts.findLast((count) => entries(writer.stateAfter(count)).join() === there);
      if (place === undefined)
        throw new Error(`${writer.name} was never as the backup has it, after ${least} to ${most}`);
      places.set(writer, place);
    }
    return places;
  }

  get purged(): string[] {
    return this.all.flatMap((writer) => writer.purged);
  }
}

describe.skipIf(seconds === 0 || databaseUrl === '')('a restore drill', () => {
  test('a backup taken under load holds what was acknowledged by then, and nothing purged once the ledger is applied', {
    timeout: 120_000 + seconds * 5_000,
  }, async () => {
    await using end = new AsyncDisposableStack();
    const [backUp = '', restore = ''] = shellBlocks(await readFile('docs/operations.md', 'utf8'), '### Postgres');
    const folder = await mkdtemp(join(tmpdir(), 'restore-drill-'));
    end.defer(() => rm(folder, { recursive: true }));
    const id = randomBytes(6).toString('hex');
    const [name, restored] = [`mnemograph_drill_${id}`, `mnemograph_restored_${id}`];
    await administer(databaseUrl, [`create database ${name}`]);
    end.defer(() => administer(databaseUrl, [`drop database ${name}`, `drop database if exists ${restored}`]));
    const urls = {
      DATABASE_URL: withName(databaseUrl, name),
      ADMIN_URL: databaseUrl,
      OWNER: new URL(databaseUrl).username,
      RESTORED_URL: withName(databaseUrl, restored),
      BACKUPS: folder,
    };
    const settings = {
      DATABASE_URL: urls.DATABASE_URL,
      DATA_DIR: folder,
      JWT_SECRET: 'a secret of at least thirty-two characters',
      RATE_LIMIT_PRO: '1000000000',
      PURGE_LEDGER_FILE: join(folder, 'purges.ndjson'),
    };
    const token = await tokenFor(settings, '--user', 'me');
    let server = await startServer(settings);
    end.defer(() => server.kill());
    const drill = new Drill(urls, (query, variables) => post(server.endpoint, token, query, variables));

    const between = await drill.load(backUp);
    await delay(ledgerMs + 1_000);
    await server.kill();
    await drill.restore(restore, restored);
    const { db } = end.use(openPostgres(urls.RESTORED_URL));
    const stored = await storedBy(db);
    const places = drill.placesOf(stored, between);
    const purged = new Set(drill.purged);
    const { figures } = drill;
    figures.broughtBack = [...stored.values()].flatMap((state) =>
      [...state.keys()].filter((one) => purged.has(one)),
    ).length;
    expect(figures.broughtBack).toBeGreaterThan(0);
    expect(stored.get('doomed')?.size).toBeGreaterThan(0);

    figures.startSeconds = await timed(async () => {
      server = await startServer({ ...settings, DATABASE_URL: urls.RESTORED_URL });
    });
    const served = await storedBy(db);
    for (const [writer, place] of places) {
      const left = [...writer.stateAfter(place)].filter(([content]) => !purged.has(content));
      expect(entries(served.get(writer.name))).toEqual(entries(new Map(left)));
    }
    figures.memories = [...served.values()].reduce((sum, state) => sum + state.size, 0);
    const gone = 'query ($input: ID!) { collection(id: $input) { id } }';
    expect(await post(server.endpoint, token, gone, { input: drill.doomed.collectionId })).toEqual({
      collection: null,
    });
    await expect.poll(async () => (await storedBy(db)).has('doomed')).toBe(false);
    await server.stop();
    await runShell(`pg_dump --file="$BACKUPS/plain.sql" "$RESTORED_URL"`, urls);
    const dump = await readFile(join(folder, 'plain.sql'), 'utf8');
    expect([...purged, 'doomedn'].filter((content) => dump.includes(content))).toEqual([]);
    console.log(JSON.stringify(figures));
  });
});
