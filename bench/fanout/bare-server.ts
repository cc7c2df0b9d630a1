import { setImmediate } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { portOf } from '../../tests/support/port-of.ts';

// The floor for any server: sends each message to each socket as the same text.
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const order = z.object({ text: z.string(), messages: z.number() });

server.on('listening', () => process.send?.({ port: portOf(server) }));
process.on('message', async (message) => {
  const { text, messages } = order.parse(message);
  for (let sent = 0; sent < messages; sent += 1) {
    for (const client of server.clients) client.send(text);
    await setImmediate();
  }
});
process.on('disconnect', () => process.exit());
