import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ManagedCache } from '../platform/cache/cache.ts';
import { loadConfig } from '../platform/config/config.ts';
import { MemoryGovernor, runsShort } from './memory-governor.ts';

const MB = 1024 * 1024;
const { memoryLevels: usual } = loadConfig({});

test('memory runs short if the process uses more of its limit than the pause level', () => {
  const used = process.memoryUsage.rss();
  expect(runsShort(used / 0.9, usual)).toBe(true);
  expect(runsShort(used / 0.5, usual)).toBe(false);
  expect(runsShort(used / 0.5, { ...usual, pause: 0.4 })).toBe(true);
});

class FakeCache implements ManagedCache {
  bytes: number;
  cleared = 0;
  readonly #isCounted: boolean;

  constructor(bytes: number, isCounted = true) {
    this.bytes = bytes;
    this.#isCounted = isCounted;
  }

  figures() {
    const none = { name: 'fake', hits: 0, misses: 0, entries: 0, maxEntries: null, maxBytes: null, evictions: 0 };
    return { ...none, bytes: this.bytes, uncountedBytes: this.bytes - this.countedBytes };
  }

  /** The part that the memory reading of the process includes. */
  get countedBytes(): number {
    return this.#isCounted ? this.bytes : 0;
  }

  clear(): void {
    this.bytes = 0;
    this.cleared += 1;
  }
}

/** A process with a limit of 100 MB that holds `own` bytes besides its caches. */
function fake(caches: readonly FakeCache[], own: number, log = pino({ level: 'silent' }), levels = usual) {
  const state = { own, at: 0 };
  const held = () => state.own + caches.reduce((sum, { countedBytes }) => sum + countedBytes, 0);
  const governor = new MemoryGovernor({
    limitBytes: 100 * MB,
    levels,
    read: () => ({ rss: held(), held: held() }),
    caches,
    log,
  });
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(performance, 'now').mockImplementation(() => state.at);
  const pass = (ms: number) => {
    state.at += ms;
  };
  return { governor, state, pass };
}

test.each([
  [59, 'NORMAL', false],
  [61, 'NOTICE', false],
  [71, 'NOTICE', true],
  [76, 'WARNING', true],
  [86, 'CRITICAL', true],
] as const)('at %i %% the pressure is %s, jobs paused: %s', (used, level, jobsPaused) => {
  expect(fake([], used * MB).governor.pressure).toMatchObject({ level, jobsPaused, lastClearedAt: null });
});

test('usage that hovers around a level is logged once, until it falls well below', () => {
  const told: string[] = [];
  const log = pino({}, { write: (line: string) => void told.push(JSON.parse(line).pressure) });
  const { governor, state } = fake([], 0, log);
  for (const used of [59, 60, 59, 60, 59, 57, 59, 60]) {
    state.own = used * MB;
    governor.look();
  }
  expect(told).toEqual(['NOTICE', 'NORMAL', 'NOTICE']);
});

test('a rise of the pressure is logged as a warning, a fall as info', () => {
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) });
  const { governor, state, pass } = fake([], 80 * MB, log);
  governor.look();
  state.own = 10 * MB;
  pass(60_000);
  governor.look();
  expect(lines).toEqual([
    `{"level":40,"pressure":"WARNING","used":${80 * MB},"limit":${100 * MB},"msg":"memory pressure rises"}\n`,
    `{"level":30,"pressure":"NORMAL","used":${10 * MB},"limit":${100 * MB},"msg":"memory pressure falls"}\n`,
  ]);
});

test('above 80 % caches are cleared, the largest first, until 60 % is reached', () => {
  const [small, large, middle] = [new FakeCache(5 * MB), new FakeCache(20 * MB), new FakeCache(10 * MB)];
  const { governor } = fake([small, large, middle], 50 * MB);
  governor.look();
  expect([small.cleared, large.cleared, middle.cleared]).toEqual([0, 1, 1]);
  expect(governor.pressure.lastClearedAt).not.toBeNull();
});

test('the levels at which pressure is reported, jobs are paused and caches are cleared can be configured', () => {
  const cache = new FakeCache(10 * MB);
  const levels = { notice: 0.1, warning: 0.2, critical: 0.9, pause: 0.6, clear: 0.4 };
  const { governor } = fake([cache], 40 * MB, undefined, levels);
  expect(governor.pressure).toMatchObject({ level: 'WARNING', jobsPaused: false });
  governor.look();
  expect(cache.cleared).toBe(1);
});

test('cache memory that the reading of the process does not include counts as held, too', () => {
  const [vectors, other] = [new FakeCache(20 * MB, false), new FakeCache(5 * MB)];
  const { governor } = fake([vectors, other], 60 * MB);
  governor.look();
  expect([vectors.cleared, other.cleared]).toEqual([1, 1]);
});

test('caches are not cleared again for 30 seconds', () => {
  const cache = new FakeCache(40 * MB);
  const { governor, pass } = fake([cache], 50 * MB);
  governor.look();
  cache.bytes = 40 * MB;
  pass(29_000);
  governor.look();
  expect(cache.cleared).toBe(1);
  pass(2_000);
  governor.look();
  expect(cache.cleared).toBe(2);
});

test('setting the system clock back by an hour does not prolong the pause between clearings', () => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T12:00:00Z'), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const cache = new FakeCache(40 * MB);
  const { governor, pass } = fake([cache], 50 * MB);
  governor.look();
  expect(governor.pressure.lastClearedAt).toEqual(new Date('2026-01-01T12:00:00Z'));
  vi.setSystemTime('2026-01-01T11:00:00Z');
  cache.bytes = 40 * MB;
  pass(31_000);
  governor.look();
  expect(cache.cleared).toBe(2);
});

test('clearing stops for ten minutes after two clearings in a row freed next to nothing', () => {
  const cache = new FakeCache(1 * MB);
  const { governor, pass } = fake([cache], 90 * MB);
  for (let round = 0; round < 5; round += 1) {
    cache.bytes = 1 * MB;
    governor.look();
    cache.bytes = 1 * MB;
    pass(31_000);
  }
  expect(cache.cleared).toBe(2);
  pass(600_000);
  governor.look();
  expect(cache.cleared).toBe(3);
});
