import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { Neo4jConnection } from '../../src/platform/neo4j/neo4j-connection.ts';
import { RedisClients } from '../../src/platform/redis/redis-clients.ts';
import { WakeUps } from '../../src/platform/redis/wake-ups.ts';
import { testNeo4j } from '../support/graph-mirror.ts';
import { type IssuedCertificate, newAuthority } from '../support/own-authority.ts';
import { folderForTest } from '../support/own-folder.ts';
import { canRunPostgres, startPrimary } from '../support/own-postgres.ts';
import { startOwnRedis } from '../support/own-redis.ts';
import { portOf } from '../support/port-of.ts';
import { post, startServer, tokenFor } from '../support/started-server.ts';

const { TEST_REDIS_URL: redisUrl = '', TEST_NEO4J_URL: neo4jUrl = 'bolt://none' } = process.env;
const canRun = canRunPostgres && redisUrl !== '' && testNeo4j !== null;

const isConfigured = ({ detail }: { readonly detail: string | null }) => detail !== 'not configured';

/** A TLS proxy in front of the running Neo4j, which advertises the address it was asked by. */
async function openNeo4jDoor({ cert, key }: IssuedCertificate): Promise<number> {
  const { hostname, port } = new URL(neo4jUrl);
  const door = createServer({ cert, key }, (client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
  });
  door.on('tlsClientError', () => {});
  onTestFinished(() => void door.close());
  await once(door.listen(0, 'localhost'), 'listening');
  return portOf(door);
}

test.runIf(canRun)(
  'connects to Postgres, Redis and Neo4j by TLS, and refuses certificates of another authority or host',
  { timeout: 60_000 },
  async () => {
    const [ours, foreign] = [newAuthority(), newAuthority()];
    const certificate = ours.issue('localhost');
    const folder = folderForTest();
    const [primary, redis, neo4jPort] = await Promise.all([
      startPrimary(certificate),
      startOwnRedis(certificate),
      openNeo4jDoor(certificate),
    ]);
    onTestFinished(async () => {
      await primary.remove();
      await redis.stop();
    });
    const url = (host: string) => `${primary.url.replace('127.0.0.1', host)}?sslmode=verify-full`;
    const settings = {
      DATA_DIR: folder,
      DATABASE_URL: url('localhost'),
      DATABASE_CA: ours.file,
      REDIS_URL: redis.url,
      NEO4J_URL: `neo4j+s://localhost:${neo4jPort}`,
      NEO4J_USER: testNeo4j?.user ?? '',
      NEO4J_PASSWORD: testNeo4j?.password ?? '',
    };

    const refused = async (more: Record<string, string>) => {
      const config = loadConfig({ ...settings, PORT: '0', ...more });
      return await buildApp(config, { log: pino({ level: 'silent' }) }).then(
        () => 'it starts',
        (error: Error) => error.message,
      );
    };
    expect(await refused({ DATABASE_CA: foreign.pem })).toMatch(
      /DATABASE_URL: got a server whose certificate authority is not trusted here .*takes one that DATABASE_CA/,
    );
    expect(await refused({ DATABASE_URL: url('127.0.0.1') })).toMatch(
      /DATABASE_URL: got a server whose certificate is for another host .*takes the host that the certificate names/,
    );

    const token = await tokenFor(settings, '--user', 'ada', '--scope', 'admin');
    const parts = async () => {
      const server = await startServer({ ...settings, NODE_EXTRA_CA_CERTS: ours.file });
      onTestFinished(server.stop);
      const query = '{ system { health { checks { name status detail } } } }';
      for (;;) {
        const { health } = (await post(server.endpoint, token, query)).system;
        // The services connect in the background.
        if (!JSON.stringify(health).includes('not answered yet')) return health.checks.filter(isConfigured);
      }
    };
    expect(await parts()).toMatchObject([
      { name: 'database', status: 'OK' },
      { name: 'database writes', status: 'OK' },
      { name: 'redis', status: 'OK' },
      { name: 'neo4j', status: 'OK' },
    ]);

    // This process does not trust the authority: whatever verifies the certificate reports that, the rest works.
    const log = pino({ level: 'silent' });
    const wakeUps = await WakeUps.open({
      clients: new RedisClients({ url: redis.url, prefix: '' }),
      writers: [],
      onCommit: () => {},
      onText: () => {},
      log,
    });
    onTestFinished(() => wakeUps[Symbol.asyncDispose]());
    await expect.poll(() => wakeUps.check().catch(String)).toContain('certificate');
    const { user = '', password = '' } = testNeo4j ?? {};
    const trusting = { url: `bolt+ssc://localhost:${neo4jPort}`, user, password, prepare: async () => {}, log };
    const neo4j = await Neo4jConnection.open(trusting);
    onTestFinished(() => neo4j[Symbol.asyncDispose]());
    await neo4j.start();
    await expect.poll(() => neo4j.isUp).toBe(true);
  },
);
