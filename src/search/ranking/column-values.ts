/** A value for each of the numbers, in their order. */
export function columnOf(numbers: Int32Array, value: (number: number) => number): Float64Array {
  const column = new Float64Array(numbers.length);
  for (let i = 0; i < column.length; i++) column[i] = value(numbers[i] ?? 0);
  return column;
}

/** The values that stand at these places, in their order. */
export function gather(values: Float64Array, places: Int32Array): Float64Array {
  const column = new Float64Array(places.length);
  for (let i = 0; i < column.length; i++) column[i] = values[places[i] ?? 0] ?? 0;
  return column;
}

/** Each value of the one times that of the other. */
export function times(one: Float64Array, other: Float64Array): Float64Array {
  const column = new Float64Array(one.length);
  for (let i = 0; i < column.length; i++) column[i] = (one[i] ?? 0) * (other[i] ?? 0);
  return column;
}

/** What `make` makes, made when it is asked for first. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
