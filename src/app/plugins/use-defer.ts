import { type DocumentNode, GraphQLDeferDirective, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import type { ServerContext } from '../server-context.ts';

/** Media types of an answer in parts. Who accepts just anything, such as `fetch` and curl without a header, reads one JSON. */
export const PARTS = /multipart\/(?:mixed|\*)|text\/(?:event-stream|\*)/i;
/** A client that sends this expects parts with `pending` and `completed`; ours are those of `deferSpec=20220824`. */
const OTHER_FORM = /;\s*incrementalSpec\s*=/i;

/**
 * Defers only if the answer can be sent in parts: a client that accepts one JSON, or sends a batch, gets everything at once. The
 * specification allows that; otherwise Yoga would answer 406.
 */
export function useDefer(): Plugin<ServerContext, ServerContext> {
  const whole = new WeakMap<DocumentNode, DocumentNode>();
  return {
    onRequestParse: ({ serverContext }) => ({
      onRequestParseDone({ requestParserResult }) {
        serverContext.batched = Array.isArray(requestParserResult);
      },
    }),
    onExecute({ args, context }) {
      const accept = context.request.headers.get('accept') ?? '';
      if (!context.batched && takesParts(accept)) return;
      const { document } = args;
      args.document = getOrInsert(whole, document, () => strip(document));
    },
    // As for event streams: a proxy that buffers until the end would make the first part useless.
    onResponse({ response: { headers } }) {
      if (headers.get('content-type')?.startsWith('multipart/mixed')) headers.set('x-accel-buffering', 'no');
    },
  };
}

const takesParts = (accept: string): boolean =>
  accept.split(',').some((type) => PARTS.test(type) && !OTHER_FORM.test(type));

/** Returns the document without `@defer`. */
const strip = (document: DocumentNode): DocumentNode =>
  visit(document, { Directive: ({ name }) => (name.value === GraphQLDeferDirective.name ? null : undefined) });
