interface Lookup<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** Returns the value of a key; one that is missing is made and kept. The standard's `getOrInsertComputed`, which Node 24 lacks. */
export function getOrInsert<Key, Value>(map: Lookup<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
