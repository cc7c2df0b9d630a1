import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/**
 * Text of the documents that are held as they were read and validated, in characters: each takes some 75 bytes. A longer one than
 * that of any usual client is read each time.
 */
const mostText = 400_000;
const longestText = 50_000;

/**
 * The latest documents. Yoga's own cache holds a thousand of whatever length, and as many texts that were refused: anybody
 * could fill the memory with those. To refuse one once more costs no more than it did.
 */
export const heldDocuments = () => ({
  documentCache: new LRUCache<string, DocumentNode>({
    maxSize: mostText,
    maxEntrySize: longestText,
    sizeCalculation: (_document, text) => text.length + 1,
  }),
  errorCache: { get: () => undefined, set: () => {} },
});
