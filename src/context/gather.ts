import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { ConsolidationService } from '../consolidation/consolidation.service.ts';
import { withOutdating } from '../consolidation/probably-outdated.ts';
import type { MessageService } from '../conversation/message.service.ts';
import type { WindowBounds, WindowMessage } from '../conversation/window.ts';
import type { GraphService } from '../graph/graph.service.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import { contentHash, isRecalled, type Memory, normalised } from '../memory/memory.ts';
import type { RecallService } from '../memory/recall.service.ts';
import { answeredInTime } from '../platform/answered-in-time.ts';
import { asksForATime } from '../search/asked-period.ts';
import type { FindHits } from '../search/find-ranking.ts';
import { askedPart } from '../search/question/asked-part.ts';
import type { AnsweredHits, SearchArm } from '../search/search.ts';
import { type ContextRequest, type ContextStrategy, mostInstructions } from './context.ts';
import { type Evidence, memoryLine, messageLine } from './evidence.ts';
import { usualPerToken } from './fit-line.ts';
import { firstHits } from './join-sections.ts';
import type { NarrativeService } from './narrative.service.ts';
import { needOfEarlier } from './need-of-earlier.ts';
import { questionParts, searchedText } from './question-parts.ts';

/** Dependencies of the strategies. */
export interface GatheringParts {
  readonly finder: FindHits;
  readonly memories: Pick<MemoryService, 'byIds' | 'beside'>;
  readonly recall: Pick<RecallService, 'present' | 'instructions'>;
  readonly messages: Pick<MessageService, 'windows'>;
  readonly narratives: Pick<NarrativeService, 'evidence'>;
  readonly graph: Pick<GraphService, 'about'>;
  readonly consolidation: Pick<ConsolidationService, 'probablyOutdated'>;
  readonly window: WindowBounds;
  /** Whether query vectors come from a source that may be slow; default: no. */
  readonly vectorsMayBeLate?: boolean;
}

/** Maximum number of memories per strategy: more than fit into a usual budget. SEARCH has `firstHits`, and further ones where these are short. */
const mostHits = { asked: 20, clause: 10, GRAPH: 20, BOOTSTRAP: 40 } as const;

/** Hits that are read beyond the first, where those are so short that they leave room: a line of a chat has some 20 tokens or more. Source: docs/adr/0019. */
const furtherHits = { most: 60, tokensEach: 20 } as const;

/** Number of last messages that a message may refer to: a question and its answer. */
const referredTo = 2;

/** The arm that is missing if the query vector is late. */
const late: readonly SearchArm[] = ['SEMANTIC'];

/** Number of best hits whose neighbours in the conversation are added. */
const seeds = 4;

/** Gathers context for one message. Reads that two strategies need are made once. */
export class Gathering {
  /** Whether no lookup was late or failed. */
  isWhole = true;
  readonly #parts: GatheringParts;
  readonly #viewer: Viewer;
  readonly #request: ContextRequest;
  /** Null: now. */
  readonly #asOf: Date | null;
  readonly #deadline: number;
  /** Hash of the message; null if it belongs to no conversation that is stored here. */
  readonly #askedHash: string | null;
  #hits: Promise<AnsweredHits> | null = null;
  #read: Promise<readonly WindowMessage[]> | null = null;

  /** `deadline`: when the caller stops waiting, by `performance.now()`. */
  constructor(parts: GatheringParts, viewer: Viewer, request: ContextRequest, deadline: number) {
    this.#parts = parts;
    this.#viewer = viewer;
    this.#request = request;
    this.#asOf = request.asOf ?? null;
    this.#deadline = deadline;
    this.#askedHash = request.conversationId === null ? null : contentHash(request.message);
  }

  /** Omits the message itself, which may have been remembered before context is requested: it answers nothing. */
  async by(strategy: ContextStrategy, signal: AbortSignal): Promise<readonly Evidence[]> {
    const found = await this.#findBy(strategy, signal);
    return found.filter(({ memory }) => memory === null || !this.#isMessage(memory));
  }

  #isMessage({ contentHash: hash, conversationId }: Memory): boolean {
    return hash === this.#askedHash && conversationId === this.#request.conversationId;
  }

  #findBy(strategy: ContextStrategy, signal: AbortSignal): Promise<readonly Evidence[]> {
    switch (strategy) {
      case 'SEARCH':
        return this.#search();
      case 'DEEP_SEARCH':
        return this.#searchDeeply();
      case 'GRAPH':
        return this.#followGraph(signal);
      case 'NARRATIVE':
        return this.#parts.narratives.evidence(this.#viewer, this.#request.collectionIds);
      case 'RECENT_MESSAGES':
        return this.#recentMessages();
      case 'BOOTSTRAP':
        return this.#present();
      case 'INSTRUCTIONS':
        return this.#instructions();
    }
  }

  async #search(): Promise<Evidence[]> {
    const hits = await this.#hitsOfMessage();
    const show = (from: number, to: number) => this.#show(hits.slice(from, to).map(({ id }) => id));
    const first = await show(0, firstHits);
    const characters = first.reduce((sum, { text }) => sum + text.length, 0);
    const room = this.#request.tokenBudget - characters / usualPerToken;
    const further = Math.min(Math.floor(room / furtherHits.tokensEach), furtherHits.most);
    if (further <= 0 || hits.length <= firstHits) return first;
    return [...first, ...(await show(firstHits, firstHits + further))];
  }

  /** Returns the hits of its questions, then of its other parts in turns, then the neighbours of the best hits. */
  async #searchDeeply(): Promise<Evidence[]> {
    const { asked, clauses } = questionParts(this.#request.message);
    const [whole, ofAsked, ofClauses] = await Promise.all([
      this.#hitsOfMessage(),
      this.#bestByTurns(asked, mostHits.asked),
      this.#bestByTurns(clauses, mostHits.clause),
    ]);
    const ofParts = [...new Set([...ofAsked, ...ofClauses])];
    const best = [...new Set([...whole.slice(0, seeds).map(({ id }) => id), ...ofParts.slice(0, seeds)])];
    const [shown, beside] = await Promise.all([
      this.#show(ofParts),
      this.#parts.memories.beside(this.#viewer, best, this.#asOf),
    ]);
    return [...shown, ...beside.map(memoryLine)];
  }

  async #bestByTurns(parts: readonly string[], most: number): Promise<string[]> {
    const found = await Promise.all(parts.map((part) => this.#find(part)));
    return byTurns(found.map((hits) => hits.slice(0, most).map(({ id }) => id)));
  }

  async #followGraph(signal: AbortSignal): Promise<Evidence[]> {
    const { message, collectionIds } = this.#request;
    const asked = { message, collectionIds, limit: mostHits.GRAPH, asOf: this.#asOf };
    return (await this.#parts.graph.about(this.#viewer, asked, signal)).map(memoryLine);
  }

  /** Newest first, so that the oldest are dropped if there is no room. Blanked messages are omitted. */
  async #recentMessages(): Promise<Evidence[]> {
    const said = (await this.#window()).filter(({ contentLength }) => contentLength > 0);
    const now = this.#asOf ?? new Date();
    return said.map((one) => messageLine(one, now)).toReversed();
  }

  /** The end of the conversation before the message. */
  #window(): Promise<readonly WindowMessage[]> {
    this.#read ??= this.#readWindow();
    return this.#read;
  }

  async #readWindow(): Promise<readonly WindowMessage[]> {
    const { conversationId, message } = this.#request;
    if (conversationId === null) return [];
    const windows = await this.#parts.messages.windows(this.#viewer, [conversationId], this.#parts.window);
    const window = windows.get(conversationId) ?? [];
    const last = window.at(-1);
    return last && isMessageItself(last, message) ? window.slice(0, -1) : window;
  }

  async #present(): Promise<Evidence[]> {
    const { collectionIds } = this.#request;
    const wanted = { collectionIds, limit: mostHits.BOOTSTRAP, asOf: this.#asOf };
    return (await this.#parts.recall.present(this.#viewer, wanted)).map(memoryLine);
  }

  async #instructions(): Promise<Evidence[]> {
    const { collectionIds } = this.#request;
    const wanted = { collectionIds, limit: mostInstructions, asOf: this.#asOf };
    return this.#show(await this.#parts.recall.instructions(this.#viewer, wanted));
  }

  #hitsOfMessage(): Promise<AnsweredHits> {
    this.#hits ??= this.#findMessage();
    return this.#hits;
  }

  /**
   * A message that refers to earlier ones, or shares no word with any memory, is searched for together with the last ones, unless it asks for a
   * time; if it says something of its own, also alone.
   */
  async #findMessage(): Promise<AnsweredHits> {
    const { message } = this.#request;
    const isForTime = await asksForATime(message);
    const need = needOfEarlier(message, isForTime);
    const alone = need !== 'none' ? [] : await this.#find(searchedText(message));
    if (need === 'none' && isForTime) return alone;
    if (alone.slice().some(({ lexical }) => lexical !== null)) return alone;
    const before = (await this.#window()).slice(-referredTo).map(({ content }) => content ?? '');
    if (need === 'none' && before.length === 0) return alone;
    const whole = searchedText([...before, message].join(' '));
    const own = need === 'some' && before.length > 0 ? message : null;
    return this.#find(whole, askedPart(whole) ?? own);
  }

  /** Waits for the query vector for half of the remaining time. Then also searches by words alone, and the first result is used. */
  async #find(query: string, part = askedPart(query)): Promise<AnsweredHits> {
    const { finder, vectorsMayBeLate = false } = this.#parts;
    const { collectionIds } = this.#request;
    const asked = { query, askedPart: part, collectionIds, mode: 'HYBRID', filter: {}, asOf: this.#asOf } as const;
    const reach = reachOf(this.#viewer);
    const whole = finder.find(reach, asked);
    const halfLeft = (this.#deadline - performance.now()) / 2;
    if (!vectorsMayBeLate || (await answeredInTime(whole, halfLeft))) return this.#noted(await whole);
    const byWords = finder.find(reach, { ...asked, mode: 'LEXICAL' }).then((found) => ({ ...found, failedArms: late }));
    return this.#noted(await Promise.race([whole, byWords]));
  }

  #noted({ hits, failedArms }: Awaited<ReturnType<FindHits['find']>>): AnsweredHits {
    if (failedArms.length > 0) this.isWhole = false;
    return hits;
  }

  /**
   * Returns memories in the order of the ids, without those that were forgotten, superseded or purged since they were found. What has
   * probably ended one, by the time that is asked about, stands right behind it, also if it was not found itself: the model must not take
   * the one for the last word.
   */
  async #show(ids: readonly string[]): Promise<Evidence[]> {
    const [found, outdated] = await Promise.all([
      this.#recalled(ids),
      this.#parts.consolidation.probablyOutdated(this.#viewer, ids),
    ]);
    const byId = new Map(found.map((memory) => [memory.id, memory]));
    const shown = withOutdating(
      ids.filter((id) => byId.has(id)),
      outdated,
    );
    for (const memory of await this.#recalled(shown.filter((id) => !byId.has(id)))) byId.set(memory.id, memory);
    return shown.flatMap((id) => byId.get(id) ?? []).map(memoryLine);
  }

  async #recalled(ids: readonly string[]): Promise<Memory[]> {
    const found = ids.length === 0 ? [] : await this.#parts.memories.byIds(this.#viewer, ids);
    return found.filter((memory) => isRecalled(memory, this.#asOf));
  }
}

/** By how many characters of white space a stored message may differ from the given one and still be the same. */
export const otherWhiteSpace = 100;

/** Whether the last message of a conversation is the given one: it was stored before, perhaps with other white space. */
export const isMessageItself = ({ content, contentLength, truncated }: WindowMessage, message: string): boolean => {
  if (content === null) return false;
  if (!truncated) return contentHash(content) === contentHash(message);
  const isAsLong = Math.abs(contentLength - message.length) <= otherWhiteSpace;
  return isAsLong && normalised(message).startsWith(normalised(content));
};

/** Interleaves the lists: the first of each, then the second of each, without duplicates. */
function byTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? []));
  return [...new Set(turns.flat())];
}
