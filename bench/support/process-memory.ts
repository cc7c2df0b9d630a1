import { readFile } from 'node:fs/promises';

/** Memory of a process as the kernel counts it, in bytes. */
export interface ProcessMemory {
  readonly resident: number;
  /** The most that was resident since the process started. */
  readonly mostResident: number;
  /** The part of the resident that no file backs and that is therefore not shared. */
  readonly anonymous: number;
}

/** Throws if the process has ended. */
export async function processMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const bytes = (field: string): number => {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`Process ${pid} has no ${field}: it has ended`);
    return Number(kilobytes) * 1_024;
  };
  return { resident: bytes('VmRSS'), mostResident: bytes('VmHWM'), anonymous: bytes('RssAnon') };
}
