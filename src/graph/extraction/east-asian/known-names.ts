import { LRUCache } from 'lru-cache';
import { regionNames } from '../../../platform/region-names.ts';
import type { EntityType } from '../../entity.ts';
import { chineseFirms, chinesePlaces, chineseThings } from './chinese-known.ts';
import { japaneseFirms, japanesePlaces, japaneseThings } from './japanese-known.ts';
import { koreanFirms, koreanPlaces, koreanThings } from './korean-known.ts';

const lists = {
  zh: { regionsIn: ['zh', 'zh-Hant'], places: chinesePlaces, firms: chineseFirms, things: chineseThings },
  ja: { regionsIn: ['ja'], places: japanesePlaces, firms: japaneseFirms, things: japaneseThings },
  ko: { regionsIn: ['ko'], places: koreanPlaces, firms: koreanFirms, things: koreanThings },
};
type Language = keyof typeof lists;

/** Countries by Intl, and places, firms and products that everybody knows, with their types. */
export const knownNames = (language: Language): ReadonlyMap<string, EntityType> => known.memo(language);

/** Asking Intl for all countries takes some milliseconds. */
const known = new LRUCache<Language, ReadonlyMap<string, EntityType>>({ max: 3, memoMethod: workOut });

function workOut(language: Language): Map<string, EntityType> {
  const { regionsIn, places, firms, things } = lists[language];
  return new Map([
    ...[...regionsIn.flatMap(regionNames), ...places].map((name) => [name, 'PLACE'] as const),
    ...[...firms].map((name) => [name, 'ORGANISATION'] as const),
    ...[...things].map((name) => [name, 'THING'] as const),
  ]);
}
