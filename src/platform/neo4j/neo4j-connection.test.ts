import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Neo4jConnection } from './neo4j-connection.ts';

test.each(['bolt://h?key=canary', 'neo4j://h?canary', 'neo4j://h?policy=canary&policy=canary'])(
  'parameters that the driver cannot use are told by their setting: %s',
  async (url) => {
    const prepare = () => Promise.resolve();
    const opened = Neo4jConnection.open({ url, user: 'u', password: 'p', prepare, log: pino({ level: 'silent' }) });
    await expect(opened).rejects.toThrow('NEO4J_URL takes no parameters');
    await expect(opened).rejects.not.toThrow('canary');
  },
);
