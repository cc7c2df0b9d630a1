import { once } from 'node:events';
import { connect } from 'node:net';

/** A GraphQL request as bytes. */
export function requestBytes(token: string, body: object): Buffer {
  const text = JSON.stringify(body);
  const head = [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

/**
 * Sends requests on this many connections, each as soon as the last one is answered. Reads only the length of an answer, to leave the CPU
 * of the shared machine to the server. Returns the number of answers per second.
 */
export async function hammer(port: number, next: () => Buffer, connections: number, ms: number): Promise<number> {
  let answers = 0;
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
    socket.write(next());
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (answers * 1_000) / (performance.now() - began);
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
