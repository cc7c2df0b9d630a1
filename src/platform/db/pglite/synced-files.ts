import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { hasCode } from '../../error-code.ts';

type Module = PGlite['Module'];

/** An open file or folder of Postgres, in Emscripten's form. */
interface Stream {
  readonly node: unknown;
  readonly path: string;
}

/** The part of Emscripten's NODEFS that syncing uses. */
interface HostFiles {
  realPath(node: unknown): string;
  readonly stream_ops: {
    write(stream: Stream, ...piece: unknown[]): number;
    fsync?(stream: Stream): number;
  };
}

const LOG_FILE = /\/pg_wal\/[0-9A-F]{24}$/;

/**
 * The data folder, synced to disk in an order that survives a power cut: PGlite requests no sync, and Emscripten
 * would do none. Commits do not wait for the WAL, which `syncLog`, called periodically, syncs: a power cut loses only the
 * last commits. But whenever Postgres syncs a file, as in checkpoints, the WAL is synced first.
 */
export class SyncedFiles extends NodeFS {
  readonly #sync: (path: string) => void;
  readonly #unsynced = new Set<string>();

  constructor(folder: string, sync: (path: string) => void = syncPath) {
    super(folder);
    this.#sync = sync;
  }

  override async init(pg: PGlite, options: Partial<Module>): Promise<{ emscriptenOpts: Partial<Module> }> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), (module: Module) => this.#watch(hostFiles(module))];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  /** Syncs the WAL files written since the last sync. */
  syncLog(): void {
    for (const path of this.#unsynced) {
      this.#unsynced.delete(path);
      this.#sync(path);
    }
  }

  #watch(files: HostFiles): void {
    const { write } = files.stream_ops;
    files.stream_ops.write = (stream, ...piece) => {
      if (LOG_FILE.test(stream.path)) this.#unsynced.add(files.realPath(stream.node));
      return write(stream, ...piece);
    };
    files.stream_ops.fsync = (stream) => {
      this.syncLog();
      this.#sync(files.realPath(stream.node));
      return 0;
    };
  }
}

const hostFiles = (module: Module): HostFiles => module.FS.filesystems.NODEFS as unknown as HostFiles;

function syncPath(path: string): void {
  try {
    const isFolder = statSync(path).isDirectory();
    const file = openSync(path, isFolder ? 'r' : 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // Postgres has removed it meanwhile.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
