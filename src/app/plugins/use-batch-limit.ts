import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../http-errors.ts';
import { overLimit } from '../query-limits.ts';

/** Bounds the operations that one HTTP request may carry, and says what they must be. */
export function useBatchLimit(): Plugin {
  return {
    onRequestParse: () => ({
      onRequestParseDone({ requestParserResult }) {
        if (!Array.isArray(requestParserResult)) return;
        const refusal = overLimit('operations', requestParserResult.length);
        if (refusal) throw refusal;
        if (!requestParserResult.every(isObject))
          throw badRequest(400, 'A batch is an array of objects, each with a "query"');
      },
    }),
  };
}

const isObject = (operation: unknown): boolean =>
  typeof operation === 'object' && operation !== null && !Array.isArray(operation);
