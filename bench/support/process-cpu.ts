import { readFile } from 'node:fs/promises';

/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10;
/** Places of user and system time, counted after the name, which may hold anything. */
const [userTime, systemTime] = [11, 12];

/** Milliseconds of processor time that a process has used, all its threads together. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[userTime]) + Number(fields[systemTime])) * tickMs;
}
