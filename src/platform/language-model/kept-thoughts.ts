import { isJsonObject, type JsonObject, type JsonValue } from '../json-object.ts';

/**
 * The model's reasoning before a response, in the fields in which its endpoint requires it back with the resulting tool calls:
 * DeepSeek and Kimi reject further requests without their `reasoning_content`, even if it is empty, and models behind OpenRouter
 * without their `reasoning_details`. Endpoints that send only `reasoning` do not need it, and some (Groq, Cerebras) reject
 * unknown fields.
 */
export class KeptThoughts {
  #text: string | null = null;
  readonly #details: JsonObject[] = [];

  /** Reads one raw chunk of the stream. */
  read(chunk: unknown): void {
    const { reasoning_content: text, reasoning_details: details } = deltaOf(chunk);
    if (typeof text === 'string') this.#text = (this.#text ?? '') + text;
    if (Array.isArray(details)) for (const detail of details) if (isJsonObject(detail)) this.#add(detail);
  }

  /** Fields for the message to send back; null if there are none. */
  get fields(): JsonObject | null {
    if (this.#details.length > 0) return { reasoning_details: this.#details };
    return this.#text === null ? null : { reasoning_content: this.#text };
  }

  /** Merges the pieces of a detail; the last one may contain its signature. */
  #add(piece: JsonObject): void {
    const last = this.#details.at(-1);
    if (!last || last['type'] !== piece['type'] || last['index'] !== piece['index']) this.#details.push(piece);
    else this.#details.splice(-1, 1, joined(last, piece));
  }
}

const pieceTexts = ['text', 'summary'];

function joined(last: JsonObject, piece: JsonObject): JsonObject {
  const told = Object.entries(piece).filter(([, value]) => value !== null);
  return { ...last, ...Object.fromEntries(told.map(([key, value]) => [key, continued(key, last[key], value)])) };
}

const continued = (key: string, before: JsonValue | undefined, value: JsonValue): JsonValue =>
  pieceTexts.includes(key) && typeof before === 'string' && typeof value === 'string' ? before + value : value;

function deltaOf(chunk: unknown): JsonObject {
  const choices = isJsonObject(chunk) ? chunk['choices'] : null;
  const choice: JsonValue = Array.isArray(choices) ? (choices[0] ?? null) : null;
  const delta = isJsonObject(choice) ? choice['delta'] : null;
  return isJsonObject(delta) ? delta : {};
}
