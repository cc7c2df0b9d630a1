import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';

/** Explains what `variables` and `extensions` in a URL or a form must be if they are not JSON. */
export function useUrlParameters(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (!requestParser || request.headers.get('content-type')?.includes('json')) return;
      setRequestParser(async (req) => {
        try {
          return await requestParser(req);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          throw badRequest(400, '"variables" and "extensions" must be JSON objects');
        }
      });
    },
  };
}
