import { type ModelCall, type ModelReply, ModelServer } from '../../tests/support/model-server.ts';

/** A model in a process of its own. It streams 20 pieces within 200 ms and honours requested response formats. */
const words = Array.from({ length: 20 }, (_, n) => `word${n} `);
const pace = { firstMs: 10, everyMs: 10 };

/** What the product asks of a model besides answers: plans and entity extraction. Rules read texts for which it returns no names. */
const formal: readonly (readonly [RegExp, string])[] = [
  [/^Somebody is about to answer the message of a user/, '["SEARCH","DEEP_SEARCH","NARRATIVE"]'],
  [/^You find named people/, '{"texts":[]}'],
];

function replyTo({ body }: ModelCall): ModelReply {
  // Tests use the recorded calls; here they would only pile up.
  server.calls.length = 0;
  const instructions = body.messages[0]?.content ?? '';
  const [, answer] = formal.find(([asked]) => asked.test(instructions)) ?? [];
  return { ...pace, tokens: answer === undefined ? words : inPieces(answer) };
}

/** Splits an answer into 20 pieces, as many as `words`, so that it takes as long. */
const inPieces = (text: string): string[] =>
  words.map((_, n) => text.slice(Math.floor((n * text.length) / 20), Math.floor(((n + 1) * text.length) / 20)));

const server = await ModelServer.start(replyTo);
console.log(server.baseUrl);
process.once('SIGTERM', () => process.exit());
