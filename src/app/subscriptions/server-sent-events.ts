import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { FetchAPI } from 'graphql-yoga';
import { SharedResult } from '../../graphql/shared-subscriptions.ts';
import { formatError } from '../error-mask.ts';
import type { Departures } from './departures.ts';

interface StreamOptions {
  /** Null without a network connection. */
  readonly response: ServerResponse | null;
  /** Whether the client waits by itself after an error that passes, and reconnects, as the EventSource of browsers does. */
  readonly repeats: boolean;
  /** Whether a stream that ends now is complete; otherwise its client is to reconnect. */
  readonly isOver: () => boolean;
  /** May ask the stream, while it lasts, to reconnect elsewhere. */
  readonly departures: Departures;
  /** How long a client may read nothing of what waits for it. */
  readonly stalledMs: number;
  readonly onStalled: () => void;
}

/** A comment keeps proxies from closing a quiet stream, and tells the client that it is open. */
const ping = ':\n\n';
const complete = 'event: complete\ndata:\n\n';
const pingMs = 10_000;

/** Server-sent events by the protocol of graphql-sse: `next` with the cursor as its id, and `complete` at the end. */
export function serverSentEvents(
  results: AsyncIterable<ExecutionResult>,
  { ReadableStream, TextEncoder }: Pick<FetchAPI, 'ReadableStream' | 'TextEncoder'>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = results[Symbol.asyncIterator]();
  let end = () => {};
  let moves = false;
  const cutOff = () => {
    end();
    options.response?.destroy();
  };
  const present = options.departures.add(() => {
    moves = true;
    void iterator.return?.();
  });
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = () => controller.enqueue(encoder.encode(ping));
      const still = whileFlowing(options, send);
      end = () => {
        still();
        present[Symbol.dispose]();
      };
      send();
    },
    async pull(controller) {
      const step = await iterator.next().catch((error: unknown) => controller.error(error));
      // A failing subscription gives its error as a result: what is left are aborted ones, whose clients reconnect.
      if (!step) return cutOff();
      const { done, value } = step;
      const retryMs = value ? retryAfterMs(value) : null;
      if (value) controller.enqueue(encoder.encode(nextEvent(value, retryMs)));
      if (!done && retryMs === null) return;
      end();
      const isRepeated = retryMs !== null && options.repeats;
      if (!isRepeated && !moves && options.isOver()) controller.enqueue(encoder.encode(complete));
      controller.close();
    },
    async cancel() {
      end();
      await iterator.return?.();
    },
  });
}

/**
 * Pings while the client reads, and cuts it off once it has stopped reading. Returns a function that ends this. A large event over a poor
 * network takes minutes, and `drain` comes only after all of it: the timeout comes once no part of it has left for so long.
 */
function whileFlowing({ response, stalledMs, onStalled }: StreamOptions, send: () => void): () => void {
  const isHeldUp = () => response?.writableNeedDrain === true;
  const timer = setInterval(
    () => {
      if (!isHeldUp()) send();
    },
    Math.min(pingMs, stalledMs),
  );
  const cutOff = () => {
    if (!isHeldUp()) return;
    onStalled();
    response?.destroy();
  };
  response?.setTimeout(stalledMs, cutOff);
  return () => {
    clearInterval(timer);
    response?.setTimeout(0).off('timeout', cutOff);
  };
}

function nextEvent(result: ExecutionResult, retryMs: number | null): string {
  const shared = result instanceof SharedResult ? result : null;
  const id = shared?.cursor == null ? '' : `id: ${shared.cursor}\n`;
  const retry = retryMs === null ? '' : `retry: ${retryMs}\n`;
  return `event: next\n${id}${retry}data: ${shared?.json ?? jsonOf(result)}\n\n`;
}

const jsonOf = ({ errors, ...result }: ExecutionResult): string =>
  JSON.stringify({ ...(errors && { errors: errors.map(formatError) }), ...result });

/** Returns when to retry what cannot be answered now; null for all else. */
function retryAfterMs(result: ExecutionResult): number | null {
  if ('data' in result) return null;
  const { code, retryAfter } = result.errors?.[0]?.extensions ?? {};
  return code === 'UNAVAILABLE' || code === 'RATE_LIMITED' ? Number(retryAfter ?? 1) * 1000 : null;
}
