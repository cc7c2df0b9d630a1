import { subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { endedParts } from '../../src/platform/start-parts.ts';

// Loaded into the server: records when each part of the start ends and the memory at that moment. On request, reports that along with
// the current memory and what remains after a garbage collection.
const parts: unknown[] = [];
subscribe(endedParts.name, (part) => {
  const { user, system } = process.cpuUsage();
  parts.push({ part, atMs: performance.now(), cpuMs: (user + system) / 1_000, rss: process.memoryUsage.rss() });
});

process.on('message', () => {
  const idle = process.memoryUsage();
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  collectGarbage();
  process.send?.({ parts, idle, live: process.memoryUsage() });
});
process.channel?.unref();
