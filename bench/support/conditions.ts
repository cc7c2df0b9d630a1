import { availableParallelism, loadavg } from 'node:os';

/** The context of every figure: the machine, and how busy it was beforehand. */
export function conditions(): string {
  const [lastMinute = ''] = loads();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${availableParallelism()} cores shared by server, database and load; load average before ${lastMinute}`;
}

/** How busy the machine is now, for a title. */
export const loadOfMachine = (): string => `load of the machine ${loads().join(', ')}`;

const loads = (): string[] => loadavg().map((average) => average.toFixed(1));
