import { expect, test } from 'vitest';
import { failureToPrint } from './run-until-stopped.ts';

test('a process that may open too few files ends with what to raise, and without a stack', () => {
  const refused = Object.assign(new Error("EMFILE: too many open files, scandir 'migrations'"), { code: 'EMFILE' });
  expect(failureToPrint(refused)).toMatch(/^EMFILE: too many open files, scandir 'migrations'\n.*ulimit -n/);
});
