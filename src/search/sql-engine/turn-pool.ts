import { setImmediate as nextTurn } from 'node:timers/promises';
import { allEnded } from '../../platform/all-ended.ts';
import type { Database } from '../../platform/db/database.ts';
import type { JsonColumns } from '../../platform/db/json-columns.ts';
import type { Asked } from '../asked.ts';
import type { FoundTurns } from '../hits.ts';
import type { Candidates, Turns } from '../ranking/engine-port.ts';
import { candidateColumns, columnOf, listsOf, type Turn, turnColumns } from '../ranking/turn-columns.ts';
import type { ArmHit } from './arms.store.ts';
import { type ComparedTurn, readCompared } from './compared-turns.store.ts';
import { isUsual } from './conditions.store.ts';
import type { KnownTurn, OpenTurns } from './known-turns.ts';
import type { PlacesAsked } from './session-places.store.ts';
import { readTurns } from './session-turns.store.ts';
import { noSession, type Place, type PlacedHit, placedIn, type Windows } from './session-windows.ts';
import type { WantedTurn } from './turn-row.store.ts';
import type { Scores, TurnScores } from './turn-scores.ts';

interface TurnPoolParts {
  readonly db: Database;
  readonly asked: Asked;
  /** State of the memories: what is known as of it need not be read. */
  readonly state: string;
  readonly known: OpenTurns;
  readonly scores: TurnScores;
}

type Unplaced = PlacesAsked['hits'][number];

/** A turn with its ranks in the arms. */
interface PoolTurn extends Turn, Ranks, Pick<KnownTurn, 'content' | 'validTo'> {}

/** The turns of one search, with their scores. */
export class TurnPool {
  readonly #turns: PoolTurn[] = [];
  readonly #parts: TurnPoolParts;

  constructor(parts: TurnPoolParts) {
    this.#parts = parts;
  }

  /** The hits, before their neighbours are added. */
  candidates(): Candidates & FoundTurns {
    return { ...candidateColumns(this.#turns), ...foundColumns(this.#turns) };
  }

  turns(): Turns & FoundTurns {
    const columns = turnColumns(this.#turns);
    return { ...columns, ...foundColumns(columns.all) };
  }

  /** Adds hits: reads those that are not known in this version or state, and their places in sessions. Returns the hits that exist. */
  async addHits(hits: readonly ArmHit[]): Promise<PlacedHit[]> {
    const { db, asked, known, state } = this.#parts;
    const turns = hits.map(({ id, version }) => {
      const turn = known.turn(id);
      // A recall changes the row's version but not the state.
      return turn && (turn.version === version || turn.state === state) ? turn : null;
    });
    const missing = hits.flatMap((_, index) => (turns[index] === null ? [index] : []));
    const wanted = missing.map((index) => ({ id: hits[index]?.id ?? '', version: null }));
    const names = hits.map(sessionOf);
    const sessions = this.#sessionsOf(names);
    const read = await readTurns(db, { ...asked, wanted, unplaced: this.#unplaced(hits, names, sessions) });
    for (const row of read.turns) {
      const index = missing[row.place - 1] ?? -1;
      turns[index] = known.take(hits[index]?.id ?? '', row, state);
    }
    for (const session of read.sessions) {
      const name = sessionOf(session);
      sessions.set(name, session.ids);
      known.keepSession(name, session.ids, state);
    }
    const single = new Map(read.placings.map((placing) => [placing.id, placing]));
    return hits.flatMap((hit, index) => {
      const [turn, name = ''] = [turns[index], names[index]];
      if (!turn) return [];
      const ids = sessions.get(name);
      const at = ids ? placedIn(ids, hit.id) : (single.get(hit.id) ?? noSession);
      const there = { ...at, id: hit.id, session: at === noSession ? hit.id : name };
      this.#add(there, turn, hit);
      return [there];
    });
  }

  /** The ids of the sessions that are known. */
  #sessionsOf(names: readonly string[]): Map<string, readonly string[]> {
    const { known, state } = this.#parts;
    const sessions = new Map<string, readonly string[]>();
    for (const name of new Set(names)) {
      const ids = known.session(name, state);
      if (ids) sessions.set(name, ids);
    }
    return sessions;
  }

  /** Hits whose sessions are not known; none if a single arm is asked, whose hits need no places. */
  #unplaced(
    hits: readonly ArmHit[],
    names: readonly string[],
    known: ReadonlyMap<string, readonly string[]>,
  ): readonly Unplaced[] {
    if (this.#parts.asked.mode !== 'HYBRID') return [];
    return hits.flatMap(({ id, collection, conversation }, index) =>
      conversation === null || known.has(names[index] ?? '') ? [] : [{ id, collection, conversation }],
    );
  }

  /**
   * Adds the turns around the hits. Both statements are sent at once, so that the database works on the second while the rows of the
   * first are processed.
   */
  addAround({ joining, beside }: Windows): { readonly joined: Promise<void>; readonly all: Promise<unknown> } {
    const joined = this.#addJoining(joining);
    return { joined, all: allEnded([joined, this.#addBeside(beside)]) };
  }

  /** Adds neighbours that may join the pool. Reads, unless known as of this state, whether they changed and which the question may find. */
  async #addJoining(places: readonly Place[]): Promise<void> {
    const { db, asked, known, state } = this.#parts;
    const usual = isUsual(asked);
    const turns = places.map(({ id }) => known.turn(id));
    const { asking, wanted } = wantedOf(places, turns, (turn) => !usual || turn?.state !== state);
    const read = await readTurns(db, { ...asked, wanted, unplaced: [] });
    await nextTurn();
    for (const row of read.turns) {
      const index = asking[row.place - 1] ?? -1;
      turns[index] = known.take(places[index]?.id ?? '', row, state);
    }
    for (const index of asking) {
      const turn = turns[index];
      if (turn) turn.state = state;
    }
    const found = new Set(read.found.map((place) => asking[place - 1]));
    for (let index = 0; index < places.length; index += 1) {
      const [place, turn] = [places[index], turns[index]];
      if (place && turn) this.#add(place, turn, found.has(index) || (usual && this.#holds(turn)) ? noRanks : null);
    }
  }

  /** Adds turns that are only neighbours. If not known, only their comparison with the question is read. */
  async #addBeside(places: readonly Place[]): Promise<void> {
    const { db, asked, known, state, scores } = this.#parts;
    const { reach, model } = asked;
    const turns = places.map(({ id }) => known.turn(id));
    const { asking, wanted } = wantedOf(places, turns, (turn) => turn?.state !== state);
    const read = await readCompared(db, { accountId: reach.accountId, wanted, model, comparing: scores.comparing });
    await nextTurn();
    const compared = (read?.place ?? []).map((place) => asking[place - 1] ?? -1);
    const changed = new Set(compared);
    for (let index = 0; index < places.length; index += 1) {
      const [place, turn] = [places[index], turns[index]];
      if (!place || !turn || changed.has(index)) continue;
      turn.state = state;
      this.#add(place, turn, null);
    }
    if (!read) return;
    for (let row = 0; row < compared.length; row += 1) {
      const place = places[compared[row] ?? -1];
      if (place) this.#addCompared(place, read, row);
    }
  }

  /** Without a filter, the memories of a session may be found while they are valid. */
  #holds({ validFrom, validTo }: KnownTurn): boolean {
    const { now } = this.#parts.asked.scope;
    return (validFrom === null || validFrom <= now) && (validTo === null || validTo > now);
  }

  /** The words of the turns in the pool, repeats included. */
  words(): Uint32Array {
    const members = this.#turns.filter(({ inPool }) => inPool);
    const words = members.map(({ stems, dateStems }) => stems.subarray(dateStems));
    return listsOf(words, Uint32Array).numbers;
  }

  /** `hit` is null for a turn that is only a neighbour. */
  #add(place: Place, turn: KnownTurn, hit: Ranks | null): void {
    this.#push(place, turn, this.#parts.scores.of(turn), hit);
  }

  /** A turn that is only a neighbour is no hit, so its id stands in for its content. */
  #addCompared(place: Place, read: JsonColumns<ComparedTurn>, row: number): void {
    const termCount = read.termCount[row] ?? 0;
    const turn = {
      speaker: read.speaker[row] ?? null,
      role: read.role[row] ?? null,
      day: read.day[row] ?? 0,
      termCount,
      stems: unread,
      dateStems: 0,
      pieces: read.pieces[row] ?? [],
      patterns: read.patterns[row] ?? 0,
      content: place.id,
      validTo: null,
    };
    const [weight = 0, product = null, scale = null] = [read.weight[row], read.product[row], read.scale[row]];
    const scores = this.#parts.scores.ofCompared({ weight, termCount, product, scale });
    this.#push(place, turn, scores, null);
  }

  #push({ id, session, ordinal }: Place, turn: ReadTurn, scores: Scores, hit: Ranks | null): void {
    this.#turns.push({
      id,
      inPool: hit !== null,
      session,
      ordinal,
      speaker: turn.speaker,
      role: turn.role,
      day: turn.day,
      lexical: scores.lexical,
      lexicalRank: hit?.lexicalRank ?? null,
      cosine: scores.cosine,
      semanticRank: hit?.semanticRank ?? null,
      termCount: turn.termCount,
      stems: turn.stems,
      dateStems: turn.dateStems,
      pieces: turn.pieces,
      patterns: turn.patterns,
      content: turn.content,
      validTo: turn.validTo,
    });
  }
}

const foundColumns = (turns: readonly PoolTurn[]) => ({
  lexicalRanks: columnOf(turns, Uint16Array, ({ lexicalRank }) => lexicalRank ?? 0),
  semanticRanks: columnOf(turns, Uint16Array, ({ semanticRank }) => semanticRank ?? 0),
  content: (place: number) => turns[place]?.content ?? '',
  speaker: (place: number) => turns[place]?.speaker ?? null,
  validTo: (place: number) => turns[place]?.validTo ?? null,
});

/** Returns the places to ask for, by their indexes, and the versions in which they are known. */
function wantedOf(
  places: readonly Place[],
  turns: readonly (KnownTurn | undefined)[],
  isMeant: (turn: KnownTurn | undefined) => boolean,
) {
  const asking: number[] = [];
  const wanted: WantedTurn[] = [];
  for (let index = 0; index < places.length; index += 1) {
    const [place, turn] = [places[index], turns[index]];
    if (!place || !isMeant(turn)) continue;
    asking.push(index);
    wanted.push({ id: place.id, version: turn?.version ?? null });
  }
  return { asking, wanted };
}

/** A session is a conversation within one collection, in both engines: its memories in other collections are no neighbours. */
const sessionOf = ({ collection, conversation }: Pick<ArmHit, 'collection' | 'conversation'>): string =>
  `${conversation} ${collection}`;

type Ranks = Pick<ArmHit, 'lexicalRank' | 'semanticRank'>;

/** The fields of a turn that do not depend on the question. */
type ReadTurn = Omit<PoolTurn, keyof Place | keyof Scores | keyof Ranks | 'inPool'>;

/** See `Turn`: the stems of mere neighbours are not read. */
const unread = new Uint32Array();
const noRanks: Ranks = { lexicalRank: null, semanticRank: null };
