import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { heldBytes } from '../../../tests/support/held-bytes.ts';
import { graphiqlOptions, graphiqlPage } from './graphiql.ts';

test('GraphiQL keeps little more than its compressed page in memory', async () => {
  const page = graphiqlPage(await graphiqlOptions());
  const before = await heldBytes();
  const { gzipped } = await page();
  expect(gzipped.length).toBeLessThan(3_000_000);
  expect((await heldBytes()) - before).toBeLessThan(gzipped.length + 3_000_000);
  expect(gunzipSync(gzipped).toString()).toContain('sessionStorage');
});
