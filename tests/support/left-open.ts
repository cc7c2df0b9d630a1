import { afterAll, expect, vi } from 'vitest';

/**
 * Number of listening servers and running processes. If a test file leaves any open, the failure names that file and not one that
 * they hold up.
 */
const open = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap' || kind === 'ProcessWrap').length;

const before = open();

// Registered before the hooks of the test file, and so run after them. Closed resources disappear a moment later.
afterAll(async () => {
  const none = () => expect(open(), 'servers and processes that its tests left open').toBeLessThanOrEqual(before);
  await vi.waitFor(none, { timeout: 8_000 });
});
