import { expect, test } from 'vitest';
import { heldBytes } from '../../tests/support/held-bytes.ts';
import { graphiqlOptions, graphiqlPage } from './graphiql.ts';

test('GraphiQL keeps little more than its page in memory', async () => {
  const page = graphiqlPage(await graphiqlOptions());
  const before = await heldBytes();
  const bytes = await page();
  expect((await heldBytes()) - before).toBeLessThan(bytes.length + 3_000_000);
  expect(new TextDecoder().decode(bytes.subarray(0, 1_000))).toContain('sessionStorage');
});
