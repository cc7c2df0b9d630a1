import { GraphQLScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { invalid, takeInvalidValues } from './invalid-value.ts';
import { buildSchema } from './schema.ts';

const json = buildSchema().getType('JSON');

/** An object that counts how often it is traversed. */
function watched(value: object) {
  const looks = { count: 0 };
  const ownKeys = (target: object) => {
    looks.count += 1;
    return Reflect.ownKeys(target);
  };
  return { looks, value: new Proxy(value, { ownKeys }) };
}

function coerce(value: object): unknown {
  if (!(json instanceof GraphQLScalarType)) throw new Error('JSON is no scalar');
  return json.coerceInputValue(value);
}

test('an object is inspected only once, however often it is coerced', () => {
  const { looks, value } = watched({ a: { b: 1 } });
  expect(coerce(value)).toBe(value);
  const { count } = looks;
  expect([coerce(value), coerce(value)]).toEqual([value, value]);
  const args = { input: { metadata: value } };
  expect(takeInvalidValues(args)).toEqual([]);
  expect(args.input.metadata).toBe(value);
  expect(looks.count).toBe(count);
});

test('the error of an inspected object is remembered, and reported wherever the object occurs', () => {
  const { looks, value } = watched({ a: 'x'.repeat(20_000) });
  const args = { one: coerce(value) };
  const { count } = looks;
  const again = { input: { two: coerce(value), three: invalid({}, 'is odd') } };
  expect(looks.count).toBe(count);
  expect(takeInvalidValues(args)).toMatchObject([{ path: ['one'], message: expect.stringContaining('20008 bytes') }]);
  expect(takeInvalidValues(again)).toMatchObject([{ path: ['input', 'two'] }, { path: ['input', 'three'] }]);
  expect(again).toEqual({ input: { two: undefined, three: undefined } });
});
