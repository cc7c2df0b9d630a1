import { wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import type { StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { readAskedScopes } from './asked-scope.store.ts';
import { prewarm } from './prewarm.store.ts';
import type { Ranker, Scope } from './ranking/engine-port.ts';
import { type Turn, turnColumns } from './ranking/turn-columns.ts';
import { runArms, runSemanticArm } from './sql-engine/arms.store.ts';
import { readCompared } from './sql-engine/compared-turns.store.ts';
import { openNone } from './sql-engine/known-turns.ts';
import { readTurns } from './sql-engine/session-turns.store.ts';
import { TurnScores } from './sql-engine/turn-scores.ts';
import { readCounts } from './sql-engine/word-counts.ts';

interface WarmUpParts {
  readonly embedder: StaticEmbedder;
  readonly ranker: Ranker;
  /** Other reads of a search, beside the memories; omitted: none. */
  readonly readBeside?: (db: Database) => Promise<unknown>;
}

const question = 'When did Anna go to the lake, and who painted it?';
const stems = ['anna', 'lake', 'paint', 'boat', 'letter'];
/** The first one compiles the code, the next ones let it be optimised. */
const rankings = 3;
/** So many that the statements of large scopes are used. */
const manyMemories = 1_000_000;
/** Number of turns of a typical pool with its neighbours. */
const poolSize = 400;
/** Connections that a large search uses at once. Others read the catalogue on first use. */
const connections = 2;

/**
 * Runs a typical search in an account that does not exist: the first search of a process makes its connections read the catalogue
 * and its code be compiled, some hundred milliseconds. Does not call the embedder of questions, which may be remote.
 */
export const warmUpBy =
  (parts: WarmUpParts) =>
  async (db: Database): Promise<void> => {
    await prewarm(db);
    const [vector = null] = await parts.embedder.embed([question]);
    const each = () => db.connection().execute((one) => readOn(one, parts, vector));
    await Promise.all(Array.from({ length: connections }, each));
    takeOnce(vector);
    const { ranker, embedder } = parts;
    for (let n = 0; n < rankings; n += 1) rankOnce(ranker, embedder.pieces(question), embedder.model);
  };

/** Runs each statement of a search on one connection, so that they are parsed and planned there. */
async function readOn(db: Database, { embedder, readBeside }: WarmUpParts, vector: Vector | null): Promise<void> {
  const reach = wholeAccount('');
  const collectionId = newId();
  const asked = { reach, collectionIds: [collectionId], filter: {}, asOf: null, vector, model: embedder.model };
  const pieces = embedder.pieces(question);
  await readAskedScopes(db, [{ reach, request: { collectionIds: null, mode: 'HYBRID', query: question, asOf: null } }]);
  await runArms(db, { ...asked, stems, pieces, memories: 0, counts: 'scan' });
  const large = { ...asked, pieces, memories: manyMemories, counts: 'stored' } as const;
  await runSemanticArm(db, { ...large, stems });
  for (let n = 1; n <= stems.length; n += 1) await runArms(db, { ...large, vector: null, stems: stems.slice(0, n) });
  // With the size of a typical pool: the compiler needs some lists before its code for long ones is fast.
  const ids = Array.from({ length: poolSize }, newId);
  const unplaced = ids.map((id) => ({ id, collection: collectionId, conversation: id }));
  const wanted = ids.map((hit) => ({ id: hit, version: null }));
  await readTurns(db, { ...asked, wanted, unplaced });
  for (const some of [stems.slice(1), stems]) {
    const comparing = { stems: some, weights: some.map(() => 1), vector };
    await readCompared(db, { accountId: reach.accountId, wanted, model: embedder.model, comparing });
  }
  await readCounts(db, { accountId: reach.accountId, collectionIds: [collectionId] }, stems);
  await readBeside?.(db);
}

/** Takes turns as the database returns them, and scores them. */
function takeOnce(vector: Vector | null): void {
  const open = openNone();
  const counts = { memories: poolSize, meanTerms: 10, frequencies: stems.map(() => 1) };
  const scores = new TurnScores({ stems, counts, vector, numbers: open.numbers });
  const zeros = Buffer.alloc(4 + 2 * (vector?.values.length ?? 0));
  zeros.writeUInt16BE(vector?.values.length ?? 0);
  for (let n = 0; n < poolSize; n += 1) {
    const terms = `'anna':4 'lake':${5 + (n % 9)},20 'w${n}':6`;
    const known = open.take(String(n), { ...row, terms, vector: zeros.toString('base64') }, '');
    scores.of(known);
  }
}

const row = {
  place: 1,
  version: '1',
  speaker: 'Anna',
  role: null,
  day: 0,
  validFrom: 0,
  validTo: null,
  termCount: 3,
  pieces: [1, 2, 3],
  patterns: 0,
  content: '',
  scale: 1,
};

function rankOnce(ranker: Ranker, pieces: Uint16Array, model: string): void {
  const readings = [[...stems.keys()]];
  const ranking = ranker.ask(
    { text: question, readings, members: [], wishes: [], pieces, readable: 1, model, today: {} },
    scope,
  );
  const turns = turnColumns(Array.from({ length: poolSize }, (_, n) => turn(n, pieces)));
  ranking.seeds(turns);
  const ranked = ranking.rank(turns);
  for (const rank of ranked.scores.keys()) ranked.explain(rank);
}

const scope: Scope = {
  memories: poolSize,
  meanTerms: 10,
  participants: [{ speaker: 'Anna', role: null }],
  nameStems: new Set([0]),
  english: true,
  memoriesWithTerm: () => 10,
  memoriesWithWord: () => 10,
  memoriesWithPiece: () => 10,
};

/** Makes turns that differ, in sessions of twenty. */
const turn = (n: number, pieces: Uint16Array): Turn => ({
  id: String(n),
  inPool: true,
  session: Math.floor(n / 20),
  ordinal: n % 20,
  speaker: n % 2 === 0 ? 'Anna' : null,
  role: null,
  day: n,
  lexical: n % 7,
  cosine: (n % 13) / 13,
  termCount: 5 + (n % 10),
  stems: Uint32Array.from({ length: 12 }, (_, i) => (n + i) % 50),
  dateStems: 3,
  pieces: pieces.map((piece, i) => piece + ((n * i) % 100)),
  patterns: n % 256,
});
