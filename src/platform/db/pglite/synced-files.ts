import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { hasCode } from '../../error-code.ts';

type Module = PGlite['Module'];

/** An open file or folder of Postgres, as Emscripten keeps it. */
interface Stream {
  readonly node: unknown;
  readonly path: string;
}

/** The part of Emscripten's files of the host that a sync goes by. */
interface HostFiles {
  realPath(node: unknown): string;
  readonly stream_ops: {
    write(stream: Stream, ...piece: unknown[]): number;
    fsync?(stream: Stream): number;
  };
}

const LOG_FILE = /\/pg_wal\/[0-9A-F]{24}$/;

/**
 * The data folder, whose files reach the disk in an order that a power cut cannot ruin it by: PGlite asks for no sync, and Emscripten
 * would do none. No commit waits for its log, which is for `syncLog` to be called again and again: what a power cut takes are the
 * last commits. But whatever Postgres has synced, as checkpoints do, it finds a log on the disk that reaches as far.
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

  /** Has on the disk what was written to the log. */
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
    // Postgres has removed it since.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
