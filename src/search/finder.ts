import type { Reach } from '../collection/reach.ts';
import type { MemoryFilter } from '../memory/memory-filter.ts';
import { allEnded } from '../platform/all-ended.ts';
import type { Database } from '../platform/db/database.ts';
import { gatheredReads } from '../platform/db/gathered-reads.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import type { StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { OncePerTurn } from '../platform/once-per-turn.ts';
import { currentRoute } from '../platform/read-route.ts';
import { timed } from '../platform/request-times.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { joinableWork } from '../platform/turns/requester.ts';
import { type Asked, type AskedScope, type Question, stemsOf } from './asked.ts';
import { announcement, asksWhatLiesAhead, tellsOfWhatLiesAhead } from './asked-ahead.ts';
import { askedPeriod, beginsWith, filterOf, filterOfHours, periodFirst } from './asked-period.ts';
import { readAskedScopes } from './asked-scope.store.ts';
import { type Beginning, readBeginnings } from './beginnings.store.ts';
import { crowdsIn } from './crowds.ts';
import { Engines, type EnginesParts } from './engines.ts';
import { type HitNaming, type NamingLookup, namingsAmong, placed, raiseByNames, seedCount } from './graph-arm.ts';
import { livelierFirst } from './livelier.store.ts';
import { aboutIn, asRead } from './question/about.ts';
import { withoutSubjects } from './question/common-subjects.ts';
import { isInDictionary } from './question/dictionary.ts';
import { Speller } from './question/speller.ts';
import {
  earliest,
  type Hit,
  isOfCurrent,
  type Ranking,
  type SearchArm,
  type SearchRequest,
  statusesOf,
  withoutRepeats,
} from './search.ts';
import { type EngineFound, raiseByReplaced } from './stand-ins.ts';
import { takingTurns } from './taking-turns.ts';
import { breakTies, tiesAmong } from './tie-breaks.ts';

/** What a Finder needs. */
export interface FinderParts extends EnginesParts {
  readonly db: Database;
  /** Makes the vectors of questions. */
  readonly questions: Embedder;
  /** Makes the word pieces that re-scoring compares. */
  readonly embedder: StaticEmbedder;
  /** Omitted: nothing is known of entities. */
  readonly graph?: NamingLookup;
}

interface FoundHits {
  /** Whatever was found: what the ranking changes with. */
  readonly found: readonly Hit[];
  /** Those without repeats, best first. */
  readonly hits: readonly Hit[];
}

const hasPeriod = ({ validFromAfter, validFromBefore }: SearchRequest['filter']): boolean =>
  Boolean(validFromAfter ?? validFromBefore);

/** Only this many of the best hits may be raised by what they name: it adds too little to lift others to where they are read. */
const mostRaised = 100;

/** Only this many of the best hits may be raised by the days that they begin with, for the same reason. */
const mostRead = 50;
/** Only this many of the best announcements are read for days to come. */
const mostAnnounced = 200;

/** Most searches for one question: each one leaves out further repeats, and those left after the last keep their places. Source: docs/adr/0060. */
const mostLooks = 5;

/** Finds memories by words and by meaning, and ranks them. */
export class Finder {
  /** Reads what a question means in its collections now; concurrent questions share one read. */
  readonly scopeOf: (question: Question) => Promise<AskedScope>;
  readonly #parts: FinderParts;
  readonly #engines: Engines;
  readonly #speller: Speller;
  readonly #withoutVector: ToldSeldom;
  readonly #withoutGraph: ToldSeldom;
  readonly #ofTurn = new OncePerTurn<Ranking>();

  constructor(parts: FinderParts) {
    this.#parts = parts;
    this.#engines = new Engines(parts);
    const { db, embedder, log } = parts;
    this.#speller = new Speller(db, (word) => isInDictionary(word) || embedder.isWord(word));
    this.#withoutVector = new ToldSeldom((err, untold) =>
      log.error({ err, untold }, 'the semantic arm failed: the embedder gave no vector'),
    );
    this.#withoutGraph = new ToldSeldom((err, untold) => log.warn({ err, untold }, 'the graph arm failed'));
    const asRead = (question: Question) => {
      const request = askedOf(question.request);
      return { ...question, request, doubtful: this.#speller.doubtful(request.query) };
    };
    this.scopeOf = gatheredReads((questions) => readAskedScopes(db, questions.map(asRead)), parts.recall?.loopTurns);
  }

  /**
   * Returns the whole ranking, best first. An arm that fails is listed in `failedArms`, and the others answer. Equal questions within
   * one turn of the event loop share one search: none of them can know of a commit that the others do not. `scope`: what was read of
   * the collections; questions that read another state of them are not shared.
   */
  find(reach: Reach, request: SearchRequest, scope?: AskedScope): Promise<Ranking> {
    const find = () => this.#findAnew(reach, request, scope);
    // Not shared in a snapshot: it must not wait for others that may wait for its connection.
    if (Snapshot.current) return timed('search', find);
    const key = JSON.stringify([reach, request, currentRoute(), scope ? [scope.state] : null]);
    return timed('search', () => this.#ofTurn.get(key, () => joinableWork(find)));
  }

  async #findAnew(reach: Reach, request: SearchRequest, known?: AskedScope): Promise<Ranking> {
    const { askedPart, ...all } = request;
    if (!askedPart || all.mode !== 'HYBRID') return await this.#findOne(reach, all, known);
    const [ofAsked, ofAll] = await allEnded([
      this.#findOne(reach, { ...all, query: askedPart }),
      this.#findOne(reach, all, known),
    ]);
    return takingTurns(ofAsked, ofAll);
  }

  async #findOne(reach: Reach, written: SearchRequest, known?: AskedScope): Promise<Ranking> {
    const request = askedOf(written);
    const failedArms = new Set<SearchArm>();
    const { embedder } = this.#parts;
    const { mode } = request;
    const asWritten = known ?? (await this.scopeOf({ reach, request }));
    const query = await this.#spelt(reach, request, asWritten);
    const scope = query === request.query ? asWritten : await this.scopeOf({ reach, request: { ...request, query } });
    const nothing = (): Ranking => ({ hits: [], failedArms: [...failedArms], nextEnds: null });
    if (scope.collections.length === 0) return nothing();
    const asking = this.#embedderFor(scope);
    const about = aboutIn({ mode, query }, Object.keys(scope.today));
    const meant = withoutSubjects(about, scope.subjects);
    const vector = mode === 'LEXICAL' ? null : await this.#embed(asking, meant, failedArms);
    const stems = stemsOf(scope);
    if (stems.length === 0 && vector === null) return nothing();
    const asked = {
      ...request,
      query,
      reach,
      scope,
      collectionIds: scope.collections.map(({ id }) => id),
      stems,
      ...embedder.askedPieces(about),
      vector,
      model: asking.model,
    };
    const { found, hits } = await this.#findAll(asked, failedArms);
    const raised = mode === 'HYBRID' ? await this.#byGraph(reach, hits, failedArms) : hits;
    const ranked = request.asOf ? raised : await this.#withoutTies(reach, raised);
    return { hits: ranked, failedArms: [...failedArms], nextEnds: earliest(found.map(({ validTo }) => validTo)) };
  }

  /** Returns the question with its misspelt words corrected; as it is written if it has none. */
  async spelt(reach: Reach, written: SearchRequest): Promise<string> {
    const request = askedOf(written);
    if (this.#speller.doubtful(request.query).length === 0) return written.query;
    const spelt = await this.#spelt(reach, request, await this.scopeOf({ reach, request }));
    return spelt === request.query ? written.query : spelt;
  }

  #spelt({ accountId }: Reach, request: SearchRequest, { collections, today, uncounted }: AskedScope): Promise<string> {
    const collectionIds = collections.map(({ id }) => id);
    const scope = { accountId, collectionIds, statuses: statusesOf(request), languages: Object.keys(today) };
    return this.#speller.correct(request.query, scope, uncounted);
  }

  /** Until all memories have vectors of a new model they are searched by the former one, if this process still has it: the static table. */
  #embedderFor({ formerModels }: AskedScope): Embedder {
    const { embedder, questions } = this.#parts;
    return formerModels.includes(embedder.model) ? embedder : questions;
  }

  async #embed(embedder: Embedder, query: string, failedArms: Set<SearchArm>): Promise<Vector | null> {
    try {
      const [vector] = await timed('embed', () => embedder.embed([query], 'query'));
      if (vector) return vector;
      throw new Error('One text was given and no vector came');
    } catch (error) {
      this.#withoutVector.note(error);
      failedArms.add('SEMANTIC');
      return null;
    }
  }

  /** The graph decides between hits of nearly equal score; if it fails, they keep their order. */
  async #byGraph({ accountId }: Reach, hits: readonly Hit[], failedArms: Set<SearchArm>): Promise<readonly Hit[]> {
    const { graph } = this.#parts;
    if (!graph || hits.length < 2) return hits;
    const best = hits.slice(0, mostRaised);
    try {
      const namings = namingsAmong(best) ?? (await naming(graph, accountId, best));
      return namings.length === 0 ? hits : [...raiseByNames(best, namings), ...hits.slice(mostRaised)];
    } catch (error) {
      this.#withoutGraph.note(error);
      failedArms.add('GRAPH');
      return hits;
    }
  }

  /** Orders hits of equal score by resonance, which neither engine holds because recalls change it without an event. */
  async #withoutTies({ accountId }: Reach, hits: readonly Hit[]): Promise<readonly Hit[]> {
    const ties = tiesAmong(hits);
    if (ties.length === 0) return hits;
    const ids = ties.flatMap((tie) => tie.map(({ id }) => id));
    return breakTies(hits, ties, await livelierFirst(this.#parts.db, accountId, ids));
  }

  /** Puts hits of the asked days first, those of the asked hours before them, if the question asks for nothing else. */
  async #findAll(asked: Asked, failedArms: Set<SearchArm>): Promise<FoundHits> {
    const { mode, filter, scope } = asked;
    if (mode !== 'HYBRID' || hasPeriod(filter)) return await this.#searchWithReplaced(asked, failedArms);
    const period = askedPeriod(asked.query, scope.today);
    if (period === null) return await this.#searchAhead(asked, failedArms);
    const within = (bounds: MemoryFilter) =>
      this.#searchForOthers({ ...asked, filter: { ...filter, ...bounds } }, failedArms);
    const hours = filterOfHours(period, scope);
    const [ofPeriod, all, ofHours] = await allEnded([
      within(filterOf(period, scope)),
      this.#searchForOthers(asked, failedArms),
      hours === null ? { found: [], hits: [] } : within(hours),
    ]);
    const datedIds = new Set(ofPeriod.hits.map(({ id }) => id));
    const others = all.hits.filter(({ id }) => !datedIds.has(id));
    const told = await this.#toldIn(asked.reach, others.slice(0, mostRead), (one) => beginsWith(period, one));
    const found = [...ofHours.found, ...ofPeriod.found, ...all.found];
    return { found, hits: periodFirst(ofHours.hits, periodFirst([...ofPeriod.hits, ...told], all.hits)) };
  }

  /** Puts first what announces a day that is still to come, if the question asks for nothing else. */
  async #searchAhead(asked: Asked, failedArms: Set<SearchArm>): Promise<FoundHits> {
    const all = await this.#searchWithReplaced(asked, failedArms);
    const today = asked.scope.today['en'];
    if (today === undefined || !asksWhatLiesAhead(asked.query)) return all;
    const text = announcement(today);
    const vector = await this.#embed(this.#embedderFor(asked.scope), text, failedArms);
    if (vector === null) return all;
    const announcing = { ...asked, stems: [], vector, ...this.#parts.embedder.askedPieces(text) };
    const { found, hits } = await this.#searchForOthers(announcing, failedArms);
    const isAhead = (one: Beginning) => tellsOfWhatLiesAhead(one, today);
    const announced = await this.#toldIn(asked.reach, hits.slice(0, mostAnnounced), isAhead);
    return { found: [...found, ...all.found], hits: periodFirst(announced, all.hits) };
  }

  /**
   * Lets what was replaced lead to what replaced it: a question about now often has the words of the former. A question about certain
   * days means what was said then.
   */
  async #searchWithReplaced(asked: Asked, failedArms: Set<SearchArm>): Promise<FoundHits> {
    const wantsStandIns = asked.mode === 'HYBRID' && asked.scope.replaced && isOfCurrent(asked);
    const { found, hits, standIns } = await this.#searchForOthers({ ...asked, wantsStandIns }, failedArms);
    if (standIns.length === 0) return { found, hits };
    const raised = raiseByReplaced(hits, standIns, asked.model);
    const known = new Set(hits);
    return { found: [...found, ...raised.filter((hit) => !known.has(hit))], hits: raised };
  }

  /** Returns hits whose texts begin with certain days: what is told of a day is often written later, or before. */
  async #toldIn(
    { accountId }: Reach,
    hits: readonly Hit[],
    isAsked: (beginning: Beginning) => boolean,
  ): Promise<Hit[]> {
    const ids = hits.map(({ id }) => id);
    const beginnings = await readBeginnings(this.#parts.db, accountId, ids);
    const told = new Set(beginnings.filter(isAsked).map(({ id }) => id));
    return hits.filter(({ id }) => told.has(id));
  }

  /** Searches again while repeats crowd out other memories. */
  async #searchForOthers(asked: Asked, failedArms: Set<SearchArm>): Promise<FoundHits & Pick<EngineFound, 'standIns'>> {
    let { hits: found, standIns } = await this.#engines.search(asked, failedArms);
    let withoutRepeatsOf: readonly string[] = [];
    for (let looks = 1; ; looks++) {
      const hits = withoutRepeats(found);
      const crowds = failedArms.size > 0 || looks === mostLooks ? [] : crowdsIn(found, hits);
      if (crowds.length === 0) return { found, hits, standIns };
      withoutRepeatsOf = [...withoutRepeatsOf, ...crowds];
      found = (await this.#engines.search({ ...asked, withoutRepeatsOf, wantsStandIns: false }, failedArms)).hits;
    }
  }
}

const askedOf = <T extends { readonly query: string }>(request: T): T => ({ ...request, query: asRead(request.query) });

async function naming(graph: NamingLookup, accountId: string, hits: readonly Hit[]): Promise<readonly HitNaming[]> {
  const ids = hits.map(({ id }) => id);
  return placed(await graph.naming(accountId, ids.slice(0, seedCount), ids), hits);
}
