import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';
const periodUs = 10_000;

/**
 * Limits each process to this share of the first core, like a container's CPU limit. Otherwise the processes would compete on all cores
 * with the load and the services they call. Needs root; uses control groups of either version. Disposing removes the limits.
 */
export function limitCores(pids: readonly number[], share: number): Disposable {
  using parts = new DisposableStack();
  const quotaUs = Math.round(share * periodUs);
  for (const pid of pids) {
    runOn('0', pid);
    parts.defer(() => runOn(`0-${availableParallelism() - 1}`, pid));
    const { parent, settings } = existsSync(join(root, 'cpu', 'cgroup.procs')) ? first(quotaUs) : second(quotaUs);
    const group = join(parent, `mnemograph-${pid}`);
    mkdirSync(group);
    parts.defer(() => rmdirSync(group));
    for (const [name, value] of settings) writeFileSync(join(group, name), value);
    writeFileSync(join(group, 'cgroup.procs'), String(pid));
    parts.defer(() => writeFileSync(join(parent, 'cgroup.procs'), String(pid)));
  }
  return parts.move();
}

/** Pins all threads of a process to these cores. */
const runOn = (cores: string, pid: number): void =>
  void execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });

interface Limits {
  readonly parent: string;
  readonly settings: readonly (readonly [file: string, value: string])[];
}

const first = (quotaUs: number): Limits => ({
  parent: join(root, 'cpu'),
  settings: [
    ['cpu.cfs_period_us', String(periodUs)],
    ['cpu.cfs_quota_us', String(quotaUs)],
  ],
});

function second(quotaUs: number): Limits {
  writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu');
  return { parent: root, settings: [['cpu.max', `${quotaUs} ${periodUs}`]] };
}
