import { expect } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: answers are read freely and compared
type Answer = any;

type Status = 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';

/** A memory as semantics.md defines it: only ids and the times that the product chose come from the product. */
export interface Known {
  readonly id: string;
  readonly content: string;
  readonly speaker: string | null;
  readonly source: string | null;
  readonly validFrom: string;
  kind: string;
  tags: readonly string[];
  validTo: string | null;
  status: Status;
  supersededBy: string | null;
  /** The status before it was forgotten. */
  formerStatus: Status;
  /** Its end before it was superseded, and the end set by that. */
  ends: { readonly before: string | null; readonly given: string } | null;
  /** The memory that it was made to replace. */
  readonly madeFor: string | null;
  /** Its tags each time that it was replaced. */
  readonly passedOn: (readonly string[])[];
  /** Replacements that its restores have withdrawn, or found forgotten. */
  readonly withdrew: Known[];
  /** The fields changed by each write, newest first. */
  readonly writes: string[][];
}

export interface GivenMemory {
  readonly content: string;
  readonly speaker?: string;
  readonly tags?: readonly string[];
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly sourceMessageId?: string;
  readonly idempotencyKey?: string;
}

export type Update = Partial<Pick<Known, 'kind' | 'tags' | 'validTo'>>;
type Change = Update & Partial<Pick<Known, 'status' | 'supersededBy'>>;

/** One mutation, its payload selection, and the expected answer. Applying the answer updates the model. */
export interface Step {
  readonly mutation: string;
  readonly input: object;
  readonly payload: string;
  learn(answer: Answer): void;
}

const normal = (content: string): string => content.normalize('NFC').trim().replace(/\s+/gu, ' ');
const conflict = (reason: string, id?: string) => ({ reason, ...(id && { current: { id } }) });
const made = 'memory { id validFrom }';

/** The memories of one account with one collection, and the conversations in which they were learnt. */
export class MemoryModel {
  readonly collectionId: string;
  readonly limit: number;
  readonly conversations = new Set<string>();
  /** The conversation of each message. */
  readonly messages = new Map<string, string>();
  readonly #memories = new Map<string, Known>();
  readonly #keys = new Map<string, { readonly body: string; readonly id: string }>();

  constructor(collectionId: string, limit: number) {
    this.collectionId = collectionId;
    this.limit = limit;
  }

  /** All memories that are not purged, oldest first. */
  get all(): readonly Known[] {
    return [...this.#memories.values()];
  }

  get current(): readonly Known[] {
    return this.all.filter(({ status }) => status === 'CURRENT');
  }

  /** What search finds as of an instant, or now; equal words of one speaker count once. */
  found(asOf: string | null): Set<string> {
    const at = asOf ?? new Date().toISOString();
    const counts = (known: Known) => known.status === 'CURRENT' || (asOf !== null && known.status === 'SUPERSEDED');
    const holds = ({ validFrom, validTo }: Known) => validFrom <= at && (validTo === null || at < validTo);
    return new Set(this.all.filter((known) => counts(known) && holds(known)).map(wordsOf));
  }

  /** A memory as the API returns it. */
  seen(known: Known) {
    const { id, content, speaker, kind, tags, status, validFrom, validTo } = known;
    const by = this.#memories.get(known.supersededBy ?? '');
    return {
      ...{ id, content, speaker, kind, tags, status, validFrom, validTo, revision: known.writes.length },
      source: known.source === null ? null : { id: known.source },
      supersededBy: by === undefined || by.status === 'FORGOTTEN' ? null : { id: by.id },
      supersedes: this.all.filter((one) => one.supersededBy === id && one.status === 'SUPERSEDED').map(idOf),
      history: { edges: known.writes.slice(0, 100).map((changed) => ({ node: { changed } })) },
    };
  }

  /** What replaced a memory in the end, unless that is forgotten. */
  #lastOf({ supersededBy, status }: Known): Known | undefined {
    const by = status === 'SUPERSEDED' ? this.#memories.get(supersededBy ?? '') : undefined;
    return by?.status === 'FORGOTTEN' ? undefined : by && (this.#lastOf(by) ?? (by.supersededBy ? undefined : by));
  }

  add(memory: GivenMemory): Step {
    return {
      mutation: 'addMemory',
      input: { collectionId: this.collectionId, memory },
      payload: `outcome ${made}`,
      learn: (answer) => this.#added('addMemory', memory, answer),
    };
  }

  addMany(memories: readonly GivenMemory[]): Step {
    return {
      mutation: 'addMemories',
      input: { collectionId: this.collectionId, memories },
      payload: `results { ... on Error { code } ... on ConflictError { reason current { id } } ... on AddMemoryPayload { outcome ${made} } }`,
      learn: ({ results }) => {
        for (const [n, given] of memories.entries()) this.#added('addMemories', given, results[n]);
      },
    };
  }

  #added(mutation: string, given: GivenMemory, answer: Answer): void {
    const { idempotencyKey, ...rest } = given;
    const key = `${mutation} ${idempotencyKey}`;
    const body = JSON.stringify(rest);
    expect(answer).toMatchObject(this.#answerTo(given, key, body));
    const { outcome, memory } = answer;
    if (outcome === 'CREATED') this.#insert(memory, given);
    if (memory && idempotencyKey) this.#keys.set(key, { body, id: memory.id });
  }

  /** Checks the idempotency key first, then duplicates, then the quota. */
  #answerTo(given: GivenMemory, key: string, body: string): object {
    const used = given.idempotencyKey === undefined ? undefined : this.#keys.get(key);
    if (used && used.body !== body) return conflict('IDEMPOTENCY_KEY_REUSED', used.id);
    if (used) return { outcome: 'REPLAYED', memory: { id: used.id } };
    const twin = this.#twin({ speaker: null, source: given.sourceMessageId ?? null, ...given });
    if (twin) return { outcome: 'DUPLICATE', memory: { id: twin.id } };
    return this.current.length < this.limit ? { outcome: 'CREATED' } : { code: 'QUOTA_EXCEEDED' };
  }

  update(known: Known, given: Update): Step {
    const { validTo } = given;
    return {
      mutation: 'updateMemory',
      input: { id: known.id, ...given },
      payload: 'memory { id }',
      learn: (answer) => {
        const isReopened = validTo === null && known.validTo !== null && known.status === 'SUPERSEDED';
        if (isReopened || (validTo && validTo < known.validFrom)) {
          return expect(answer).toMatchObject({ code: 'VALIDATION_FAILED' });
        }
        expect(answer).toMatchObject({ memory: { id: known.id } });
        this.#write(known, given);
      },
    };
  }

  supersede(known: Known, content: string, validFrom?: string): Step {
    return {
      mutation: 'supersedeMemory',
      input: { id: known.id, content, reason: 'news', validFrom },
      payload: made,
      learn: (answer) => {
        const twin = this.#twin({ ...known, content }, known);
        if (known.status !== 'CURRENT') return expect(answer).toMatchObject(conflict('STATE', this.#lastOf(known)?.id));
        if ((validFrom ?? new Date().toISOString()) < known.validFrom)
          return expect(answer).toMatchObject({ code: 'VALIDATION_FAILED' });
        if (twin) return expect(answer).toMatchObject(conflict('STATE', twin.id));
        expect(answer).toMatchObject({ memory: { id: expect.any(String) } });
        const { tags, kind, speaker, source } = known;
        this.#insert(answer.memory, { content, tags, kind, speaker, sourceMessageId: source, madeFor: known.id });
        this.#replace(known, answer.memory);
      },
    };
  }

  forget(known: Known, purge: boolean): Step {
    return {
      mutation: 'forgetMemory',
      input: { id: known.id, purge },
      payload: 'memoryId memory { status }',
      learn: (answer) => {
        expect(answer).toMatchObject({ memoryId: known.id, memory: purge ? null : { status: 'FORGOTTEN' } });
        if (purge) return this.#purge(known);
        if (known.status !== 'FORGOTTEN') known.formerStatus = known.status;
        this.#write(known, { status: 'FORGOTTEN' });
      },
    };
  }

  restore(known: Known): Step {
    return {
      mutation: 'restoreMemory',
      input: { id: known.id },
      payload: 'memory { status } withdrawn { id } superseded { id }',
      learn: (answer) => {
        const by = known.status === 'SUPERSEDED' ? this.#memories.get(known.supersededBy ?? '') : undefined;
        const status = known.status === 'FORGOTTEN' ? known.formerStatus : 'CURRENT';
        if (by?.status === 'SUPERSEDED' || by?.supersededBy)
          return expect(answer).toMatchObject(conflict('STATE', by.id));
        const withdrawn = by?.status === 'CURRENT' ? by : null;
        const isBack = status === 'CURRENT' && known.status === 'FORGOTTEN';
        const former = isBack ? this.#memories.get(known.madeFor ?? '') : undefined;
        const superseded = former?.status === 'CURRENT' ? former : null;
        const twin = status === 'CURRENT' ? this.#twin(known, known, withdrawn, superseded) : undefined;
        if (twin) return expect(answer).toMatchObject(conflict('STATE', twin.id));
        const grows = status === 'CURRENT' && known.status !== 'CURRENT' && !withdrawn && !superseded;
        if (grows && this.current.length >= this.limit) return expect(answer).toMatchObject({ code: 'QUOTA_EXCEEDED' });
        const others = {
          withdrawn: withdrawn && { id: withdrawn.id },
          superseded: superseded && { id: superseded.id },
        };
        expect(answer).toMatchObject({ memory: { status }, ...others });
        if (superseded) this.#replace(superseded, known);
        if (by) known.withdrew.push(by);
        if (withdrawn) withdrawn.formerStatus = 'CURRENT';
        if (withdrawn) this.#write(withdrawn, { status: 'FORGOTTEN' });
        // Keeps an end that was set by hand in the meantime.
        const reopened = known.ends && known.validTo === known.ends.given ? { validTo: known.ends.before } : {};
        this.#write(known, known.status === 'SUPERSEDED' ? { status, supersededBy: null, ...reopened } : { status });
      },
    };
  }

  converse(): Step {
    return {
      mutation: 'createConversation',
      input: { collectionId: this.collectionId },
      payload: 'conversation { id }',
      learn: ({ conversation }) => this.conversations.add(conversation.id),
    };
  }

  say(conversationId: string, contents: readonly string[]): Step {
    const messages = contents.map((content) => ({ role: 'USER', content, speaker: 'Ann', remember: true }));
    return {
      mutation: 'appendMessages',
      input: { conversationId, messages },
      payload: 'messages { id } memories { id validFrom }',
      learn: (answer) => {
        if (this.current.length + contents.length > this.limit)
          return expect(answer).toMatchObject({ code: 'QUOTA_EXCEEDED' });
        for (const [n, content] of contents.entries()) {
          this.messages.set(answer.messages[n].id, conversationId);
          this.#insert(answer.memories[n], { content, speaker: 'Ann', sourceMessageId: answer.messages[n].id });
        }
      },
    };
  }

  deleteConversation(id: string): Step {
    const goes = (one: Known | undefined) => one?.source != null && this.messages.get(one.source) === id;
    return {
      mutation: 'deleteConversation',
      input: { id },
      payload: 'deletedMemoryCount keptMemoryCount',
      learn: (answer) => {
        const gone = this.all.filter(goes);
        const kept = this.all.filter(
          (one) =>
            !goes(one) &&
            (goes(this.#memories.get(one.supersededBy ?? '')) || gone.some((of) => of.supersededBy === one.id)),
        );
        expect(answer).toMatchObject({ deletedMemoryCount: gone.length, keptMemoryCount: kept.length });
        for (const known of gone) this.#memories.delete(known.id);
        for (const known of kept) if (!this.#memories.has(known.supersededBy ?? '')) known.supersededBy = null;
        this.conversations.delete(id);
        for (const [message, of] of this.messages) if (of === id) this.messages.delete(message);
      },
    };
  }

  /** The CURRENT memory with the same words. Memories from messages have no duplicates. */
  #twin(of: Pick<Known, 'content' | 'speaker' | 'source'>, ...but: readonly (Known | null)[]): Known | undefined {
    if (of.source !== null) return undefined;
    return this.current.find((one) => one.source === null && !but.includes(one) && wordsOf(one) === wordsOf(of));
  }

  #insert({ id, validFrom }: Answer, given: Omit<GivenMemory, 'speaker' | 'sourceMessageId'> & Answer): void {
    this.#memories.set(id, {
      ...{
        id,
        validFrom,
        content: given.content,
        speaker: given.speaker ?? null,
        source: given.sourceMessageId ?? null,
      },
      ...{ kind: given.kind ?? 'FACT', tags: given.tags ?? [], validTo: given.validTo ?? null },
      ...{ status: 'CURRENT', formerStatus: 'CURRENT', supersededBy: null, ends: null, writes: [[]] },
      ...{ madeFor: given.madeFor ?? null, passedOn: [], withdrew: [] },
    });
  }

  #replace(known: Known, by: Pick<Known, 'id' | 'validFrom'>): void {
    known.ends = { before: known.validTo, given: by.validFrom };
    known.passedOn.push(known.tags);
    this.#write(known, { status: 'SUPERSEDED', validTo: by.validFrom, supersededBy: by.id });
  }

  #write(known: Known, changes: Change): void {
    const names = ['kind', 'tags', 'validTo', 'status', 'supersededBy'] as const;
    const differs = (name: (typeof names)[number]) =>
      changes[name] !== undefined && JSON.stringify(changes[name]) !== JSON.stringify(known[name]);
    const changed = names.filter(differs);
    Object.assign(known, changes);
    if (changed.length > 0) known.writes.unshift(changed);
  }

  /** The replacements that are withdrawn now, and those of these in turn, in the order of their making. */
  #withdrawnOf(known: Known): readonly Known[] {
    const found = new Set([known]);
    for (const one of found)
      for (const by of one.withdrew) if (by.status === 'FORGOTTEN' && this.#memories.has(by.id)) found.add(by);
    found.delete(known);
    return this.all.filter((one) => found.has(one));
  }

  #purge(known: Known): void {
    for (const one of this.#withdrawnOf(known))
      for (const taken of known.passedOn) this.#write(one, { tags: one.tags.filter((tag) => !taken.includes(tag)) });
    this.#memories.delete(known.id);
    for (const one of this.all) if (one.supersededBy === known.id) this.#write(one, { supersededBy: null });
    for (const [key, { id }] of this.#keys) if (id === known.id) this.#keys.delete(key);
  }
}

const idOf = ({ id }: Known) => ({ id });

/** Equal for memories with the same speaker and words. */
export const wordsOf = ({ content, speaker }: Pick<Known, 'content' | 'speaker'>): string =>
  `${speaker ?? ''}: ${normal(content)}`;
