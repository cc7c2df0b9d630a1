// Loaded into the server before it starts (--import): answers over IPC how late its event loop was since it was last asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const milliseconds = 1_000_000;
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', () => {
  process.send?.({ p95: delay.percentile(95) / milliseconds, longest: delay.max / milliseconds });
  delay.reset();
});
// Who listens must not keep the server from ending.
process.channel?.unref();
