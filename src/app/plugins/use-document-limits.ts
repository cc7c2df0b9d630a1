import { type DocumentNode, parse, Source } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { type DocumentSize, documentSize } from '../../graphql/document-size.ts';
import { sourceSize } from '../../graphql/source-size.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { LONG_TEXT, overLimit, QUERY_LIMITS, tooDeep } from '../limits/query-limits.ts';
import type { ServerContext } from '../server-context.ts';

const measures = [
  'depth',
  'fields',
  'aliases',
  'introspectionAliases',
] as const satisfies readonly (keyof DocumentSize)[];

/** Bounds the work that a document and its variables cause before execution; each measure is checked before the step that it bounds. */
export function useDocumentLimits(): Plugin<YogaInitialContext & ServerContext, ServerContext> {
  const sizes = new WeakMap<DocumentNode, DocumentSize>();
  return {
    // Operations over HTTP; sockets check theirs by themselves.
    onParams({ params }) {
      // Here already: what looks for a kept answer reads all of a document, too.
      const refusal = tooDeep(params.variables) ?? overLimit('document', params.query?.length ?? 0);
      if (refusal) throw refusal;
    },
    onParse({ setParseFn }) {
      setParseFn(parseBounded);
      return ({ result }) => {
        if (!result || result instanceof Error) return;
        const size = getOrInsert(sizes, result, () => documentSize(result));
        for (const measure of measures) {
          const refusal = overLimit(measure, size[measure]);
          if (refusal) throw refusal;
        }
      };
    },
    onValidate({ params: { documentAST }, validateFn, setValidationFn }) {
      if ((documentAST.loc?.source.body.length ?? 0) <= LONG_TEXT) return;
      const brief = { maxErrors: 1, hideSuggestions: true };
      setValidationFn((schema, document, rules, options) =>
        validateFn(schema, document, rules, { ...options, ...brief }),
      );
    },
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      const { params, bodyLength = 0 } = contextValue;
      const refusal = overLimit('subscription', Math.max(JSON.stringify(params).length, bodyLength));
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

function parseBounded(text: string | Source): DocumentNode {
  const source = typeof text === 'string' ? new Source(text) : text;
  const tooLong = overLimit('document', source.body.length);
  if (tooLong) throw tooLong;
  const { tokens, nesting } = sourceSize(source, QUERY_LIMITS);
  const refusal = overLimit('tokens', tokens) ?? overLimit('nesting', nesting);
  if (refusal) throw refusal;
  return parse(source);
}
