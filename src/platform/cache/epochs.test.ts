import { expect, test } from 'vitest';
import { MemoryEpochs } from './epochs.ts';

test('keeps an epoch per account until it is replaced, and returns null while commit notifications are unreliable', async () => {
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
