import { expect } from 'vitest';
import { DotScan } from '../../src/platform/simd/dot-scan.ts';
import { Int8Rows } from '../../src/platform/simd/int8-rows.ts';
import { RecallIndexes } from '../../src/search/recall-index/recall-indexes.ts';
import type { LoggedCollections } from './logged-collections.ts';

type Parts = ConstructorParameters<typeof RecallIndexes>[0];

/** Indexes over collections in a log. By default there is room for all of them, their dimensions are known, and a failure fails the test. */
export const loggedIndexes = (log: LoggedCollections, dimensions: number, others: Partial<Parts> = {}): RecallIndexes =>
  new RecallIndexes({
    loader: log,
    newVectors: () => new Int8Rows(new DotScan(), dimensions),
    areVectorsKnown: () => true,
    fits: () => true,
    budgetBytes: 100_000_000,
    onError: (error) => expect.fail(String(error)),
    now: () => 0,
    ...others,
  });
