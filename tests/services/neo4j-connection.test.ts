import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Neo4jUnavailableError } from '../../src/platform/neo4j/neo4j.errors.ts';
import { Neo4jConnection } from '../../src/platform/neo4j/neo4j-connection.ts';
import { RequestTimes } from '../../src/platform/request-times.ts';
import { testNeo4j } from '../support/graph-mirror.ts';
import { TcpGate } from './tcp-gate.ts';

/** An established connection through a gate. */
async function connection(silentMs: number) {
  if (!testNeo4j) throw new Error('No Neo4j is running');
  const { hostname: host, port } = new URL(testNeo4j.url);
  const gate = new TcpGate({ host, port: Number(port) });
  await gate.open();
  onTestFinished(() => gate.shut());
  const neo4j = await Neo4jConnection.open({
    ...testNeo4j,
    url: `bolt://127.0.0.1:${gate.port}`,
    prepare: async ({ read }) => void (await read((cypher) => cypher.run('RETURN 1 AS one', {}))),
    log: pino({ level: 'silent' }),
    silentMs,
  });
  onTestFinished(() => neo4j[Symbol.asyncDispose]());
  await neo4j.start();
  await expect.poll(() => neo4j.isUp).toBe(true);
  return { gate, neo4j };
}

const minuteMs = 60_000;

test.runIf(testNeo4j)('an invalid query is not an outage, whatever its error message contains', async () => {
  const { neo4j } = await connection(minuteMs);
  const asked = neo4j.read((cypher) => cypher.run('RETURN carpool', {}));
  await expect(asked).rejects.toThrow('Variable `carpool` not defined');
  await expect(asked).rejects.not.toThrow(Neo4jUnavailableError);
  expect(neo4j.isUp).toBe(true);
});

test.runIf(testNeo4j)('a read counts as time of the request that waits for it', async () => {
  const { neo4j } = await connection(minuteMs);
  const times = new RequestTimes();
  await times.run(() => neo4j.read((cypher) => cypher.run('RETURN 1 AS one', {})));
  expect(times.parts).toMatchObject([{ part: 'neo4j', count: 1 }]);
});

test.runIf(testNeo4j)('a query that times out is left to the tables and is not an outage', async () => {
  const { neo4j } = await connection(minuteMs);
  const code = 'Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration';
  const asked = neo4j.read(async () => {
    throw Object.assign(new Error('The transaction has been terminated.'), { code });
  });
  await expect(asked).rejects.toThrow(Neo4jUnavailableError);
  expect(neo4j.isUp).toBe(true);
});

test.runIf(testNeo4j)('a server that stops responding counts as down', async () => {
  const { gate, neo4j } = await connection(1_000);
  gate.mute();
  await expect(neo4j.check()).rejects.toThrow('it has said nothing for 1 s');
  expect(neo4j.isUp).toBe(false);
  // New connections work as before.
  await expect.poll(() => neo4j.isUp).toBe(true);
});
