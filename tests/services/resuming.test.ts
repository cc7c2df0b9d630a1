import type { Sink, SubscribePayload } from 'graphql-ws';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../examples/chat/connect.ts';
import { resuming } from '../../examples/chat/resuming.ts';

/** A subscription, the payloads that connections would send, and what its caller is told. */
function followed(variables?: Record<string, unknown>) {
  const sockets = connect('http://none', 'token');
  onTestFinished(() => sockets.dispose());
  const begun: { payload: SubscribePayload; sink: Sink }[] = [];
  const stopped = vi.fn();
  const terminate = vi.spyOn(sockets, 'terminate');
  vi.spyOn(sockets, 'subscribe').mockImplementation((payload, sink) => {
    begun.push({ payload, sink });
    return stopped;
  });
  const [told, failed] = [vi.fn(), vi.fn()];
  const sink = { next: told, error: failed, complete: () => {} };
  const stop = resuming(sockets).subscribe({ query: 'subscription', variables }, sink);
  const last = () => begun.at(-1);
  return {
    begun,
    tell: (data: unknown) => last()?.sink.next({ data }),
    fail: (code: string, retryAfter?: number) => last()?.sink.error([{ extensions: { code, retryAfter } }]),
    // As graphql-ws does at each connection.
    sent: () => JSON.parse(JSON.stringify(last()?.payload.variables)),
    ...{ told, failed, stop, stopped, terminate },
  };
}

const event = (cursor?: string) => ({ conversationEvents: { __typename: 'MessageAppended', cursor } });

test('a lost connection is continued after the last event, although the library copied the variables', () => {
  const { begun, sent, tell, told } = followed({ id: 'x', after: 'loaded' });
  expect(sent()).toEqual({ id: 'x', after: 'loaded' });
  tell(event('one'));
  tell(event());
  expect(sent()).toEqual({ id: 'x', after: 'one' });
  expect([begun.length, told.mock.calls.length]).toEqual([1, 2]);
});

test('a subscription whose token has ended goes on with the next one, unless that is refused, too', async () => {
  const { begun, sent, tell, fail, failed, terminate } = followed();
  tell(event('one'));
  fail('UNAUTHENTICATED');
  expect([begun.length, terminate.mock.calls.length, sent()]).toEqual([2, 1, { after: 'one' }]);
  fail('UNAUTHENTICATED');
  await expect.poll(() => failed.mock.calls).toEqual([[[{ extensions: { code: 'UNAUTHENTICATED' } }]]]);
  expect(begun).toHaveLength(2);
});

test('a subscription waits as the server asks, and does not begin again once it was stopped', async () => {
  const { begun, tell, fail, sent, stop, stopped } = followed();
  tell(event('one'));
  fail('UNAVAILABLE', 0.001);
  await expect.poll(() => begun.length).toBe(2);
  expect(sent()).toEqual({ after: 'one' });
  stop();
  expect(stopped).toHaveBeenCalledOnce();
  fail('UNAUTHENTICATED');
  tell(event('two'));
  fail('UNAUTHENTICATED');
  expect(begun).toHaveLength(2);
});
