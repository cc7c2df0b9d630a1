import { afterAll, expect, test } from 'vitest';
import { startApp } from '../support/app-server.ts';
import { testNeo4j } from '../support/graph-mirror.ts';
import { makeServerData } from '../support/server-data.ts';
import { post, tokenFor } from '../support/started-server.ts';

const data = await makeServerData();
afterAll(() => data.remove());

test.runIf(testNeo4j)(
  'reports clearly that Neo4j refuses the password, and runs without Neo4j',
  { timeout: 60_000 },
  async () => {
    const settings = {
      ...data.settings,
      NEO4J_URL: testNeo4j?.url ?? '',
      NEO4J_USER: 'nobody',
      NEO4J_PASSWORD: 'xqwrong',
    };
    const server = await startApp(settings);
    try {
      const token = await tokenFor(settings, '--user', 'anna', '--scope', 'admin');
      const ask = async () =>
        (await post(server.endpoint, token, '{ system { health { status checks { name status detail } } } }')).system
          .health;
      let health = await ask();
      // Until the first answer it counts as not yet reachable.
      while (!JSON.stringify(health).includes('NEO4J_PASSWORD')) health = await ask();
      expect(health.status).toBe('DEGRADED');
      const check = health.checks.find(({ name }: { name: string }) => name === 'neo4j');
      expect(check).toMatchObject({
        status: 'DEGRADED',
        detail: expect.stringContaining('refuses the user and password'),
      });
      const { system } = await post(server.endpoint, token, '{ system { metrics { pools { name max waiting } } } }');
      expect(system.metrics.pools).toContainEqual({ name: 'neo4j', max: 20, waiting: 0 });
      const { search } = await post(server.endpoint, token, '{ search(input: { query: "anything" }) { failedArms } }');
      expect(search).toEqual({ failedArms: [] });
    } finally {
      await server.stop();
    }
  },
);
