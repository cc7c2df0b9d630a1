import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compress } from './compress.ts';

const long = Buffer.from('{"content":"the old harbour"}'.repeat(1_000));

test.each([
  ['gzip, deflate', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['GZIP', 'gzip'],
])('Accept-Encoding "%s" gets %s', async (accept, encoding) => {
  const compressed = await compress(long, accept);
  expect(compressed?.encoding).toBe(encoding);
  const bytes = compressed?.bytes ?? Buffer.alloc(0);
  expect(bytes.length).toBeLessThan(long.length / 10);
  expect(encoding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toEqual(long);
});

test.each([null, '', 'identity', 'deflate', 'gzip;q=0', 'br;q=0.0'])(
  'Accept-Encoding %j gets no compression',
  async (accept) => {
    expect(await compress(long, accept)).toBeNull();
  },
);

test('does not compress bodies below 8 KB', async () => {
  expect(await compress(Buffer.alloc(8_191), 'gzip')).toBeNull();
  expect(await compress(Buffer.alloc(8_192), 'gzip')).not.toBeNull();
});
