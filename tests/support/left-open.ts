import { afterAll, expect, vi } from 'vitest';

/** Servers that listen, and processes that run: what a file of tests leaves of them is told by the file's name, and not by whom it holds up. */
const open = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap' || kind === 'ProcessWrap').length;

const before = open();

// Registered before those of the file, and so run after them. What was closed is gone a moment later.
afterAll(async () => {
  const none = () => expect(open(), 'servers and processes that its tests left open').toBeLessThanOrEqual(before);
  await vi.waitFor(none, { timeout: 8_000 });
});
