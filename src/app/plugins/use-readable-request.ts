import { isUtf8 } from 'node:buffer';
import { type GraphQLParams, type Plugin, processRegularResult } from 'graphql-yoga';
import { textRequest } from '../../platform/http/read-body.ts';
import { isJsonObject } from '../../platform/json-object.ts';
import { graphqlResponse, json } from '../http/accepted-types.ts';
import { badRequest } from '../http/http-errors.ts';
import { overLimit, tooManyValues } from '../limits/query-limits.ts';
import type { ServerContext } from '../server-context.ts';
import { PARTS } from './use-defer.ts';

const anyJson = /^application\/(?:graphql\+)?json\s*(?:;|$)/i;

/** The members of an operation over HTTP. */
export const operationMembers: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

/** Whether a content type is JSON, in any letter case. */
export const isJson = (type = ''): boolean => anyJson.test(type);

/**
 * Refuses requests of unsupported types and encodings, that accept none of our answers, or that hold too much, saying what to send:
 * before the body is read, if possible, or else before it is parsed.
 */
export function useReadableRequest(maxBytes: number): Plugin<object, ServerContext> {
  return {
    // Yoga compares types case-sensitively.
    onRequest({ request: { headers } }) {
      if (isJson(headers.get('content-type') ?? '')) headers.set('content-type', json);
    },
    onRequestParse({ request, requestParser, setRequestParser, serverContext }) {
      refuseUnread(request, maxBytes);
      const type = request.headers.get('content-type');
      const isPost = request.method === 'POST';
      // Forms, which Yoga would read, can be sent by any page without a preflight.
      if (isPost && !isJson(type ?? ''))
        throw badRequest(415, `Send "Content-Type: ${json}", not ${type ? `"${type}"` : 'a body without a type'}`);
      if (!requestParser) return;
      setRequestParser(async (req) => {
        const unparsed = isPost ? await readText(req, maxBytes, serverContext) : req;
        try {
          return await requestParser(unparsed);
        } catch (error) {
          if (isPost || !(error instanceof SyntaxError)) throw error;
          throw badRequest(400, '"variables" and "extensions" must be JSON objects');
        }
      });
      return {
        onRequestParseDone({ requestParserResult: parsed, setRequestParserResult }) {
          refuseBatch(parsed);
          setRequestParserResult(Array.isArray(parsed) ? parsed.map(withoutUnknown) : withoutUnknown(parsed));
        },
      };
    },
    // Yoga would send an answer without a body.
    onResultProcess({ resultProcessor, setResultProcessor }) {
      if (!resultProcessor) setResultProcessor(processRegularResult, json);
    },
  };
}

function refuseUnread({ headers }: Request, maxBytes: number): void {
  const length = Number(headers.get('content-length') ?? 0);
  if (length > maxBytes)
    throw badRequest(413, `The body has ${length} bytes, at most ${maxBytes} are allowed: send less at once`);
  const encoding = headers.get('content-encoding') ?? 'identity';
  // Nothing is decompressed: a few bytes could become gigabytes.
  if (encoding !== 'identity') throw badRequest(415, `Send the body as it is, not encoded as "${encoding}"`);
  const accept = headers.get('accept') ?? '*/*';
  // Before anything is executed whose answer could not be sent.
  if (acceptedType(accept) === null && !PARTS.test(accept))
    throw badRequest(406, `Send "Accept: ${json}", not "${accept || 'q=0'}"; events are sent as "text/event-stream"`);
}

async function readText(request: Request, maxBytes: number, serverContext: ServerContext): Promise<Request> {
  const bytes = await readBody(request, maxBytes);
  // Decoding it anyway would replace each invalid sequence, for good once it is stored.
  if (!isUtf8(bytes)) throw badRequest(400, 'The body is not valid UTF-8: encode the JSON as UTF-8');
  const text = bytes.toString();
  serverContext.bodyLength = text.length;
  const refusal = tooManyValues(text);
  if (refusal) throw refusal;
  return textRequest(text);
}

/**
 * Leaves what is beyond the bound unread. By a reader that is not released: ending a loop over the body, or releasing its reader, would close
 * the connection, and a client that still sends would not get the answer.
 */
async function readBody({ body }: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    length += next.value.byteLength;
    if (length > maxBytes) throw badRequest(413, `The body has more than ${maxBytes} bytes: send less at once`);
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}

function refuseBatch(parsed: unknown): void {
  if (!Array.isArray(parsed)) return;
  const refusal = overLimit('operations', parsed.length);
  if (refusal) throw refusal;
  if (!parsed.every(isJsonObject)) throw badRequest(400, 'A batch is an array of objects, each with a "query"');
}

/** GraphQL over HTTP demands that unknown members are ignored: clients send ids and names of their own. Yoga would refuse them. */
const withoutUnknown = (params: GraphQLParams): GraphQLParams =>
  Object.fromEntries(Object.entries(params).filter(([name]) => operationMembers.has(name)));

/** Returns the media type of a single answer: the first supported one in the `Accept` header; null if there is none. */
export function acceptedType(accept = '*/*'): string | null {
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = entry.replaceAll(/\s/g, '').split(';');
    if (parameters.some((parameter) => parameter.includes('charset=') && parameter !== 'charset=utf-8')) continue;
    if (type === graphqlResponse) return graphqlResponse;
    if (type === json || type === 'application/*' || type === '*/*') return json;
  }
  return null;
}
