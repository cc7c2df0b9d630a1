import type { Plugin } from 'graphql-yoga';
import { textRequest } from '../../platform/http/text-request.ts';
import { badRequest } from '../http-errors.ts';
import { tooManyValues } from '../query-limits.ts';
import type { ServerContext } from '../server-context.ts';
import { isJson } from './use-known-media-type.ts';

/** No operation needs a form that is longer. */
const mostForm = 256 * 1024;

/** Looks at the text of a body before anything is made of it: JSON of too many values is not read. */
export function useBoundedJson(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ request, requestParser, setRequestParser, serverContext }) {
      if (!requestParser || request.method !== 'POST') return;
      const type = request.headers.get('content-type') ?? '';
      setRequestParser(async (req) => {
        const text = await req.text();
        serverContext.bodyLength = text.length;
        const refusal = isJson(type) ? tooManyValues(text) : tooLongForm(text);
        if (refusal) throw refusal;
        return await requestParser(textRequest(text));
      });
    },
  };
}

const tooLongForm = ({ length }: string) =>
  length > mostForm ? badRequest(413, `Send JSON: of other types at most ${mostForm} characters are read`) : null;
