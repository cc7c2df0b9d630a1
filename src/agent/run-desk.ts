import type { Collection } from '../collection/collection.ts';
import type { ConsolidationService } from '../consolidation/consolidation.service.ts';
import { withOutdating } from '../consolidation/probably-outdated.ts';
import { cut } from '../conversation/window.ts';
import type { Alongside } from '../memory/alongside.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import { isRecalled, type Memory, saidBy } from '../memory/memory.ts';
import type { MemoryLifecycle } from '../memory/memory-lifecycle.service.ts';
import type { Database } from '../platform/db/database.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { SearchService } from '../search/search.service.ts';
import { type AnsweredHit, maxQueryLength, type SearchRequest } from '../search/search.ts';
import type { Background, Desk, FoundNote, Note } from './agent.ts';
import { hasRun } from './end-run.store.ts';
import type { Ground, SaidTurn } from './grounds.ts';
import type { Known } from './repeats.ts';
import { noteRecalled, noteSaid } from './run-memories.store.ts';
import type { ClaimedRun } from './run-queue.store.ts';
import { Telling } from './telling.ts';

/** Returns what an agent is given with a question, before it asks for anything. `opens`: the question opens the conversation. */
export type Recollect = (
  run: ClaimedRun,
  to: Pick<Ground, 'collectionIds' | 'opens'>,
  signal: AbortSignal,
) => Promise<{
  readonly memories: readonly Memory[];
  readonly text: string;
  /** Memories that the text was made of. */
  readonly toldIds: readonly string[];
  /** Whether nothing that was looked for was late or failed. */
  readonly isWhole: boolean;
}>;

export interface DeskParts {
  readonly db: Database;
  readonly search: SearchService;
  readonly memories: MemoryService;
  readonly lifecycle: MemoryLifecycle;
  readonly consolidation: Pick<ConsolidationService, 'probablyOutdated'>;
  readonly recollect: Recollect;
  /** Runs a tool that a model calls. */
  readonly useTool: (db: Database, desk: RunDesk, tool: string, input: string) => Promise<string>;
}

interface DeskOptions {
  readonly run: ClaimedRun;
  readonly ground: Pick<Ground, 'collection' | 'collectionIds' | 'history' | 'opens'>;
  readonly signal: AbortSignal;
  /** Returns the length of the answer so far, in UTF-16 code units. */
  readonly said: () => number;
}

/** The desk of one attempt of a run. It knows which memories were recalled, and under which numbers. */
export class RunDesk implements Desk {
  readonly run: ClaimedRun;
  readonly collection: Collection;
  readonly history: readonly SaidTurn[];
  readonly now: Date;
  readonly telling = new Telling();
  /** Whether no lookup so far was late or failed, and the answer is complete. */
  isWhole = true;
  readonly #parts: DeskParts;
  readonly #options: DeskOptions;
  readonly #notes: Note[] = [];
  readonly #numbers = new Map<string, Note>();

  constructor(parts: DeskParts, options: DeskOptions) {
    this.#parts = parts;
    this.#options = options;
    this.run = options.run;
    this.now = options.run.asOf ?? new Date();
    this.collection = options.ground.collection;
    this.history = options.ground.history;
  }

  get question(): string {
    return this.run.question;
  }

  get speaker(): string | null {
    return this.run.speaker;
  }

  get said(): number {
    return this.#options.said();
  }

  /** Returns what was recalled so far: memories that have ended by now, and those that still hold. */
  notesByTime(): [former: Note[], present: Note[]] {
    const hasEnded = ({ validTo }: Note) => validTo !== null && validTo <= this.now;
    return [this.#notes.filter(hasEnded), this.#notes.filter((note) => !hasEnded(note))];
  }

  noteOf(number: number): Note | null {
    return this.#notes[number - 1] ?? null;
  }

  async background(): Promise<Background> {
    const { ground, signal } = this.#options;
    const recollected = await this.#parts.recollect(this.run, ground, signal);
    const { memories, text, toldIds } = recollected;
    this.isWhole &&= recollected.isWhole;
    const ids = new Set([...memories.map(({ id }) => id), ...toldIds]);
    const there = await noteRecalled(this.#parts.db, this.run, [...ids]);
    const notes = memories.filter(({ id }) => there.has(id)).map((memory) => this.note(memory));
    const messageIds = this.history.map(({ messageId }) => messageId);
    const said = await noteSaid(this.#parts.db, this.run, messageIds);
    return {
      history: this.history.filter(({ messageId }) => said.has(messageId)),
      lines: this.telling.withQuestion(notes),
      // Nobody knows which words of the text come from a memory that was purged meanwhile.
      text: toldIds.every((id) => there.has(id)) ? text : '',
    };
  }

  /** `then`: an instant before the time as of which is asked; omitted: that time. */
  async search(query: string, limit: number, then: Date | null = null): Promise<FoundNote[]> {
    const found = (await this.#find(query, limit, then)).map((one) => this.#foundNote(one));
    return then === null ? await this.#withOutdating(found) : found;
  }

  /** Adds behind memories that are probably outdated what outdates them, found or not. */
  async #withOutdating(found: readonly FoundNote[]): Promise<FoundNote[]> {
    const ids = found.map(({ memoryId }) => memoryId);
    const outdated = await this.#parts.consolidation.probablyOutdated(this.run.viewer, ids);
    const inOrder = withOutdating(ids, outdated);
    const others = await this.#read(inOrder.filter((id) => !ids.includes(id)));
    const notes = new Map([...found, ...others].map((note) => [note.memoryId, note]));
    const outdates = Map.groupBy(outdated, ({ byId }) => byId);
    return inOrder.flatMap((id) => {
      const note = notes.get(id);
      return note ? { ...note, outdates: new Set(outdates.get(id)?.map((one) => one.id)) } : [];
    });
  }

  async #read(ids: readonly string[]): Promise<FoundNote[]> {
    if (ids.length === 0) return [];
    const { asOf, viewer } = this.run;
    const read = await this.#parts.memories.byIds(viewer, ids);
    const memories = read.filter((memory) => isRecalled(memory, asOf));
    const recalled = await this.#recalled(memories.map((memory) => ({ memory, hit: null })));
    return recalled.map((one) => this.#foundNote(one));
  }

  /** Notes that memories were recalled. Returns those that are still there. */
  async #recalled<Found extends { readonly memory: Memory }>(found: readonly Found[]): Promise<Found[]> {
    const ids = found.map(({ memory }) => memory.id);
    const there = await noteRecalled(this.#parts.db, this.run, ids);
    return found.filter(({ memory }) => there.has(memory.id));
  }

  #foundNote({ memory, hit }: { readonly memory: Memory; readonly hit: AnsweredHit | null }): FoundNote {
    return {
      ...this.note(memory),
      conversationId: memory.conversationId,
      isOfAssistant: memory.role === 'ASSISTANT',
      lexical: hit !== null && hit.lexical !== null,
      cosine: hit?.semantic?.score ?? null,
    };
  }

  /** Returns memories similar to a text. They get no numbers: an agent can neither cite nor replace what it was not told. */
  async like(text: string, limit: number): Promise<Known[]> {
    return (await this.#find(text, limit)).map(({ memory }) => ({
      content: memory.content,
      speaker: saidBy(memory),
    }));
  }

  async spelt(question: string): Promise<string> {
    return (await this.#parts.search.correctedQuery(this.run.viewer, this.#request(question))) ?? question;
  }

  #request(query: string, then: Date | null = null): SearchRequest {
    const { collectionIds } = this.#options.ground;
    const asOf = then ?? this.run.asOf;
    return { query: cut(query, maxQueryLength), collectionIds, mode: 'HYBRID', filter: {}, asOf };
  }

  async #find(query: string, limit: number, then: Date | null = null) {
    const request = this.#request(query, then);
    const { signal } = this.#options;
    const page = { first: limit, after: null, tokenBudget: null, rerank: false, signal };
    const { hits, failedArms } = await this.#parts.search.search(this.run.viewer, request, page);
    this.isWhole &&= failedArms.length === 0;
    return await this.#recalled(hits);
  }

  mayGoOn(): Promise<boolean> {
    return hasRun(this.#parts.db, this.run);
  }

  use(tool: string, input: string): Promise<string> {
    return this.#parts.useTool(this.#parts.db, this, tool, input);
  }

  /** Returns the note of a memory, which gets a number if it has none. */
  note(memory: Memory): Note {
    return getOrInsert(this.#numbers, memory.id, () => {
      const { id: memoryId, content, validFrom, timeZone } = memory;
      const speaker = saidBy(memory);
      const validTo = this.#knownEnd(memory);
      const told = { memoryId, content, speaker, validFrom, validTo, timeZone, number: this.#notes.length + 1 };
      const note: Note = memory.kind === 'INSTRUCTION' ? { ...told, isInstruction: true } : told;
      this.#notes.push(note);
      return note;
    });
  }

  /** As of a time, nobody knows yet that something was replaced later. */
  #knownEnd({ validTo }: Memory): Date | null {
    const { asOf } = this.run;
    return asOf && validTo && validTo > asOf ? null : validTo;
  }

  remember(content: string, kind: Memory['kind'], key: string, alongside: Alongside) {
    const { userMessageId: sourceMessageId, asOf: validFrom } = this.run;
    const given = { content, kind, sourceMessageId, idempotencyKey: key, validFrom };
    return this.#parts.memories.add(this.run.viewer, this.collection.id, given, alongside);
  }

  supersede(id: string, content: string, reason: string, alongside: Alongside) {
    // If the question has no speaker, the new memory keeps the speaker of the old one.
    const speaker = this.run.speaker ?? undefined;
    const { userMessageId: sourceMessageId, asOf: validFrom } = this.run;
    const given = { id, content, speaker, reason, sourceMessageId, validFrom };
    // What it reads beside the conversation's collection is not the agent's to change.
    const writer = { ...this.run.viewer, collectionIds: new Set([this.collection.id]) };
    return this.#parts.lifecycle.supersede(writer, given, alongside);
  }
}
