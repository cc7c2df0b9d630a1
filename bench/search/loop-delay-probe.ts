// Loaded into the server before it starts (--import): reports over IPC the event loop delay since the last request.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const milliseconds = 1_000_000;
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', () => {
  process.send?.({ p95: delay.percentile(95) / milliseconds, longest: delay.max / milliseconds });
  delay.reset();
});
// Listening must not keep the server alive.
process.channel?.unref();
