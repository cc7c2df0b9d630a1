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

/** Milliseconds of processor time that all processes of the machine have used, the kernel with them; waiting is none. */
export async function machineCpuMs(): Promise<number> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n', 1);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softIrq) * tickMs;
}
