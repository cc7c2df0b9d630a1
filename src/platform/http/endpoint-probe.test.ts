import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenForTest } from '../../../tests/support/listen.ts';
import { endpointProbe } from './endpoint-probe.ts';

test('any answer counts as available, and is cached for a while', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ method }, response) => {
    asked.push(method);
    response.writeHead(401).end();
  });
  const url = await listenForTest(server);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const probe = endpointProbe(url);
  expect([await probe(), await probe()]).toEqual([null, null]);
  expect(asked).toEqual(['HEAD']);
  clock.mockReturnValue(31_000);
  await probe();
  expect(asked).toHaveLength(2);
});

test('an unavailable endpoint is reported without its address', async () => {
  const probe = endpointProbe('http://secret:word@127.0.0.1:1/v1');
  await expect(probe()).rejects.toThrow(/^nothing answers there$/);
});
