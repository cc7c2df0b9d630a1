import { once } from 'node:events';
import { connect } from 'node:net';

export interface Hammered {
  readonly perSecond: number;
  readonly bytes: number;
}

/**
 * Sends one request repeatedly, or successive requests, on this many connections, each as soon as the last one is answered. Reads only
 * the length of an answer, to leave the CPU of the shared machine to the server.
 */
export async function hammer(
  port: number,
  request: Buffer | (() => Buffer),
  connections: number,
  ms: number,
): Promise<Hammered> {
  const next = typeof request === 'function' ? request : () => request;
  let [answers, bytes] = [0, 0];
  const ends = performance.now() + ms;
  const began = performance.now();
  const one = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    let missing = 0;
    socket.on('data', (chunk: Buffer) => {
      missing = missing === 0 ? lengthOf(chunk) - chunk.length : missing - chunk.length;
      if (missing > 0) return;
      answers += 1;
      if (performance.now() < ends) socket.write(next());
      else socket.end();
    });
    const length = once(socket, 'data').then(([chunk]) => lengthOf(chunk));
    socket.write(next());
    bytes = await length;
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { perSecond: (answers * 1_000) / (performance.now() - began), bytes };
}

/** Length of head and body, from the head, which arrives in one piece. */
function lengthOf(chunk: Buffer): number {
  const head = chunk.indexOf('\r\n\r\n');
  const text = chunk.toString('latin1', 0, head);
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  if (head < 0 || status !== '200' || length === undefined)
    throw new Error(`An answer that was not looked for: ${text}`);
  return head + 4 + Number(length);
}
