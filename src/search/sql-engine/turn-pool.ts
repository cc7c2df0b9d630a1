import type { Database } from '../../platform/db/database.ts';
import type { Asked } from '../asked-scope.store.ts';
import type { Found } from '../hits.ts';
import type { Turn } from '../ranking/turn.ts';
import type { ArmHit } from './arms.store.ts';
import { isUsual } from './conditions.store.ts';
import type { KnownTurn, NumberedStems, OpenTurns } from './known-turns.ts';
import type { PlacesAsked } from './session-places.store.ts';
import { type BesideTurn, readTurns, type TurnsRead } from './session-turns.store.ts';
import { alone, type Place, type Placed, type PlacedHit, placedIn, placeOf, type Windows } from './session-windows.ts';
import { StemNumbers } from './stem-numbers.ts';
import type { Scores, TurnScores } from './turn-scores.ts';

export interface TurnPoolParts {
  readonly db: Database;
  readonly asked: Asked & { readonly collectionIds: readonly string[] };
  /** The state that the memories are in: what is known as of it need not be read. */
  readonly state: string;
  readonly open: OpenTurns;
  readonly scores: TurnScores;
}

type Unplaced = PlacesAsked['hits'][number];

/** The turns of one search, with their scores. */
export class TurnPool {
  readonly turns: (Turn & Found)[] = [];
  readonly #parts: TurnPoolParts;
  readonly #sessions = new StemNumbers();

  constructor(parts: TurnPoolParts) {
    this.#parts = parts;
  }

  /** What of these is not known in this very version or state is read, and where they stand. Answers those that are there. */
  async addHits(hits: readonly ArmHit[]): Promise<PlacedHit[]> {
    const { db, asked, open, state } = this.#parts;
    const turns = hits.map(({ id, version }) => {
      const turn = open.known(id);
      // What recalls change of a row makes another version of it, and no other state.
      return turn && (turn.version === version || turn.state === state) ? turn : null;
    });
    const missing = hits.flatMap((_, index) => (turns[index] === null ? [index] : []));
    const wanted = missing.map((index) => ({ id: hits[index]?.id ?? '', version: null }));
    const read = await readTurns(db, {
      ...asked,
      wanted,
      candidates: 0,
      comparing: null,
      unplaced: this.#unplaced(hits),
    });
    for (const row of read.turns) {
      const index = missing[row.place - 1] ?? -1;
      turns[index] = open.take(hits[index]?.id ?? '', row, state);
    }
    const placed = this.#placer(read);
    return hits.flatMap((hit, index) => {
      const turn = turns[index];
      if (!turn) return [];
      const there = { ...placed(hit), id: hit.id, conversation: hit.conversation };
      this.#add(placeOf(there), turn, hit);
      return [there];
    });
  }

  /** Hits of sessions that are not known; where one arm alone is asked, nobody asks where its hits stand. */
  #unplaced(hits: readonly ArmHit[]): readonly Unplaced[] {
    const { asked, open, state } = this.#parts;
    if (asked.mode !== 'HYBRID') return [];
    return hits.flatMap(({ id, conversation }) =>
      conversation === null || open.session(conversation, state) ? [] : [{ id, conversation }],
    );
  }

  #placer({ sessions, placings }: TurnsRead): (hit: ArmHit) => Placed {
    const { open, state } = this.#parts;
    for (const { id, ids } of sessions) open.keepSession(id, { ids, state });
    const told = new Map(sessions.map(({ id, ids }) => [id, ids]));
    const single = new Map(placings.map((placing) => [placing.id, placing]));
    return ({ id, conversation }) => {
      const ids = conversation === null ? undefined : (told.get(conversation) ?? open.session(conversation, state));
      return ids ? placedIn(ids, id) : (single.get(id) ?? alone);
    };
  }

  /**
   * Asks whether what is known of these is true, and which of them may join, where that is not known as of this state. Of the
   * many that only stand beside others, no more is read than what they have in common with the question.
   */
  async addAround({ joining, beside }: Windows): Promise<void> {
    const { db, asked, open, state, scores } = this.#parts;
    const usual = isUsual(asked);
    const places = [...joining, ...beside];
    const turns = places.map(({ id }) => open.known(id));
    const isOpen = (index: number) => turns[index]?.state !== state || (index < joining.length && !usual);
    const asking = places.flatMap((_, index) => (isOpen(index) ? [index] : []));
    const wanted = asking.map((index) => ({ id: places[index]?.id ?? '', version: turns[index]?.version ?? null }));
    const candidates = asking.filter((index) => index < joining.length).length;
    const read = await readTurns(db, { ...asked, wanted, candidates, comparing: scores.comparing, unplaced: [] });
    const changed = new Map(read.turns.map((row) => [asking[row.place - 1], row]));
    const compared = new Map(read.beside.map((row) => [asking[row.place - 1], row]));
    for (const index of asking) {
      const [turn, row] = [turns[index], changed.get(index)];
      if (row) turns[index] = open.take(places[index]?.id ?? '', row, state);
      else if (turn && !compared.has(index)) turn.state = state;
    }
    const found = new Set(read.found.map((place) => asking[place - 1]));
    for (const [index, place] of places.entries()) {
      const [turn, row] = [turns[index], compared.get(index)];
      const joins = index < joining.length && (found.has(index) || (usual && turn !== undefined && this.#holds(turn)));
      if (row) this.#addBeside(place, row);
      else if (turn) this.#add(place, turn, joins ? joined : null);
    }
  }

  /** Where there is no filter, memories of sessions are found as long as they hold. */
  #holds({ validFrom, validTo }: KnownTurn): boolean {
    const { now } = this.#parts.asked.scope;
    return validFrom <= now && (validTo === null || validTo > now);
  }

  /** The words of those that are in the pool, each once. */
  words(): ReadonlySet<number> {
    const words = new Set<number>();
    for (const { inPool, stems, dateStems } of this.turns) {
      if (inPool) for (let n = dateStems; n < stems.length; n += 1) words.add(stems[n] ?? 0);
    }
    return words;
  }

  /** `hit` null: it only stands beside others. */
  #add(place: Place, turn: KnownTurn, hit: Ranks | null): void {
    const { scores, open } = this.#parts;
    const { stems, dateStems } = hit ? open.stemsOf(turn) : unread;
    this.#push(place, { ...scores.of(turn), turn, hit, stems, dateStems });
  }

  /** It is no hit: nobody asks whether it says the same as another. */
  #addBeside(place: Place, row: BesideTurn): void {
    const turn = { ...row, pieces: Uint16Array.from(row.pieces), content: place.id };
    this.#push(place, { ...this.#parts.scores.ofBeside(row), ...unread, turn, hit: null });
  }

  #push({ id, session, ordinal, sessionSize }: Place, { turn, hit, lexical, cosine, stems, dateStems }: Told): void {
    const { speaker, role, day, termCount, pieces, patterns, content } = turn;
    this.turns.push({
      id,
      inPool: hit !== null,
      session: this.#sessions.of(session),
      ordinal,
      sessionSize,
      speaker,
      role,
      day,
      lexical,
      lexicalRank: hit?.lexicalRank ?? null,
      cosine,
      semanticRank: hit?.semanticRank ?? null,
      termCount,
      stems,
      dateStems,
      pieces,
      patterns,
      content,
    });
  }
}

type Ranks = Pick<ArmHit, 'lexicalRank' | 'semanticRank'>;

/** A turn with what it has to do with the question. */
interface Told extends Scores, NumberedStems {
  readonly turn: Pick<KnownTurn, 'speaker' | 'role' | 'day' | 'termCount' | 'pieces' | 'patterns' | 'content'>;
  readonly hit: Ranks | null;
}

/** See Turn: of those that only stand beside others nobody reads them. */
const unread: NumberedStems = { stems: new Uint32Array(), dateStems: 0 };
const joined: Ranks = { lexicalRank: null, semanticRank: null };
