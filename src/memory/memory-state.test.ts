import { expect, test } from 'vitest';
import { changedFields, type MemoryState } from './memory-state.ts';

const state: MemoryState = {
  kind: 'FACT',
  tier: 'ACTIVE',
  tags: ['a', 'b'],
  metadata: { deep: { x: 1 }, y: [1] },
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: null,
  status: 'CURRENT',
  supersededById: null,
};

test('lists the changed fields by their API names', () => {
  const after: MemoryState = {
    ...state,
    tags: ['b', 'a'],
    validTo: new Date('2027-01-01T00:00:00Z'),
    status: 'SUPERSEDED',
    supersededById: 'other',
  };
  expect(changedFields(state, after)).toEqual(['tags', 'validTo', 'status', 'supersededBy']);
});

test('treats equal values as unchanged, even in different objects', () => {
  const deep = Object.assign(Object.create(null), { x: 1 });
  const after = { ...state, metadata: { y: [1], deep }, validFrom: new Date(state.validFrom), tags: [...state.tags] };
  expect(changedFields(state, after)).toEqual([]);
});
