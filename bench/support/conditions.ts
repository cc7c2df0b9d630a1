import { availableParallelism, loadavg } from 'node:os';

/** What a figure has to be read with: what it ran on, and how busy that was already. */
export function conditions(): string {
  const [lastMinute = 0] = loadavg();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${availableParallelism()} cores shared by server, database and load; load average before ${lastMinute.toFixed(1)}`;
}
