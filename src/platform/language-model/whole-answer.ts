import { isJsonObject, type JsonObject, type JsonValue, jsonObjectOrNull } from '../json-object.ts';

/**
 * Collects a response that an endpoint sends as a whole although a stream was requested, as gateways do for models that cannot
 * stream. Recognised by its first character: unlike a stream, it begins with an object, whatever its content type.
 */
export class WholeAnswer {
  readonly #parts: Uint8Array[] = [];
  /** Null: only blanks so far. */
  #isWhole: boolean | null = null;

  /** Whether the part belongs to such a response and was collected. */
  takes(part: Uint8Array): boolean {
    this.#isWhole ??= beginsObject(part);
    if (!this.#isWhole) return false;
    this.#parts.push(part);
    return true;
  }

  /** The collected response as a stream of one chunk; null if there is none. */
  get asStream(): Uint8Array<ArrayBuffer> | null {
    return this.#isWhole ? Buffer.from(streamOf(new TextDecoder().decode(Buffer.concat(this.#parts)))) : null;
  }
}

/** Null if it is blank. A byte order mark, which has no ASCII byte, counts as blank. */
function beginsObject(part: Uint8Array): boolean | null {
  const first = part.find((byte) => byte > space && byte < endOfAscii);
  return first === undefined ? null : first === openingBrace;
}

const space = 0x20;
const endOfAscii = 0x80;
const openingBrace = 0x7b;

/** Both formats are OpenAI's: `message` of the one corresponds to `delta` of a chunk. */
function streamOf(text: string): string {
  const whole = jsonObjectOrNull(text);
  if (whole === null) return text;
  const { choices } = whole;
  const piece = Array.isArray(choices) ? { ...whole, choices: choices.map(asPiece) } : whole;
  // Blanks may precede it.
  return `\ndata: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`;
}

function asPiece(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const { message, ...same } = choice;
  // A complete response has ended, even if it states no reason.
  const finish_reason = choice['finish_reason'] || 'stop';
  return isJsonObject(message) ? { ...same, finish_reason, delta: withPlaces(message) } : choice;
}

/** The index distinguishes the chunks of one call from those of others. */
function withPlaces(message: JsonObject): JsonObject {
  const { tool_calls: calls } = message;
  if (!Array.isArray(calls)) return message;
  return { ...message, tool_calls: calls.map((call, index) => (isJsonObject(call) ? { index, ...call } : call)) };
}
