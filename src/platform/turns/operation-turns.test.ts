import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestTimes } from '../request-times.ts';
import { type OperationKind, OperationTurns } from './operation-turns.ts';
import { endTurn, goOn } from './requester.ts';
import { OverloadedError, ServerBusyError } from './turns.errors.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const bothGoOn = () => Promise.all([goOn(), goOn()]);

/** Operations that run until they are ended, and the list of those that have begun. */
function operations(load = { isFull: false }) {
  const turns = new OperationTurns(load);
  const begun: string[] = [];
  const endings = new Map<string, () => void>();
  const run = (accountId: string, kind: OperationKind, name: string) =>
    turns.run(kind, { accountId, gone: null }, () => {
      begun.push(name);
      if (name.startsWith('waits')) endTurn();
      const waited = new Promise<void>((resolve) => endings.set(name, resolve));
      return name === 'waits and goes on' ? waited.then(bothGoOn).then(() => void begun.push('goes on')) : waited;
    });
  const end = async (name: string) => {
    endings.get(name)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { run, begun, end };
}

test('runs all operations of a lone account at once', async () => {
  const { run, begun } = operations();
  for (const name of ['a', 'b', 'c']) void run('flood', 'mutation', name);
  for (const name of ['d', 'e']) void run('flood', 'query', name);
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('beside another account, mutations wait for each other, but not for queries or the other account', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['a', 'b', 'c']) void run('flood', 'mutation', name);
  void run('flood', 'query', 'own');
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['theirs', 'a', 'own']);
  void run('quiet', 'mutation', 'their mutation');
  await end('a');
  expect(begun).toEqual(['theirs', 'a', 'own', 'their mutation', 'b']);
});

test('a mutation that waits for a model lets the next one begin', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['waits for a model', 'a', 'b']) void run('flood', 'mutation', name);
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['theirs', 'waits for a model', 'a']);
  await end('waits for a model');
  expect(begun).toEqual(['theirs', 'waits for a model', 'a']);
  await end('a');
  expect(begun).toEqual(['theirs', 'waits for a model', 'a', 'b']);
});

test('a long operation lets the next one begin: a query after 50 ms, a mutation after a second and a rest', async () => {
  const { run, begun } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['a', 'b']) void run('flood', 'query', name);
  for (const name of ['c', 'd']) void run('flood', 'mutation', name);
  await vi.advanceTimersByTimeAsync(49);
  expect(begun).toEqual(['theirs', 'a', 'c']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['theirs', 'a', 'c', 'b']);
  await vi.advanceTimersByTimeAsync(1_449);
  expect(begun).toEqual(['theirs', 'a', 'c', 'b']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['theirs', 'a', 'c', 'b', 'd']);
});

test('a lone account runs eight bulks at once, and other mutations beside them', async () => {
  const { run, begun, end } = operations();
  for (let n = 0; n < 9; n += 1) void run('flood', 'bulk', `bulk ${n}`);
  void run('flood', 'mutation', 'other');
  await vi.advanceTimersByTimeAsync(500);
  expect(begun).toHaveLength(9);
  expect(begun).not.toContain('bulk 8');
  await end('bulk 0');
  expect(begun.at(-1)).toBe('bulk 8');
});

test('beside another account, a bulk is delayed by three times the duration of the previous bulk', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['a', 'b']) void run('flood', 'bulk', name);
  void run('flood', 'mutation', 'own');
  await vi.advanceTimersByTimeAsync(200);
  await end('a');
  await vi.advanceTimersByTimeAsync(599);
  expect(begun).toEqual(['theirs', 'a', 'own']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['theirs', 'a', 'own', 'b']);
});

test('beside another account, a mutation is delayed by half the duration of the previous one', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['a', 'b']) void run('flood', 'mutation', name);
  await vi.advanceTimersByTimeAsync(200);
  await end('a');
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toEqual(['theirs', 'a']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['theirs', 'a', 'b']);
});

test('beside another account, mutations that are sent one after the other do not rest', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  void run('slow', 'mutation', 'a');
  await vi.advanceTimersByTimeAsync(200);
  await end('a');
  void run('slow', 'mutation', 'b');
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['theirs', 'a', 'b']);
});

test('a bulk that runs longer than its turn also delays the next one', async () => {
  const { run, begun, end } = operations();
  void run('quiet', 'query', 'theirs');
  for (const name of ['a', 'b']) void run('flood', 'bulk', name);
  await vi.advanceTimersByTimeAsync(1_500);
  await end('a');
  await vi.advanceTimersByTimeAsync(2_499);
  expect(begun).toEqual(['theirs', 'a']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['theirs', 'a', 'b']);
});

test('throws OverloadedError if an operation waits too long for its turn', async () => {
  const { run, begun } = operations();
  const keepBeside = setInterval(() => void run('quiet', 'query', 'theirs'), 1_000);
  void run('quiet', 'query', 'theirs');
  // Each holds its turn for a second.
  for (let n = 0; n < 40; n += 1) void run('flood', 'mutation', `${n}`).catch(() => {});
  const refused = expect(run('flood', 'mutation', 'last')).rejects.toThrow(OverloadedError);
  await vi.advanceTimersByTimeAsync(31_000);
  clearInterval(keepBeside);
  await refused;
  expect(begun).not.toContain('last');
});

/** Begins a query of each of so many accounts. */
function beginMany(count: number, load: { isFull: boolean }) {
  const started = operations(load);
  const results = Array.from({ length: count }, (_, n) => started.run(`account ${n}`, 'query', `of ${n}`));
  return { ...started, results };
}

test('while the event loop is full, fifty operations are worked on, and each that ends or waits makes room', async () => {
  const { run, begun, end } = beginMany(51, { isFull: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(50);
  await end('of 7');
  expect(begun.slice(50)).toEqual(['of 50']);
  void run('late', 'mutation', 'waits for a model');
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toHaveLength(51);
  await end('of 8');
  void run('later', 'query', 'beside one that waits');
  await vi.advanceTimersByTimeAsync(0);
  expect(begun.slice(51)).toEqual(['waits for a model', 'beside one that waits']);
});

test('while it is not full, all are', async () => {
  const { begun } = beginMany(200, { isFull: false });
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(200);
});

test('an operation for which there is no room in ten seconds is refused, and holds up no other of its account', async () => {
  const { run, begun, end, results } = beginMany(51, { isFull: true });
  const refused = expect(results[50]).rejects.toThrow(ServerBusyError);
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  await end('of 3');
  void run('account 50', 'query', 'again');
  await vi.advanceTimersByTimeAsync(0);
  expect(begun.slice(50)).toEqual(['again']);
});

test('what a request has waited before counts', async () => {
  const { run, begun, end } = beginMany(50, { isFull: true });
  const times = new RequestTimes();
  await vi.advanceTimersByTimeAsync(6_000);
  const refused = expect(times.run(() => run('early', 'query', 'came before'))).rejects.toThrow(ServerBusyError);
  void run('late', 'query', 'came now');
  await vi.advanceTimersByTimeAsync(4_000);
  await refused;
  await end('of 9');
  expect(begun.slice(50)).toEqual(['came now']);
});

test('what goes on after a wait waits for room again', async () => {
  const { run, begun, end } = beginMany(49, { isFull: true });
  void run('other', 'query', 'waits and goes on');
  void run('late', 'query', 'the fiftieth');
  await vi.advanceTimersByTimeAsync(0);
  await end('waits and goes on');
  expect(begun.slice(49)).toEqual(['waits and goes on', 'the fiftieth']);
  await end('of 3');
  expect(begun.slice(51)).toEqual(['goes on']);
  for (const name of ['next', 'after that']) void run(name, 'query', name);
  await end('the fiftieth');
  expect(begun.slice(52)).toEqual(['next', 'after that']);
});

test('what goes on after its operation was answered, as a section that is late for its context, takes no place', async () => {
  const turns = new OperationTurns({ isFull: true });
  const lateSections = Array.from({ length: 50 }, () => Promise.withResolvers<void>());
  const wentOn = lateSections.map(async ({ promise }, n) => {
    let section = promise;
    await turns.run('query', { accountId: `account ${n}`, gone: null }, () => {
      endTurn();
      section = promise.then(goOn);
    });
    await section;
  });
  await vi.advanceTimersByTimeAsync(0);
  for (const { resolve } of lateSections) resolve();
  await Promise.all(wentOn);
  let begun = 0;
  void turns.run('query', { accountId: 'next', gone: null }, () => (begun += 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toBe(1);
});
