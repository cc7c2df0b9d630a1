import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/**
 * Documents that are held as they were read and validated: so many, and so much text of them, in characters, each of which takes some
 * 75 bytes. One that is longer than those of any usual client is read each time.
 */
const most = 1_000;
const mostText = 400_000;
const longestText = 50_000;

/**
 * The latest documents. Yoga's own cache holds a thousand of whatever length, and as many texts that were refused: anybody
 * could fill the memory with those. To refuse one once more costs no more than it did.
 */
export class HeldDocuments {
  readonly documentCache = new LRUCache<string, DocumentNode>({
    max: most,
    maxSize: mostText,
    maxEntrySize: longestText,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  readonly errorCache = { get: () => undefined, set: () => {} };

  /** Lets go those that turn out to be no good: their errors hang on them, some 70 KB each with all that validation knew. */
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
