import { expect, onTestFinished, test, vi } from 'vitest';
import type { Message } from '../../examples/chat/conversation.ts';
import { chat } from '../../examples/chat/over-events.ts';

/**
 * A conversation that is read at most `times` times, since each stream but the last reports a gap. The last delivers a message. Returns how often
 * it was asked for.
 */
function gaps(times: number): () => number {
  let asked = 0;
  const load = async () => {
    asked += 1;
    const conversation = asked > times ? null : { id: 'x', eventsCursor: String(asked), messages: { edges: [] } };
    return Response.json({ data: { conversation } });
  };
  class Stream extends EventTarget {
    constructor() {
      super();
      const isLast = asked === times;
      queueMicrotask(() => this.dispatchEvent(new Event('open')));
      setImmediate(() => {
        if (isLast) this.tell({ __typename: 'MessageAppended', message: { seq: 1, content: 'one' } });
        else this.tell({ __typename: 'StreamGap' });
        if (isLast) this.dispatchEvent(new Event('complete'));
      });
    }
    tell(conversationEvents: object) {
      const data = JSON.stringify({ data: { conversationEvents } });
      this.dispatchEvent(Object.assign(new Event('next'), { data }));
    }
    close() {}
  }
  vi.stubGlobal('fetch', load);
  vi.stubGlobal('EventSource', Stream);
  onTestFinished(() => void vi.unstubAllGlobals());
  return () => asked;
}

test('the chat client over an EventSource shows each message once, however often it reloads the conversation', async () => {
  /** How many calls lie around the one that shows the message. */
  const depthAfter = async (reloads: number) => {
    gaps(reloads);
    const shown: [content: string, depth: number | undefined][] = [];
    const show = ({ content }: Message) => shown.push([content, new Error().stack?.split('\n').length]);
    const stop = await chat('http://none', 'x', show);
    await expect.poll(() => shown).toEqual([['one', expect.any(Number)]]);
    stop();
    return shown[0]?.[1];
  };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1_000;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  // Were each reload nested in the one before, the stack would overflow after some ten thousand.
  expect(await depthAfter(100)).toBe(await depthAfter(2));
});

test('the chat client over an EventSource gives up a stream and a request that get no answer', async () => {
  const asked: string[] = [];
  const conversation = { id: 'x', eventsCursor: '1', messages: { edges: [] } };
  /** Neither the first stream is answered, nor the request after it. */
  const isAnswered = (what: string) => ![2, 4].includes(asked.push(what));
  vi.stubGlobal('fetch', (_url: string, { signal }: { readonly signal: AbortSignal }) =>
    isAnswered('request')
      ? Response.json({ data: { conversation } })
      : new Promise((_answer, refuse) => signal.addEventListener('abort', () => refuse(signal.reason))),
  );
  class Stream extends EventTarget {
    constructor() {
      super();
      const isOpened = isAnswered('stream');
      queueMicrotask(() => isOpened && this.dispatchEvent(new Event('open')));
    }
    close() {
      asked.push('closed');
    }
  }
  vi.stubGlobal('EventSource', Stream);
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => {
    vi.unstubAllGlobals();
    told.mockRestore();
  });
  const stop = await chat('http://none', 'x', () => {}, 50);
  await expect.poll(() => asked).toEqual(['request', 'stream', 'closed', 'request', 'request', 'stream']);
  expect(String(told.mock.calls[0])).toContain('TimeoutError');
  stop();
});

test('the chat client over an EventSource ends if the conversation was deleted while it was disconnected', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => told.mockRestore());
  const asked = gaps(1);
  await chat('http://none', 'x', () => {});
  // Other files of this worker may have timers, too, so that none are counted.
  const isTold = async () => {
    await vi.runOnlyPendingTimersAsync();
    return told.mock.calls.length === 1;
  };
  await vi.waitUntil(isTold, { timeout: 10_000 });
  expect(String(told.mock.calls[0])).toContain('No conversation has this id');
  await vi.runOnlyPendingTimersAsync();
  expect(asked()).toBe(2);
});
