import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { hotPath } from '../../../src/app/hot-path/hot-path.ts';
import { type HttpServer, listen } from '../../../src/app/http/http.ts';
import { type SocketOptions, Sockets } from '../../../src/app/subscriptions/sockets.ts';
import type { YogaParts } from '../../../src/app/yoga.ts';
import type { SubscriptionLimits } from '../../../src/platform/config/config.ts';
import { liveSubscriptions } from '../../support/live-subscriptions.ts';
import { noteLog } from './note.schema.ts';
import { noteServer } from './note-server.ts';

interface Given {
  readonly limits?: Partial<SubscriptionLimits>;
  readonly sockets?: Partial<SocketOptions>;
  readonly yoga?: Partial<YogaParts>;
}

/** The note server on a port of its own, with both transports, and a log that its subscriptions can follow. */
export async function listeningNotes(given: Given = {}) {
  const live = liveSubscriptions(given.limits);
  const { yoga, log, logged, http } = noteServer({ subscriptions: live, ...given.yoga });
  const { departures } = live;
  const sizes = { maxMessageBytes: 1024 * 1024, perSocket: 100 };
  const sockets = new Sockets({ yoga, ...http, departures, log, ...sizes, ...given.sockets });
  const handle = hotPath({ yoga, ...http });
  const server: HttpServer = await listen(handle, {
    host: '127.0.0.1',
    port: 0,
    drainMs: 1_000,
    upgrade: sockets.upgrade,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await sockets[Symbol.asyncDispose]();
      live.stop();
      await server[Symbol.asyncDispose]();
    })();
    return stopped;
  };
  onTestFinished(stop);
  const name = randomUUID();
  return {
    http: `${server.url}/graphql`,
    ws: `${server.url.replace('http', 'ws')}/graphql`,
    live,
    sockets,
    logged,
    stop,
    name,
    notes: noteLog(name),
  };
}
