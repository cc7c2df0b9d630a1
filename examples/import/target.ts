/** Where the lines of one user go: the user's collection here, what is known of it, and who is told of lines that are left out. */
import type { Api } from './api.ts';
import type { Report } from './report.ts';
import type { Entry, State, UserNotes } from './state.ts';

/** What new collections are created with. */
export interface Settings {
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
}

export class Target {
  readonly api: Api;
  readonly report: Report;
  readonly user: string;
  readonly notes: UserNotes;
  /** Of memories that were there. */
  readonly counts = { changed: 0, forgotten: 0 };
  readonly #state: State;
  readonly #settings: Settings;
  #found: string | undefined;

  constructor(api: Api, report: Report, state: State, user: string, settings: Settings) {
    this.api = api;
    this.report = report;
    this.user = user;
    this.notes = state.of(user);
    this.#state = state;
    this.#settings = settings;
  }

  /** Undefined if the collection does not exist yet, or was deleted. */
  async collection(): Promise<string | undefined> {
    if (this.#found) return this.#found;
    const { collection } = this.notes;
    const known = collection && (await this.api.collection(collection));
    return await this.#keep(known || (await this.api.collectionByKey(this.user)));
  }

  async madeCollection(): Promise<string> {
    const { user: key } = this;
    const found = await this.collection();
    if (found) return found;
    const id = await this.api.createCollection({ key, name: key, settings: this.#settings });
    await this.#keep(id);
    return id;
  }

  async forget(id: string): Promise<void> {
    await this.api.forget({ id, reason: 'Deleted where it came from' });
    this.counts.forgotten += 1;
  }

  async note(entries: readonly Entry[]): Promise<void> {
    await this.#state.note(entries);
  }

  async #keep(id: string | undefined): Promise<string | undefined> {
    this.#found = id;
    if (id && id !== this.notes.collection) await this.note([{ user: this.user, collection: id }]);
    return id;
  }
}
