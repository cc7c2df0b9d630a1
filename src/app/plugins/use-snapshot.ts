import { type DocumentNode, GraphQLDeferDirective, getOperationAST, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Has all that some work reads from the database read at one instant. */
export type InSnapshot = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * A query that asks for the cursor of a stream is answered out of one snapshot: what it loads beside the cursor and what is
 * told after it neither overlap nor leave a gap. What is answered in parts is not: nobody knows when its client takes them.
 */
export function useSnapshot(inSnapshot: InSnapshot): Plugin {
  const known = new WeakMap<DocumentNode, boolean>();
  const needsOne = (document: DocumentNode): boolean => {
    const needs = known.get(document) ?? asksForCursor(document);
    known.set(document, needs);
    return needs;
  };
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      if (getOperationAST(args.document, args.operationName)?.operation !== 'query' || !needsOne(args.document)) return;
      setExecuteFn((given) => inSnapshot(async () => executeFn(given)));
    },
  };
}

function asksForCursor(document: DocumentNode): boolean {
  const found = { cursor: false, defer: false };
  visit(document, {
    Field: ({ name }) => {
      found.cursor ||= name.value === 'eventsCursor';
    },
    Directive: ({ name }) => {
      found.defer ||= name.value === GraphQLDeferDirective.name;
    },
  });
  return found.cursor && !found.defer;
}
