import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { copiedCounts, graphCounts, graphRunner, isBack, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { dice } from '../support/recall-rows.ts';

const { db } = useDatabase();
const { lifecycle } = memoryServices(db);
const run = promisify(execFile);

/** Operations of the long tier. Without it Neo4j is not killed but disconnected, in neo4j-away.test.ts. */
const operations = Number(process.env['GRAPH_OPERATIONS'] ?? 0);
const batch = 50;
/** How long Neo4j stays away the first time, while writes continue. */
const awayMs = 60_000;
const port = 27_787;

/** A Neo4j for this test, which keeps its data across a kill. */
async function ownNeo4j() {
  const folder = await mkdtemp(join(tmpdir(), 'mnemograph-neo4j-'));
  // The service user needs access.
  await chmod(folder, 0o755);
  const env = { ...process.env, SERVICES_RUN_DIR: folder, SERVICES_NEO4J_PORT: String(port) };
  await run('scripts/services.sh', ['start', 'neo4j'], { env });
  const { stdout } = await run('scripts/services.sh', ['env', 'neo4j'], { env });
  let pid = Number((await readFile(join(folder, 'neo4j.pid'), 'utf8')).split(' ')[0]);
  const [command = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1);
  const home = join(folder, 'neo4j');
  const kill = () => process.kill(pid, 'SIGKILL');
  return {
    settings: {
      url: `bolt://127.0.0.1:${port}`,
      user: 'neo4j',
      password: /TEST_NEO4J_PASSWORD=(\S+)/.exec(stdout)?.[1] ?? '',
      prefix: '',
    },
    kill,
    restart: () => {
      const options = { env: { ...env, NEO4J_HOME: home, NEO4J_CONF: join(home, 'conf') }, stdio: 'ignore' } as const;
      pid = spawn(command, args, options).pid ?? 0;
    },
    [Symbol.asyncDispose]: async () => {
      kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

const names = 'Anna Ben Carla Tom Julia Olivia Kenji Siemens Bosch Brightleaf Munich Oslo Lisbon Boston Bergen'.split(
  ' ',
);

test.runIf(operations > 0 && testNeo4j && inject('engine') === 'postgres')(
  'both stores are equal after many random operations during which Neo4j is killed twice, once for a minute',
  { timeout: 3_600_000 },
  async () => {
    await using neo4j = await ownNeo4j();
    await using mirror = await openTestMirror(db, neo4j.settings);
    const random = dice(4_711);
    const home = await Household.create(db);
    const ids: string[] = [];
    const name = () => names[random.below(names.length)] ?? '';
    const operate = async () => {
      const id = ids[random.below(Math.max(1, ids.length))];
      const action = random.below(10);
      if (action < 6 || !id) {
        ids.push((await home.add(`I saw that ${name()} met ${name()} in ${name()} ${ids.length} times.`)).id);
        return;
      }
      const content = `They say that ${name()} works at ${name()} now.`;
      const changes = [
        () => lifecycle.supersede(home.viewer, { id, content, reason: 'news' }),
        () => lifecycle.forget(home.viewer, { id }),
        () => lifecycle.restore(home.viewer, { id }),
        () => lifecycle.forget(home.viewer, { id, purge: true }),
      ];
      // The current state may not allow it.
      await changes[action - 6]?.().catch(() => null);
    };
    const operateSome = async () => {
      for (let n = 0; n < batch; n += 1) await operate();
      await graphRunner(db).processAll();
    };
    for (let done = 0; done < operations; done += batch) {
      await operateSome();
      const copying = mirror.runner.processAll();
      const third = Math.floor(operations / 3 / batch) * batch;
      if (done === third || done === 2 * third) {
        neo4j.kill();
        await copying;
        const away = performance.now();
        while (done === third && performance.now() - away < awayMs) await operateSome();
        neo4j.restart();
        continue;
      }
      await copying;
    }
    await isBack(mirror);
    await mirror.runner.processAll();
    const { accountId } = home.viewer;
    const kept = await graphCounts(db, accountId);
    expect(kept.mentions).toBeGreaterThan(operations / 4);
    expect(await copiedCounts(mirror, accountId)).toEqual(kept);
  },
);
