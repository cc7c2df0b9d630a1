import { expect, test } from 'vitest';
import type { Bearer, NewName } from './bearer.ts';
import { type EntityType, entityTypes } from './entity.ts';
import { isSameName } from './entity-name.ts';
import { NearNames } from './near-names.ts';
import { newEntities } from './new-entities.ts';

/** Returns numbers below a bound that look random, the same in each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Chooses an entity as the rule is worded, from all names that are the same. */
function bestOf({ normal, type }: NewName, known: readonly Bearer[]): string | null {
  const same = known.filter((one) => isSameName(one.normal, normal, type));
  const typed = new Set(same.filter((one) => one.type !== 'THING').map(({ entityId }) => entityId));
  const equal = same.filter((one) => one.type === type);
  const fitting = type === 'THING' ? same : same.filter(({ entityId }) => !typed.has(entityId));
  return (equal.length > 0 ? equal : fitting).map(({ entityId }) => entityId).sort()[0] ?? null;
}

/** Of each name, the place of the first one that it is the same as, found by comparing it with all that begin alike. */
function comparedWithAll(names: readonly NewName[]): number[] {
  const byStart = new Map<string, Bearer[]>();
  return names.map((name, place) => {
    const near = byStart.get(name.normal.slice(0, 3)) ?? [];
    const entityId = bestOf(name, near) ?? String(place).padStart(6, '0');
    byStart.set(name.normal.slice(0, 3), [...near, { ...name, entityId, mentions: 1 }]);
    return Number(entityId);
  });
}

async function found(names: readonly NewName[]): Promise<number[]> {
  const ids = await newEntities(names);
  return ids.map((id) => ids.indexOf(id));
}

/** Makes names that are much alike: few words, of few letters, with slips, initials, digits and blanks within. */
function alike(seed: number, count: number): NewName[] {
  const next = numbersFrom(seed);
  const one = <Value>(values: readonly [Value, ...Value[]]): Value => values[next(values.length)] ?? values[0];
  const slipped = (word: string): string => {
    const at = next(word.length + 1);
    const letter = one(['a', 'b', 'e', '1', ' ', '😀']);
    return word.slice(0, at) + one(['', letter]) + word.slice(at + next(2));
  };
  const words = [
    'annabella',
    'annabelle',
    'kowalski',
    'new',
    'york',
    'city',
    'play',
    'station',
    'playstation',
    'j',
    'r',
    '5',
    '11',
  ];
  const name = () => Array.from({ length: 1 + next(4) }, () => one(['anna', ...words])).join(' ');
  const changed = (text: string): string => (next(3) === 0 ? text : changed(slipped(text)));
  const types: readonly [EntityType, ...EntityType[]] = ['THING', ...entityTypes];
  const made = Array.from({ length: count }, () => ({ normal: changed(name()), type: one(types) }));
  const byKey = new Map(made.map((each) => [`${each.type} ${each.normal}`, each]));
  return [...byKey.values()].filter(({ normal }) => normal !== '');
}

test('names become the same entities as if each was compared with all others', async () => {
  let joined = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const names = alike(seed, 400);
    const expected = comparedWithAll(names);
    expect(await found(names)).toEqual(expected);
    joined += expected.filter((first, place) => first !== place).length;
  }
  expect(joined).toBeGreaterThan(400);
});

test.each<[EntityType, string, string]>([
  ['PLACE', 'new york', 'new york city'],
  ['PERSON', 'john r smith', 'john smith'],
  ['PERSON', 'katharina kowalski', 'katarina kowalsky'],
  ['THING', 'play station 5', 'playstation 5'],
])('of new names, the %s %s is %s', async (type, one, other) => {
  const names = [one, other].map((normal) => ({ normal, type }));
  expect(await found(names)).toEqual([0, 0]);
  expect(await found(names.toReversed())).toEqual([0, 0]);
});

const manyAlike = (count: number): NewName[] => {
  const next = numbersFrom(7);
  const letters = () => Array.from({ length: 7 }, () => 'abcdefghijklmnopqrstuvwxyz'[next(26)]).join('');
  return Array.from({ length: count }, () => ({ normal: `qua${letters()}`, type: 'PERSON' }));
};

test('of thousands of names that begin alike, each is compared with few', () => {
  const known = new NearNames<NewName>();
  const compared = manyAlike(4_000).map((name) => {
    const { length } = known.near(name.normal);
    known.add(name);
    return length;
  });
  expect(Math.max(...compared)).toBeLessThan(50);
});

test('others run between many names', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  await newEntities(manyAlike(4_000));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
});
