import { type ModelReply, ModelServer } from '../../tests/support/model-server.ts';

/** Runs the model server in a process of its own. All answers are alike, paced by the numbers it is started with. */
const [firstMs = 0, count = 20, everyMs = 10] = process.argv.slice(2).map(Number);
const tokens = Array.from({ length: count }, (_, n) => `word${n} `);
const reply: ModelReply = { tokens, firstMs, everyMs };
const server = await ModelServer.start(() => {
  // Tests use the recorded calls; here they would only pile up.
  server.calls.length = 0;
  return reply;
});
console.log(server.baseUrl);
process.once('SIGTERM', () => process.exit());
