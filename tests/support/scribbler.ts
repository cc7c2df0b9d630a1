import { sql } from 'kysely';
import { reembedNext } from '../../src/memory/reembed.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { Embedder } from '../../src/platform/embedding/embedder.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../src/platform/errors.ts';
import type { JsonObject } from '../../src/platform/json-object.ts';
import { type conversationServices, said } from './conversations.ts';
import { type Household, memoryServices } from './memories.ts';
import type { Dice } from './recall-rows.ts';

const words = `Anna Ben tea coffee painting painted Rome Oslo May June 2023 cello concert walked walking dog the a of
  in was why? when yesterday school teacher bought new bicycle never red blue sister's birthday ten twice
  Häuser Haus 昨天在北京 北京的书 上海 O'Neil's a/b\\c ß 3.14 me@x.org`.split(/\s+/);

export const pick = <Item>({ below }: Dice, items: readonly Item[]): Item => {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
};

export const sentence = (random: Dice, length: number) =>
  Array.from({ length: 1 + random.below(length) }, () => pick(random, words)).join(' ');

/** Metadata of memories and of filters. Only the database can filter by the last. */
export const metadatas: readonly (JsonObject | null)[] = [
  null,
  { from: 'a letter' },
  { from: 'a letter', page: 3, to: null },
  { page: '3', read: true },
  { from: ['a letter'], page: 3.5 },
];

/** A memory and the household that has or had it. */
interface Known {
  readonly id: string;
  readonly home: Household;
}

interface ScribblerParts {
  readonly db: Database;
  readonly passages: Embedder;
  readonly services: ReturnType<typeof conversationServices>;
}

/** Writes at random: adds, bulks of messages, updates, supersedes, forgets, restores, purges, deletions of conversations, new vectors. */
export class Scribbler {
  readonly #parts: ScribblerParts;
  readonly homes: readonly Household[];
  /** Number of successful changes of each kind; the current state may not allow one. */
  readonly done = { update: 0, supersede: 0, forget: 0, restore: 0, purge: 0, deleteConversation: 0, embedAnew: 0 };
  readonly #random: Dice;
  readonly #conversations = new Map<string, string>();
  /** All conversations ever created. */
  readonly conversations: string[] = [];
  readonly #ids: Known[] = [];
  /** Days since the start of 2023 of the last message. */
  #sentOn = 1;

  constructor(parts: ScribblerParts, homes: readonly Household[], random: Dice) {
    this.#parts = parts;
    this.homes = homes;
    this.#random = random;
  }

  async write(): Promise<void> {
    const random = this.#random;
    const home = pick(random, this.homes);
    const known = this.#ids.length > 0 ? pick(random, this.#ids) : null;
    const action = random.below(14);
    if (action === 10) return this.#embedAnew(home);
    if (action < 2) return this.#talk(home);
    if (action < 6 || !known) {
      const day = new Date(Date.UTC(2023, random.below(12), 1 + random.below(28)));
      const given = {
        content: sentence(random, 12),
        speaker: pick(random, ['Anna', 'Ben', 'Ben Häuser', null]),
        validFrom: day,
        tags: pick(random, [[], ['home'], ['home', 'work']]),
        metadata: pick(random, metadatas),
      };
      this.#ids.push({ id: (await home.add(given)).id, home });
      return;
    }
    const last = action === 11 ? 'update' : 'supersede';
    const change = (['supersede', 'forget', 'restore', 'purge'] as const)[action - 6] ?? last;
    try {
      await this.#change(change, known);
      this.done[change] += 1;
    } catch (error) {
      // Among others, the end of a superseded memory cannot be cleared.
      const isRefused = [ConflictError, NotFoundError, ValidationError].some((refusal) => error instanceof refusal);
      if (!isRefused) throw error;
    }
  }

  async #change(change: keyof Scribbler['done'], { id, home }: Known): Promise<void> {
    const { lifecycle } = memoryServices(this.#parts.db);
    const random = this.#random;
    if (change === 'forget') await lifecycle.forget(home.viewer, { id });
    if (change === 'restore') await lifecycle.restore(home.viewer, { id });
    if (change === 'purge') await lifecycle.forget(home.viewer, { id, purge: true });
    if (change === 'supersede') {
      const given = { id, content: sentence(random, 12), reason: 'news' };
      this.#ids.push({ id: (await lifecycle.supersede(home.viewer, given)).memory.id, home });
    }
    if (change === 'update') {
      const validFrom = new Date(Date.UTC(2022, random.below(12), 1 + random.below(28)));
      const validTo = pick(random, [null, null, new Date('2023-06-01'), new Date('2999-01-01')]);
      const kind = pick(random, ['FACT', 'PREFERENCE'] as const);
      const metadata = pick(random, metadatas);
      await lifecycle.update(home.viewer, {
        id,
        validFrom,
        validTo,
        kind,
        metadata,
        tags: pick(random, [[], ['work']]),
      });
    }
  }

  /** As after an outage of the embedder: half of the vectors are made later, with an event then. */
  async #embedAnew({ viewer: { accountId }, collection: { id: collectionId } }: Household): Promise<void> {
    await sql`
      with gone as (
        delete from memory_embedding where account_id = ${accountId} and collection_id = ${collectionId}
          and hashtext(memory_id::text) % 2 = ${this.#random.below(2)}
        returning memory_id)
      update memory set embedding_status = 'PENDING'
      where account_id = ${accountId} and id in (select memory_id from gone)`.execute(this.#parts.db);
    const of = { accountId, collectionId };
    const embedding = { db: this.#parts.db, embedder: this.#parts.passages };
    for (let after: string | null = null; ; ) {
      const { last } = await reembedNext(embedding, of, { after, dryRun: false }, new AbortController().signal);
      if (last === null) break;
      after = last;
    }
    this.done.embedAnew += 1;
  }

  /** Appends remembered messages to a conversation of the collection, and sometimes deletes one. */
  async #talk(home: Household): Promise<void> {
    const random = this.#random;
    const { conversations, messages } = this.#parts.services;
    const { viewer, collection } = home;
    const open = this.#conversations.get(collection.id);
    if (open && random.below(8) === 0) {
      this.#conversations.delete(collection.id);
      await conversations.delete(viewer, open);
      this.done.deleteConversation += 1;
      return;
    }
    const id = open ?? (await conversations.create(viewer, { collectionId: collection.id })).id;
    if (!open) this.conversations.push(id);
    if (random.below(4) > 0) this.#conversations.set(collection.id, id);
    const given = Array.from({ length: 1 + random.below(5) }, () => {
      if (random.below(4) === 0) this.#sentOn += 1;
      const role = pick(random, ['USER', 'ASSISTANT'] as const);
      // In the first household there is one assistant; in the others there are several.
      const isAlone = role === 'ASSISTANT' && home === this.homes[0];
      const speaker = isAlone ? 'Ben' : pick(random, ['Anna', 'Ben', 'Ben Häuser']);
      // Some are long, and then nobody's neighbours.
      const sentences = Array.from({ length: random.below(6) === 0 ? 40 : 1 }, () => sentence(random, 12));
      return said(sentences.join(' '), {
        speaker,
        remember: true,
        sentAt: new Date(Date.UTC(2023, 0, this.#sentOn)),
        role,
      });
    });
    const { memories, messages: appended } = await messages.append(viewer, id, given);
    this.#ids.push(...memories.map((memory) => ({ id: memory.id, home })));
    const [message] = appended;
    if (message && random.below(3) === 0) await this.#learnElsewhere(message.id);
  }

  /** A message of one collection may be the source of a memory in another. */
  async #learnElsewhere(sourceMessageId: string): Promise<void> {
    const home = pick(this.#random, this.homes);
    this.#ids.push({ id: (await home.add({ content: sentence(this.#random, 12), sourceMessageId })).id, home });
  }
}
