import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { heldBytes } from '../../../tests/support/held-bytes.ts';
import { nameOf } from './use-operation-times.ts';

const nameIn = (text: string) => nameOf({ document: parse(text) });

test('an operation is identified by its name or its first field, cut to 100 characters', () => {
  expect(nameIn('query Who { viewer { id } }')).toBe('Who');
  expect(nameIn('mutation { addMemory { id } search { id } }')).toBe('mutation addMemory');
  expect(nameIn('{ ...F } fragment F on Query { viewer }')).toBe('(unnamed)');
  expect(nameIn(`query ${'A'.repeat(1_000_000)} { viewer }`)).toBe('A'.repeat(100));
});

test('a kept name does not retain its document in memory', async () => {
  const before = await heldBytes();
  const names = Array.from({ length: 10 }, (_, n) =>
    nameIn(`query AnOperationOfItsOwn${n} { viewer } # ${'x'.repeat(5_000_000)}`),
  );
  expect((await heldBytes()) - before).toBeLessThan(25_000_000);
  expect(names.at(-1)).toBe('AnOperationOfItsOwn9');
});
