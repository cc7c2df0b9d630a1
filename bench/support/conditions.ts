import { availableParallelism, loadavg } from 'node:os';

/** The context of every figure: the machine, and how busy it was beforehand. */
export function conditions(): string {
  const [lastMinute = 0] = loadavg();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${availableParallelism()} cores shared by server, database and load; load average before ${lastMinute.toFixed(1)}`;
}
