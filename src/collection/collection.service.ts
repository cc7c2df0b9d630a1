import { type Quota, usedAsTold } from '../account/quota.ts';
import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import { claimKey, settleKey, withoutNulls } from '../platform/db/idempotency.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { parseInput } from '../platform/validation.ts';
import {
  type CreateCollection,
  createCollectionInput,
  type SettingsInput,
  settingFields,
  type UpdateCollection,
  type UpdateValues,
  updateCollectionInput,
} from './collection.input.ts';
import { CollectionStore } from './collection.store.ts';
import type { ChangedCollection, Collection, CollectionKey, Created } from './collection.ts';
import { collectionChanged } from './collection-changed.ts';
import { largestCollection } from './largest-collection.store.ts';
import { type Reach, reachOf, wholeAccount } from './reach.ts';

/** Maximum nesting depth of collections. */
const maxDepth = 16;

export class CollectionService {
  readonly #db: Database;
  readonly #store: CollectionStore;
  /** Maximum number of collections per account, by plan; null: unlimited. */
  readonly #quotas: Readonly<Record<Viewer['plan'], number>> | null;

  constructor(db: Database, quotas: Readonly<Record<Viewer['plan'], number>> | null = null) {
    this.#db = db;
    this.#quotas = quotas;
    this.#store = new CollectionStore(db);
  }

  byIds(viewer: Viewer, ids: readonly string[]): Promise<Collection[]> {
    return this.#store.byIds(reachOf(viewer), ids);
  }

  /** Returns the collection with each of the application's keys in a parent; null parent: at the top level. */
  byKeys(viewer: Viewer, parentId: string | null, keys: readonly string[]): Promise<Map<string, Collection | null>> {
    return this.#store.byKeys(reachOf(viewer), parentId, keys);
  }

  /** Returns the largest collection of any account, for the process's own use: see `largestCollection`. */
  largest(mostMemories: number): Promise<CollectionKey | null> {
    return largestCollection(this.#db, mostMemories);
  }

  async require(viewer: Viewer, id: string): Promise<Collection> {
    const [collection] = await this.byIds(viewer, [id]);
    if (!collection) throw new NotFoundError({ type: 'Collection', id });
    return collection;
  }

  /** Throws NotFoundError for the first of the collections that is not visible to the viewer. */
  async requireAll(viewer: Viewer, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const visible = new Set((await this.byIds(viewer, ids)).map(({ id }) => id));
    const missing = ids.find((id) => !visible.has(id));
    if (missing !== undefined) throw new NotFoundError({ type: 'Collection', id: missing });
  }

  page(viewer: Viewer, request: PageRequest): Promise<Page<Collection>> {
    return this.#store.page(reachOf(viewer), request);
  }

  count(viewer: Viewer): Promise<number> {
    return this.#store.count(reachOf(viewer));
  }

  /** Returns a page of each collection's children, oldest first. */
  childPages(viewer: Viewer, parentIds: readonly string[], request: PageRequest) {
    return this.#store.childPages(reachOf(viewer), parentIds, request);
  }

  childCounts(viewer: Viewer, parentIds: readonly string[]): Promise<Map<string, number>> {
    return this.#store.childCounts(reachOf(viewer), parentIds);
  }

  /** Returns the ids of these collections and of all their descendants; null: of all that the viewer may read. */
  tree(viewer: Viewer, ids: readonly string[] | null): Promise<string[]> {
    return this.#store.tree(reachOf(viewer), ids);
  }

  /** Creates a collection. If another one in the same parent has the key, returns that one unchanged. */
  async create(viewer: Viewer, input: CreateCollection): Promise<Created<Collection>> {
    const { idempotencyKey, ...values } = parseInput(createCollectionInput, input);
    await this.#requireTimeZone(values.settings);
    const parentId = input.parentId ?? null;
    // The usual case for a known key: takes no lock and writes nothing. Who may create nothing there shares no idempotency keys with those
    // who do: whether a key was used would tell of collections out of reach.
    const isLookup = !idempotencyKey || (parentId === null && viewer.collectionIds !== null);
    const known = values.key && isLookup ? await this.#store.byKey(reachOf(viewer), parentId, values.key) : null;
    if (known) return { ...known, outcome: 'EXISTING' };
    const id = newId();
    const made = await inUnitOfWork(this.#db, viewer.accountId, async (unit): Promise<Created<{ id: string }>> => {
      const store = new CollectionStore(unit.db);
      await store.lockTree(viewer.accountId);
      const there = values.key ? await store.byKey(reachOf(viewer), parentId, values.key) : null;
      // Checked before the idempotency key: what an earlier call created may be out of reach.
      const parentPath = there ? [] : await parentPathOf(store, reachOf(viewer), parentId);
      const scope = {
        accountId: viewer.accountId,
        mutation: 'createCollection',
        parentId: parentId ?? '',
        makes: 'Collection',
      };
      const body = withoutNulls({ ...values, settings: givenSettings(values.settings) });
      const earlier = await claimKey(unit.db, scope, { key: idempotencyKey, body, resultIds: [id] });
      if (earlier) return { id: earlier[0] ?? id, outcome: 'REPLAYED' };
      if (there) {
        await settleKey(unit.db, scope, idempotencyKey, there.id);
        return { id: there.id, outcome: 'EXISTING' };
      }
      await this.#requireRoom(store, viewer);
      await store.insert({
        account_id: viewer.accountId,
        id,
        parent_id: parentId,
        path: [...parentPath, id],
        key: values.key ?? null,
        name: values.name.trim(),
        description: values.description ?? null,
        ...settingColumns(values.settings ?? {}),
        retention_days: values.settings?.retentionDays ?? null,
      });
      return { id, outcome: 'CREATED' };
    });
    return { ...(await this.require(viewer, made.id)), outcome: made.outcome };
  }

  /** How many collections the account has, and the viewer's plan allows. */
  quota(viewer: Viewer): Promise<Quota> {
    return this.#quota(this.#store, viewer);
  }

  async #quota(store: CollectionStore, { accountId, plan }: Viewer): Promise<Quota> {
    return { limit: this.#quotas?.[plan] ?? null, used: await store.count(wholeAccount(accountId)) };
  }

  async #requireRoom(store: CollectionStore, viewer: Viewer): Promise<void> {
    const { limit, used: all } = await this.#quota(store, viewer);
    if (limit === null || all < limit) return;
    const used = usedAsTold(viewer, { used: all, limit });
    const message = `Your plan allows ${limit} collections, and you have ${used}: delete one first`;
    throw new QuotaExceededError(message, { limit, used });
  }

  async #requireTimeZone(settings: SettingsInput | null | undefined): Promise<void> {
    const name = settings?.timeZone;
    if (name === undefined || (await this.#store.knowsTimeZone(name))) return;
    const message = 'is a time zone that the database does not know: choose another one';
    throw new ValidationError([{ path: ['settings', 'timeZone'], message }]);
  }

  async update(viewer: Viewer, input: UpdateCollection): Promise<ChangedCollection> {
    const values = parseInput(updateCollectionInput, input);
    await this.#requireTimeZone(values.settings);
    const reach = reachOf(viewer);
    const formerParentId = await inUnitOfWork(this.#db, viewer.accountId, async (unit) => {
      const store = new CollectionStore(unit.db);
      if (input.parentId !== undefined) await store.lockTree(viewer.accountId);
      // Lock first, so that the changes are determined against the latest committed state.
      await store.lock(viewer.accountId, input.id);
      const [before] = await store.byIds(reach, [input.id]);
      if (!before) throw new NotFoundError({ type: 'Collection', id: input.id });
      const changed = changedBy(before, input.parentId, values);
      const language = values.settings?.language;
      if (changed.length === 0) return null;
      if (input.parentId !== undefined && changed.includes('parent')) await move(store, reach, before, input.parentId);
      await store.update(viewer.accountId, input.id, {
        name: values.name?.trim(),
        description: values.description,
        ...settingColumns(values.settings ?? {}),
      });
      unit.record({
        ...collectionChanged(input.id, changed),
        // Texts read with another language have to be reread.
        ...(language !== undefined && language !== before.settings.language && { data: { language } }),
        // The settings determine how queries and dates are read, and thus what is found.
        recall: changed.includes('settings'),
        shape: changed.includes('settings') || changed.includes('parent'),
      });
      return changed.includes('parent') ? before.parentId : null;
    });
    return { ...(await this.require(viewer, input.id)), formerParentId };
  }
}

/** Names of the fields whose value differs. */
function changedBy(before: Collection, parentId: string | null | undefined, values: UpdateValues): string[] {
  const { name, description, settings = {} } = values;
  const differs = settingFields.some(
    (field) => settings[field] !== undefined && settings[field] !== before.settings[field],
  );
  return [
    ...(parentId !== undefined && parentId !== before.parentId ? ['parent'] : []),
    ...(name !== undefined && name.trim() !== before.name ? ['name'] : []),
    ...(description !== undefined && description !== before.description ? ['description'] : []),
    ...(differs ? ['settings'] : []),
  ];
}

/** Ids from the root down to the new parent. */
async function parentPathOf(store: CollectionStore, reach: Reach, id: string | null): Promise<readonly string[]> {
  if (id === null) {
    if (reach.within === null) return [];
    throw invalidParent('must be given: these credentials are limited to some collections and what lies below them');
  }
  const path = await store.requirePath(reach, id);
  if (path.length >= maxDepth)
    throw invalidParent(`is already ${maxDepth} collections deep, the maximum: choose a parent further up`);
  return path;
}

/** Requires the tree lock. */
async function move(
  store: CollectionStore,
  reach: Reach,
  { id, key }: Collection,
  parentId: string | null,
): Promise<void> {
  const parentPath = await parentPathOf(store, reach, parentId);
  if (parentPath.includes(id)) throw invalidParent('is the collection itself or lies below it: choose another parent');
  if (parentPath.length + (await store.heightOf(reach.accountId, id)) > maxDepth) {
    throw invalidParent(`would nest collections more than ${maxDepth} deep: choose a parent further up`);
  }
  const there = key === null ? null : await store.byKey(reach, parentId, key);
  if (there) {
    const message = 'The new parent already has a collection with the same key: choose another parent';
    throw new ConflictError('STATE', { message, current: { type: 'Collection', id: there.id } });
  }
  await store.move(reach.accountId, id, parentPath);
}

const invalidParent = (message: string) => new ValidationError([{ path: ['parentId'], message }]);

/** The settings that a call gives; null: none, all are the defaults. */
function givenSettings(settings: SettingsInput | null | undefined): object | null {
  const given = withoutNulls(settings ?? {});
  return Object.keys(given).length === 0 ? null : given;
}

const settingColumns = (settings: SettingsInput) => ({
  duplicate_threshold: settings.duplicateThreshold,
  decay_half_life_days: settings.decayHalfLifeDays,
  auto_consolidate: settings.autoConsolidate,
  language: settings.language,
  time_zone: settings.timeZone,
  retention_days: settings.retentionDays,
});
