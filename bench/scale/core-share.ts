import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';
const periodUs = 10_000;

/**
 * Gives each process this share of the first core and no more, as the limit of a container does. What each can do is then told by its share, where
 * it would else take turns on all cores with the load and with what it calls. As root, by control groups of either version. Disposing it lets the
 * processes go.
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

/** All threads of a process, on these cores alone. */
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
