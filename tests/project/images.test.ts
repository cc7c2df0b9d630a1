import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startFlags, startVariables } from '../../bench/support/start-script.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { environment } from '../../src/platform/config/env.ts';
import { listenForTest } from '../support/listen.ts';

const dockerfile = await readFile('Dockerfile', 'utf8');
const instructions = dockerfile
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ keyword: line.split(' ', 1)[0] ?? '', text: line.replace(/^\S+ +/, '') }));
const all = (keyword: string): string[] =>
  instructions.filter((instruction) => instruction.keyword === keyword).map(({ text }) => text);
const command = z.array(z.string());

describe('the Dockerfile', () => {
  test('is well-formed', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  test('builds in stages on the Node version of package.json', async () => {
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    const stages = all('FROM').map((text) => text.split(' '));
    const own = stages.map(([, , name]) => name);
    const bases = stages.map(([base]) => base).filter((base) => !own.includes(base));
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toBe(`node:${dependencies.node}-bookworm-slim`);
  });

  test('runs the server as an unprivileged user, with npm packages from the lock file', () => {
    expect(all('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(all('ADD')).toEqual([]);
    expect(all('RUN').join('\n')).toContain('npm ci --ignore-scripts --omit=dev');
    const [program, script = ''] = command.parse(JSON.parse(all('CMD').at(-1) ?? ''));
    expect(program).toBe('node');
    expect(existsSync(script), script).toBe(true);
  });

  test.each(['PORT', 'PROBE_PORT'])('checks its health on the configured %s', async (variable) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end();
    });
    const { port } = new URL(await listenForTest(server));
    const [, probe = ''] = all('HEALTHCHECK').at(-1)?.split(' CMD ') ?? [];
    const ask = (ports: Record<string, string>) =>
      promisify(execFile)('sh', ['-c', probe], { env: { PATH: `${dirname(process.execPath)}:/bin`, ...ports } });
    await ask({ PORT: '1', [variable]: port });
    expect(asked).toEqual(['/ready']);
    await expect(ask({ PORT: '1', PROBE_PORT: '1' })).rejects.toThrow('ECONNREFUSED');
    expect(probe).toContain(':-4000}');
  });

  test('copies only files that exist and are not in .dockerignore', async () => {
    const letIn = (await readFile('.dockerignore', 'utf8'))
      .split('\n')
      .flatMap((line) => line.match(/^!(.+)/)?.[1] ?? []);
    const copied = all('COPY')
      .filter((text) => !text.startsWith('--from'))
      .flatMap((text) => text.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(path) || !letIn.includes(path))).toEqual([]);
  });

  test('sets no variable that the server does not read', () => {
    const set = all('ENV').flatMap((text) => [...text.matchAll(/(?<=^| )(\w+)=/g)].map(([, name = '']) => name));
    // Read by Node and its C library before any of our files.
    const ofNode = ['NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'MALLOC_TRIM_THRESHOLD_', 'MALLOC_ARENA_MAX'];
    expect(set.filter((name) => !(name in environment.shape || ofNode.includes(name)))).toEqual([]);
  });

  test('runs Node with the flags of `npm start`', () => {
    expect(all('ENV').join(' ')).toContain(`NODE_OPTIONS=${startFlags.join(' ')}`);
    expect(startFlags).not.toEqual([]);
  });

  test('sets the malloc variables of `npm start`', () => {
    const ofLibrary = Object.entries(startVariables).filter(([name]) => name.startsWith('MALLOC_'));
    expect(ofLibrary.filter(([name, value]) => !all('ENV').join(' ').includes(`${name}=${value}`))).toEqual([]);
    expect(ofLibrary).not.toEqual([]);
  });
});

const health = z.object({
  test: z.array(z.string()).min(2),
  interval: z.string(),
  timeout: z.string(),
  retries: z.number(),
});
const service = z.object({
  build: z.string().optional(),
  image: z.string(),
  command: command.optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).default({}),
  read_only: z.boolean().default(false),
  init: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  deploy: z.object({ resources: z.object({ limits: z.object({ memory: z.string() }) }) }),
  healthcheck: health,
  restart: z.literal('unless-stopped'),
  logging: z.object({ options: z.object({ 'max-size': z.string(), 'max-file': z.string() }) }),
});
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(await readFile('docker-compose.yml', 'utf8'), { merge: true }));
const ours = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);

describe('docker-compose.yml', () => {
  test('conforms to the specification', () => {
    const [found] = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles(
      ['docker-compose.yml'],
      false,
    );
    expect(found).toMatchObject({ errorCount: 0 });
  });

  test('has every service of a deployment', () => {
    expect(Object.keys(compose.services)).toEqual([
      'api',
      'worker',
      'postgres',
      'redis',
      'neo4j',
      'prometheus',
      'grafana',
    ]);
    expect(ours.map(([name]) => name)).toEqual(['api', 'worker']);
  });

  test.each(Object.entries(compose.services))(
    '%s has a pinned version, local ports only, and existing dependencies and volumes',
    (_name, part) => {
      expect(part.image).toMatch(/^[\w./-]+:(?!latest$)[\w.-]+$/);
      for (const port of part.ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{\w+:-\d+\}:\d+$/);
      expect(Object.keys(part.depends_on).filter((name) => !(name in compose.services))).toEqual([]);
      for (const volume of part.volumes) {
        const [source = ''] = volume.split(':');
        expect(source.startsWith('./') ? existsSync(source) : source in compose.volumes, volume).toBe(true);
      }
    },
  );

  test.each(ours)('%s has 512 MB, a read-only file system and no capabilities', (_name, part) => {
    expect(part.deploy.resources.limits.memory).toBe('512M');
    expect(part).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(existsSync(part.command?.[1] ?? '')).toBe(true);
  });

  test.each(ours)('%s starts with its settings, and reports a missing secret', (_name, part) => {
    expect(Object.keys(part.environment).filter((name) => !(name in environment.shape))).toEqual([]);
    const settings = Object.fromEntries(
      Object.entries(part.environment).map(([name, value]) => [name, value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')]),
    );
    expect(loadConfig({ ...settings, JWT_SECRET: 'a secret of at least thirty-two characters' })).toMatchObject({
      database: { kind: 'postgres' },
      redis: { url: 'redis://redis:6379' },
    });
    expect(() => loadConfig(settings)).toThrow(/JWT_SECRET/);
  });

  test('Prometheus scrapes each of our services on the port it listens on', async () => {
    const config = z
      .object({
        scrape_configs: z.array(z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) })),
      })
      .parse(parse(await readFile('deploy/prometheus/prometheus.yml', 'utf8')));
    const targets = config.scrape_configs.flatMap((job) => job.static_configs.flatMap((part) => part.targets));
    const answering = ours.map(([name, { environment: set }]) => `${name}:${set['PORT'] ?? set['PROBE_PORT']}`);
    expect(targets.toSorted()).toEqual(answering.toSorted());
  });
});
