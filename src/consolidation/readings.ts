import { LRUCache } from 'lru-cache';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { type Reading, readText, type Said } from './reading.ts';

/** Number of characters of all texts whose readings are kept, some 1,000 messages: a reading takes 22 bytes for each. */
const mostCharacters = 150_000;
/** Maximum number of characters of such a text. */
const longest = 500;

const kept = new LRUCache<string, Reading>({
  maxSize: mostCharacters,
  maxEntrySize: longest,
  sizeCalculation: (_, key) => key.length,
});

/**
 * Returns what a text says, which is worked out only once for the most recent texts: a new memory is compared with the newest that
 * share a subject or rare words with it, and most of those were read for the memories before it.
 */
export const readAgain = ({ content, speaker }: Said, language: string): Reading =>
  getOrInsert<string, Reading>(kept, JSON.stringify([language, speaker, content]), () =>
    readText({ content, speaker }, language),
  );
