import { collectGarbage } from '../../tests/support/held-bytes.ts';

// Loaded into the server: reports its memory after a garbage collection.

process.on('message', () => {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed + external, rss });
});
process.channel?.unref();
