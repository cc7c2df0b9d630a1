import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/**
 * Bounds of the cached parsed and validated documents: their number, and their text in characters, each of which takes some 75 bytes.
 * A document longer than any usual client's is parsed each time.
 */
const most = 1_000;
const mostText = 400_000;
const longestText = 50_000;

/**
 * Caches the latest documents. Yoga's own cache holds a thousand of any length, and as many refused texts: anybody could fill
 * the memory with those. Refusing a text once more costs no more than the first time.
 */
export class HeldDocuments {
  readonly documentCache = new LRUCache<string, DocumentNode>({
    max: most,
    maxSize: mostText,
    maxEntrySize: longestText,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  readonly errorCache = { get: () => undefined, set: () => {} };

  /** Evicts documents that fail validation: their errors hang on them, some 70 KB each with the state of the validation. */
  onlyValid(): Plugin {
    return {
      onValidate:
        ({ params: { documentAST } }) =>
        ({ valid }) => {
          if (!valid) this.documentCache.delete(documentAST.loc?.source.body ?? '');
        },
    };
  }
}
