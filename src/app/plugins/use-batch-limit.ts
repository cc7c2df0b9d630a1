import type { Plugin } from 'graphql-yoga';
import { isJsonObject } from '../../platform/json-object.ts';
import { badRequest } from '../http-errors.ts';
import { overLimit } from '../query-limits.ts';

/** Bounds the number of operations in an HTTP request, and checks that each is an object. */
export function useBatchLimit(): Plugin {
  return {
    onRequestParse: () => ({
      onRequestParseDone({ requestParserResult }) {
        if (!Array.isArray(requestParserResult)) return;
        const refusal = overLimit('operations', requestParserResult.length);
        if (refusal) throw refusal;
        if (!requestParserResult.every(isJsonObject))
          throw badRequest(400, 'A batch is an array of objects, each with a "query"');
      },
    }),
  };
}
