import { type Plugin, processRegularResult } from 'graphql-yoga';
import { acceptedType } from '../hot-path/accepted-type.ts';
import { badRequest } from '../http-errors.ts';
import { PARTS } from './use-defer.ts';

const json = 'application/json';
const anyJson = /^application\/(?:graphql\+)?json\s*(?:;|$)/i;

/** Whether a content type is JSON, in any letter case. */
export const isJson = (type = ''): boolean => anyJson.test(type);

/** Refuses bodies of unsupported types or encodings, and requests that accept none of our answers, saying what to send. */
export function useKnownMediaType(): Plugin {
  return {
    // Yoga compares types case-sensitively.
    onRequest({ request: { headers } }) {
      if (isJson(headers.get('content-type') ?? '')) headers.set('content-type', json);
    },
    onRequestParse({ request, requestParser }) {
      const encoding = request.headers.get('content-encoding') ?? 'identity';
      // Nothing is decompressed: a few bytes could become gigabytes.
      if (encoding !== 'identity') throw badRequest(415, `Send the body as it is, not encoded as "${encoding}"`);
      // Before anything is executed whose answer could not be sent.
      if (!isAcceptable(request)) throw notAcceptable(request);
      if (request.method !== 'POST' || requestParser) return;
      const type = request.headers.get('content-type');
      throw badRequest(415, `Send "Content-Type: ${json}", not ${type ? `"${type}"` : 'a body without a type'}`);
    },
    // Yoga would send an answer without a body.
    onResultProcess({ resultProcessor, setResultProcessor }) {
      if (!resultProcessor) setResultProcessor(processRegularResult, json);
    },
  };
}

const acceptOf = ({ headers }: Request): string => headers.get('accept') || '*/*';

const isAcceptable = (request: Request): boolean =>
  acceptedType(acceptOf(request)) !== null || PARTS.test(acceptOf(request));

const notAcceptable = (request: Request) =>
  badRequest(406, `Send "Accept: ${json}", not "${acceptOf(request)}"; events are sent as "text/event-stream"`);
