import type { Asked } from './asked-scope.store.ts';
import { hitsOf, hitsOfOneArm } from './hits.ts';
import type { Ranker } from './ranking/turn.ts';
import { Accumulator } from './recall-index/accumulator.ts';
import type { RecallIndexes } from './recall-index/recall-indexes.ts';
import { RecallSearch } from './recall-index/recall-search.ts';
import type { Hit } from './search.ts';

/** Answers questions from the memories that are held in the process. */
export class RecallEngine {
  readonly #indexes: RecallIndexes;
  readonly #ranker: Ranker;
  readonly #accumulator = new Accumulator();

  constructor(indexes: RecallIndexes, ranker: Ranker) {
    this.#indexes = indexes;
    this.#ranker = ranker;
  }

  /** Null where a collection is not held yet, or the question needs what only the database knows. */
  async search(asked: Asked): Promise<Hit[] | null> {
    if (!canAnswer(asked)) return null;
    const { accountId } = asked.reach;
    const wanted = asked.scope.collections.map(({ id, seq }) => ({ accountId, collectionId: id, seq }));
    const indexes = await this.#indexes.find(wanted);
    if (!indexes) return null;
    const { filter, scope, stems, vector, query, pieces, model, mode } = asked;
    const search = new RecallSearch(indexes, {
      terms: stems,
      vector,
      english: scope.english,
      filter: {
        validAt: scope.now,
        kinds: filter.kinds ?? null,
        tiers: null,
        createdAfter: filter.createdAfter?.getTime() ?? null,
        createdBefore: filter.createdBefore?.getTime() ?? null,
        ids: null,
      },
    });
    const candidates = await search.candidates(this.#accumulator);
    if (mode !== 'HYBRID')
      return hitsOfOneArm(
        search.turns([]).filter(({ inPool }) => inPool),
        mode,
      );
    if (candidates.length === 0) return [];
    const readings = scope.readings.map((words) =>
      words.map(({ text, stem }) => ({ text, stem: search.stemNumber(stem) })),
    );
    const ranking = this.#ranker.ask({ text: query, readings, pieces, model }, search.scope);
    const turns = search.turns(ranking.seeds(candidates));
    return hitsOf(ranking.rank(turns), turns);
  }
}

/** The past, tags, metadata and tiers (which recalls change silently) are known to the database alone. */
const canAnswer = ({ asOf, filter }: Asked): boolean =>
  !(asOf || filter.statuses || filter.tiers || filter.tagsAll || filter.tagsAny || filter.tagsNone || filter.metadata);
