import { isJsonObject, type JsonObject, type JsonValue } from '../json-object.ts';
import { jsonObjectOrNull } from '../json-or-null.ts';

/**
 * Gathers an answer that an endpoint gives as a whole although it is asked to stream, as gateways before models do that cannot. Told by
 * how it begins: no stream does so with an object, whatever type either is said to be of.
 */
export class WholeAnswer {
  readonly #parts: Uint8Array[] = [];
  /** Null: all was blank so far. */
  #isWhole: boolean | null = null;

  /** Whether the part belongs to such an answer: then it is kept here. */
  takes(part: Uint8Array): boolean {
    this.#isWhole ??= beginsObject(part);
    if (!this.#isWhole) return false;
    this.#parts.push(part);
    return true;
  }

  /** What was taken, as a stream of one piece; null: nothing was. */
  get asStream(): Uint8Array<ArrayBuffer> | null {
    return this.#isWhole ? Buffer.from(streamOf(new TextDecoder().decode(Buffer.concat(this.#parts)))) : null;
  }
}

/** Null: it is blank. A byte order mark, of which no byte is of ASCII, counts as a blank. */
function beginsObject(part: Uint8Array): boolean | null {
  const first = part.find((byte) => byte > space && byte < endOfAscii);
  return first === undefined ? null : first === openingBrace;
}

const space = 0x20;
const endOfAscii = 0x80;
const openingBrace = 0x7b;

/** Both are of OpenAI's kinds: the `message` of the one holds what the `delta` of a piece does. */
function streamOf(text: string): string {
  const whole = jsonObjectOrNull(text);
  if (whole === null) return text;
  const { choices } = whole;
  const piece = Array.isArray(choices) ? { ...whole, choices: choices.map(asPiece) } : whole;
  // Blanks may stand before it.
  return `\ndata: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`;
}

function asPiece(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const { message, ...same } = choice;
  // What is whole has ended, also where it does not say why.
  const finish_reason = choice['finish_reason'] || 'stop';
  return isJsonObject(message) ? { ...same, finish_reason, delta: withPlaces(message) } : choice;
}

/** Pieces of a call are told apart from those of others by its place. */
function withPlaces(message: JsonObject): JsonObject {
  const { tool_calls: calls } = message;
  if (!Array.isArray(calls)) return message;
  return { ...message, tool_calls: calls.map((call, index) => (isJsonObject(call) ? { index, ...call } : call)) };
}
