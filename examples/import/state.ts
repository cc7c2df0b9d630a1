/**
 * What the import has done so far, in a file beside the lines. It alone can tell what was erased here, and must not come again, from what was never
 * here: a purge leaves no trace. It holds ids, times and hashes, no texts.
 */
import { appendFile, readFile } from 'node:fs/promises';

/** Of a message, or of a piece of one. */
export interface MessageNote {
  /** Its id here, once it was stored. */
  readonly here?: string;
  /** The memories that were forgotten when it was deleted there, for as long as it is. */
  readonly forgotten?: readonly string[];
}

/** What the file said of a fact when it was last followed. */
export interface FactNote {
  /** The memory that says it, maybe for several facts; none if that is not of the import. */
  readonly memory?: string | undefined;
  /** Hash of its text. */
  readonly text: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** Whether the import has forgotten the memory, and may restore it. */
  readonly forgotten?: boolean | undefined;
}

export interface UserNotes {
  /** Id of the user's collection: it is the same one when it was moved or got another name. */
  collection?: string;
  /** By session, and by their ids there. */
  readonly messages: Map<string, Map<string, MessageNote>>;
  /** By their ids there. */
  readonly facts: Map<string, FactNote>;
  /** The facts that a memory says, by its id: those with the same words are one memory. */
  readonly saidBy: Map<string, Set<string>>;
}

export type Entry =
  | { readonly user: string; readonly collection: string }
  | ({ readonly user: string; readonly session: string; readonly message: string } & MessageNote)
  | ({ readonly user: string; readonly fact: string } & FactNote);

/** Where the lines go: a state is true of one account of one server. */
interface Place {
  readonly url: string;
  readonly account: string;
}

export class State {
  readonly #file: string;
  readonly #users = new Map<string, UserNotes>();

  private constructor(file: string) {
    this.#file = file;
  }

  static async open(file: string, place: Place): Promise<State> {
    const state = new State(file);
    const text = await readFile(file, 'utf8').catch(absent);
    const [first, ...entries] = text.split('\n');
    if (!first) await appendFile(file, `${JSON.stringify(place)}\n`);
    else if (!parsed<Place>(first).some((own) => isSame(own, place))) {
      throw new Error(
        `${file} is the state of no import, or of another account or server: name another file with --state, or correct its first line`,
      );
    }
    for (const entry of entries.flatMap(parsed<Entry>)) state.#apply(entry);
    // Whoever was stopped while writing left half a line.
    if (first && !text.endsWith('\n')) await appendFile(file, '\n');
    return state;
  }

  of(user: string): UserNotes {
    const known = this.#users.get(user) ?? { messages: new Map(), facts: new Map(), saidBy: new Map() };
    this.#users.set(user, known);
    return known;
  }

  /** After it was done: what was stopped in between is looked up by its id. */
  async note(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#apply(entry);
    await appendFile(this.#file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  #apply(entry: Entry): void {
    const notes = this.of(entry.user);
    if ('collection' in entry) notes.collection = entry.collection;
    else if ('fact' in entry) {
      const { user: _user, fact, ...note } = entry;
      notes.saidBy.get(notes.facts.get(fact)?.memory ?? '')?.delete(fact);
      if (note.memory && !note.deleted) {
        const saying = notes.saidBy.get(note.memory) ?? new Set<string>();
        notes.saidBy.set(note.memory, saying.add(fact));
      }
      notes.facts.set(fact, note);
    } else {
      const { user: _user, session, message, ...note } = entry;
      const ofSession = notes.messages.get(session) ?? new Map<string, MessageNote>();
      notes.messages.set(session, ofSession.set(message, note));
    }
  }
}

/** Nothing for half a line. */
function parsed<T>(written: string): T[] {
  try {
    return [JSON.parse(written)];
  } catch {
    return [];
  }
}

const isSame = (one: Place, other: Place): boolean => one.url === other.url && one.account === other.account;

function absent(cause: NodeJS.ErrnoException): string {
  if (cause.code === 'ENOENT') return '';
  throw cause;
}
