import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

/** A Redis Cluster for one test: three nodes without replicas. */
export interface OwnRedisCluster {
  /** Comma-separated URLs of the nodes. */
  readonly urls: string;
  readonly nodes: readonly string[];
  /** Kills one of the nodes. */
  kill(node: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnRedisCluster(): Promise<OwnRedisCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-cluster-'));
  // The cluster bus uses the node's port plus 10,000, which must be a valid port, too.
  const ports: number[] = [];
  while (ports.length < 3) {
    const port = await freePort();
    const low = 10_000 + (port % 20_000);
    if (!ports.includes(low)) ports.push(low);
  }
  const servers: ChildProcess[] = ports.map((port) => {
    const own = ['--cluster-config-file', `${port}.conf`, '--cluster-node-timeout', '2000'];
    const options = ['--port', String(port), '--cluster-enabled', 'yes', ...own, '--save', '', '--appendonly', 'no'];
    return spawn('redis-server', [...options, '--dir', folder], { stdio: 'ignore' });
  });
  const nodes = ports.map((port) => `redis://127.0.0.1:${port}`);
  for (const url of nodes) {
    const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => {});
    await client.ping();
    client.disconnect();
  }
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  execFileSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { stdio: 'pipe' });
  for (const url of nodes) await untilOk(url);
  const kill = async (node: number) => {
    const server = servers[node];
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    urls: nodes.join(','),
    nodes,
    kill,
    stop: async () => {
      for (const node of servers.keys()) await kill(node);
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilOk(url: string): Promise<void> {
  const client = new Redis(url);
  while (!(await client.cluster('INFO')).toString().includes('cluster_state:ok')) await delay(20);
  client.disconnect();
}
