import { sql } from 'kysely';
import { mostNamed } from './question/common-subjects.ts';
import { englishStemsOf } from './question/spelling.store.ts';
import { isChosen } from './scope-state.store.ts';

/** A word that half of the memories have tells less than a yes or no of which one is meant. Source: docs/adr/0072. */
const commonFrom = 1 / 2;
/** Who extracts facts calls so of whom all of them tell, and leaves the word out of most: "Likes tea". Source: as above. */
const user = { word: 'user', commonFrom: 1 / 8 } as const;
/** A word in fewer memories is no common one, however few there are: most of them are returned anyway. */
const leastCommon = 10;
/** In more collections no word is looked up: a thousand would take 10 to 50 ms, and hardly tell of the same. */
const mostCollections = 100;

const share = sql`case word when ${user.word} then ${user.commonFrom}::float8 else ${commonFrom}::float8 end`;

/**
 * Those of the words `asked.named` that many memories of the collections `chosen` have. No speakers' names: who asks for what Anna said, or of
 * what she was told, means one of two.
 */
export const commonSubjects = sql<string>`coalesce((select json_agg(word) from (
    select word, (${englishStemsOf(sql.ref('word'))})[1] as stem from unnest(asked.named) as word limit ${mostNamed}
  ) named where (select count(*) from chosen) <= ${mostCollections}
    and (select sum(memories) from term_statistic where ${isChosen} and kind = 'word' and term = stem) >= greatest(
      ${leastCommon}, ${share} * (select sum(memories) from collection_statistic where ${isChosen}))
    and not exists (
      select from term_statistic where ${isChosen} and kind = 'participant' and position(word in lower(term::jsonb ->> 0)) > 0
    )), '[]')`;
