import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { portOf } from '../../tests/support/port-of.ts';
import { memories } from '../hot-path/memories.ts';

// The floor for any server: parse a JSON body and serialise one.
const server = createServer(async (request, response) => {
  await json(request);
  const body = JSON.stringify({ data: { memories } });
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: portOf(server) }));
