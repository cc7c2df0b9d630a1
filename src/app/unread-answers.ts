import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface UnreadOptions {
  /** How much may wait for clients that do not read, in all. */
  readonly mostBytes: number;
  /** Told how many clients were cut off. */
  readonly onCut: (clients: number) => void;
  /** Omitted: every second. */
  readonly everyMs?: number;
}

interface Seen {
  /** Bytes that its client had taken when it was looked at last. */
  taken: number;
  /** For so many looks it has taken nothing of what waits for it. */
  stalled: number;
}

/**
 * Watches what waits for clients: the process holds an answer until its client has taken it, for as long as that likes. Where it is too
 * much, those are cut off who have taken nothing for the longest time. Answers what ends the watch.
 */
export function watchUnread(server: Server, { mostBytes, onCut, everyMs = 1_000 }: UnreadOptions): () => void {
  const sockets = new Map<Socket, Seen>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { taken: 0, stalled: 0 });
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    let unread = 0;
    for (const [socket, seen] of sockets) {
      unread += socket.writableLength;
      note(socket, seen);
    }
    if (unread <= mostBytes) return;
    let cut = 0;
    for (const [socket, { stalled }] of [...sockets].sort(([, a], [, b]) => b.stalled - a.stalled)) {
      if (stalled === 0 || unread <= mostBytes) break;
      unread -= socket.writableLength;
      socket.destroy();
      cut += 1;
    }
    if (cut > 0) onCut(cut);
  }, everyMs).unref();
  return () => clearInterval(timer);
}

function note(socket: Socket, seen: Seen): void {
  const waits = socket.writableLength;
  const taken = waits > 0 ? socket.bytesWritten - waits : 0;
  seen.stalled = waits > 0 && taken === seen.taken ? seen.stalled + 1 : 0;
  seen.taken = taken;
}
