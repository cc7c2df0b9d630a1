import { isJsonObject, type JsonObject, type JsonValue } from '../json-object.ts';
import { jsonObjectOrNull } from '../json-or-null.ts';
import { brokenOff } from './language-model.errors.ts';

const mostBytes = 1024 ** 2;

/**
 * The same answer as a stream of one piece, where an endpoint answers as a whole although it is asked to stream, as gateways before
 * models do that cannot; of at most 1 MB, else it is broken off. Told by how it begins: no stream does so with an object, whatever
 * type either is said to be of.
 */
export function wholeAsStream(response: Response): Response {
  if (!response.body) return response;
  let isWhole: boolean | null = null;
  let bytes = 0;
  const held: Uint8Array[] = [];
  const pieces = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      isWhole ??= beginsObject(part);
      if (isWhole === false) return controller.enqueue(part);
      held.push(part);
      bytes += part.byteLength;
      if (bytes > mostBytes) throw brokenOff('its answer is too long');
    },
    flush(controller) {
      if (isWhole) controller.enqueue(Buffer.from(streamOf(Buffer.concat(held).toString())));
    },
  });
  const { status, headers } = response;
  return new Response(response.body.pipeThrough(pieces), { status, headers });
}

/** Null: it is blank. */
function beginsObject(part: Uint8Array): boolean | null {
  const first = part.find((byte) => byte > space);
  return first === undefined ? null : first === openingBrace;
}

const space = 0x20;
const openingBrace = 0x7b;

/** Both are of OpenAI's kinds: the `message` of the one holds what the `delta` of a piece does. */
function streamOf(text: string): string {
  const whole = jsonObjectOrNull(text);
  if (whole === null) return text;
  const { choices } = whole;
  const piece = Array.isArray(choices) ? { ...whole, choices: choices.map(asPiece) } : whole;
  return `data: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`;
}

function asPiece(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const { message, ...same } = choice;
  return isJsonObject(message) ? { ...same, delta: withPlaces(message) } : choice;
}

/** Pieces of a call are told apart from those of others by its place. */
function withPlaces(message: JsonObject): JsonObject {
  const { tool_calls: calls } = message;
  if (!Array.isArray(calls)) return message;
  return { ...message, tool_calls: calls.map((call, index) => (isJsonObject(call) ? { index, ...call } : call)) };
}
