import type { Plugin } from 'graphql-yoga';
import { overLimit } from '../query-limits.ts';

/** Bounds the operations that one HTTP request may carry. */
export function useBatchLimit(): Plugin {
  return {
    onRequestParse: () => ({
      onRequestParseDone({ requestParserResult }) {
        const refusal = Array.isArray(requestParserResult) && overLimit('operations', requestParserResult.length);
        if (refusal) throw refusal;
      },
    }),
  };
}
