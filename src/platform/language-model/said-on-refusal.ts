import { jsonObjectOrNull } from '../json-object.ts';
import { wordSet } from '../word-lists.ts';

/** In bytes: what endpoints say of a refusal is short, unless they repeat the request. */
const mostRead = 16_384;
/** In UTF-16 code units, for a line of the log. */
const mostTold = 300;

const words = /[\p{L}\p{M}\p{N}]+/gu;

/** A word of a request may also be repeated in part; shorter parts occur in any. */
const leastPart = 4;

/** Words of such messages that tell nothing of a request, although it may have them, too. */
const harmless =
  wordSet(`a access account an and any api are argument arguments at authentication auto bad be billing by can cannot check choice chat client
  completion completions content context could credit credits current denied details developer did do does enable endpoint error exceed exceeded exceeds expected
  failed field fields for forbidden found from function has have however if in incorrect input insufficient internal invalid is it its key length limit
  max maximum message messages missing model models more must name no not null object of on one only option or out output parameter parameters passed permission
  plan please prompt property provided quota rate reached reduce registry request requested requests required requires response resulted role schema server set should stream string
  such support supported supports system template than that the this to token tokens tool tools too type unauthorized unknown unrecognized unsupported use used
  user valid value when with wrong you your`);

/**
 * Returns what an endpoint says of the request that it refuses, for the log: without whatever the request says, since endpoints
 * repeat texts and keys. Null if it says nothing.
 */
export async function saidOnRefusal(response: Response, request: RequestInit | undefined): Promise<string | null> {
  const said = messageIn(await beginningOf(response));
  const sent = sentIn(request);
  if (said === null || sent === null) return null;
  return said
    .slice(0, mostTold)
    .replaceAll(words, (word) => {
      const lower = word.toLowerCase();
      const isSent = lower.length < leastPart ? sent.words.has(lower) : sent.text.includes(lower);
      return isSent && !harmless.has(lower) ? '…' : word;
    })
    .replaceAll(/…(?:[^\p{L}\p{N}]*…)+/gu, '…');
}

async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part);
      bytes += part.byteLength;
      if (bytes > mostRead) break;
    }
  } catch {
    // The refusal itself is known; what comes of its text is enough for the log.
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The message in the forms of OpenAI, of gateways and of web frameworks. */
function messageIn(body: string): string | null {
  const { error, message, detail } = jsonObjectOrNull(body) ?? {};
  const nested = typeof error === 'object' && error !== null && 'message' in error ? error['message'] : error;
  return [nested, message, detail].find((one) => typeof one === 'string') ?? null;
}

/** The texts and headers of a request, in lower case; null if it has another form than a chat completion. */
function sentIn(request: RequestInit | undefined) {
  const { messages } = (typeof request?.body === 'string' ? jsonObjectOrNull(request.body) : null) ?? {};
  if (!messages) return null;
  const text = `${JSON.stringify(messages)} ${[...new Headers(request?.headers).values()].join(' ')}`.toLowerCase();
  return { text, words: new Set(text.match(words)) };
}
