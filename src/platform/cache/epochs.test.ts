import { expect, test } from 'vitest';
import { MemoryEpochs } from './epochs.ts';

test('an epoch lasts until it is replaced, each account has its own, and who is not told of all commits knows none', async () => {
  let isTold = true;
  const epochs = new MemoryEpochs(() => isTold);
  const first = await epochs.current('ada');
  expect(first).not.toBeNull();
  expect(await epochs.current('ada')).toBe(first);
  expect(await epochs.current('bob')).not.toBe(first);
  await epochs.replace('bob');
  expect(await epochs.current('ada')).toBe(first);
  await epochs.replace('ada');
  expect(await epochs.current('ada')).not.toBe(first);
  isTold = false;
  expect(await epochs.current('ada')).toBeNull();
});
