import { type DocumentNode, GraphQLError, parse, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type DocumentSize, documentSize } from '../../graphql/document-size.ts';
import { overLimit, QUERY_LIMITS } from '../query-limits.ts';

/** Bounds what a document makes the server do before it is executed: tokens, depth, fields and aliases. */
export function useDocumentLimits(): Plugin {
  const sizes = new WeakMap<DocumentNode, DocumentSize>();
  return {
    onParse({ setParseFn }) {
      setParseFn(parseBounded);
      return ({ result }) => {
        if (!result || result instanceof Error) return;
        const size = sizes.get(result) ?? documentSize(result);
        sizes.set(result, size);
        const refusal =
          overLimit('depth', size.depth) ?? overLimit('fields', size.fields) ?? overLimit('aliases', size.aliases);
        if (refusal) throw refusal;
      };
    },
  };
}

function parseBounded(source: string | Source): DocumentNode {
  try {
    return parse(source, { maxTokens: QUERY_LIMITS.tokens });
  } catch (error) {
    const tooMany = error instanceof GraphQLError && error.message.includes('tokens. Parsing aborted');
    throw (tooMany && overLimit('tokens', QUERY_LIMITS.tokens + 1)) || error;
  }
}
