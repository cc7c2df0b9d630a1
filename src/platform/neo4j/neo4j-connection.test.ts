import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Neo4jConnection } from './neo4j-connection.ts';

test.each(['bolt://h?key=canary', 'neo4j://h?canary', 'neo4j://h?policy=canary&policy=canary'])(
  'refuses URL parameters that the driver cannot use, and does not repeat them: %s',
  async (url) => {
    const prepare = () => Promise.resolve();
    const opened = Neo4jConnection.open({ url, user: 'u', password: 'p', prepare, log: pino({ level: 'silent' }) });
    await expect(opened).rejects.toThrow('NEO4J_URL takes no parameters');
    await expect(opened).rejects.not.toThrow('canary');
  },
);
