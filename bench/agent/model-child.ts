import { type ModelReply, ModelServer } from '../../tests/support/model-server.ts';

/** The model server in a process of its own: answers all alike, from the numbers it is started with. */
const [firstMs = 0, count = 20, everyMs = 10] = process.argv.slice(2).map(Number);
const tokens = Array.from({ length: count }, (_, n) => `word${n} `);
const reply: ModelReply = { tokens, firstMs, everyMs };
const server = await ModelServer.start(() => {
  // Kept for tests; here it would only grow.
  server.calls.length = 0;
  return reply;
});
console.log(server.baseUrl);
process.once('SIGTERM', () => process.exit());
