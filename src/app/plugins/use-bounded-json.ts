import { isUtf8 } from 'node:buffer';
import type { Plugin } from 'graphql-yoga';
import { textRequest } from '../../platform/http/text-request.ts';
import { badRequest } from '../http-errors.ts';
import { tooManyValues } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';
import { isJson } from './use-known-media-type.ts';

/** Longest body that is not JSON, in characters: no operation needs more. */
const mostForm = 256 * 1024;

/** Checks a body before it is parsed: refuses JSON with too many values, and invalid UTF-8. */
export function useBoundedJson(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ request, requestParser, setRequestParser, serverContext }) {
      if (!requestParser || request.method !== 'POST') return;
      const type = request.headers.get('content-type') ?? '';
      setRequestParser(async (req) => {
        const bytes = Buffer.from(await req.arrayBuffer());
        if (!isUtf8(bytes)) throw notUtf8();
        const text = bytes.toString();
        serverContext.bodyLength = text.length;
        const refusal = isJson(type) ? tooManyValues(text) : tooLongForm(text);
        if (refusal) throw refusal;
        return await requestParser(textRequest(text));
      });
    },
  };
}

/** Decoding it anyway would replace each invalid sequence, for good once it is stored. */
const notUtf8 = () => badRequest(400, 'The body is not valid UTF-8: encode the JSON as UTF-8');

const tooLongForm = ({ length }: string) =>
  length > mostForm
    ? badRequest(413, `Send the body as JSON: bodies of other types may have at most ${mostForm} characters`)
    : null;
