import type { Viewer } from '../account/viewer.ts';
import type { Database } from '../platform/db/database.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { JobFilter, JobRecord } from './job.ts';
import { JobsStore } from './jobs.store.ts';

/** The background jobs of the viewer's account, and those of the server. */
export class JobsService {
  readonly #store: JobsStore;
  readonly #db: Database;
  readonly #schema: string;

  constructor(db: Database, schema: string) {
    this.#db = db;
    this.#schema = schema;
    this.#store = new JobsStore(db, schema);
  }

  page(viewer: Viewer, filter: JobFilter, request: PageRequest): Promise<Page<JobRecord>> {
    return this.#store.page(viewer.accountId, filter, request);
  }

  count(viewer: Viewer, filter: JobFilter): Promise<number> {
    return this.#store.count(viewer.accountId, filter);
  }

  async byId(viewer: Viewer, id: string): Promise<JobRecord | null> {
    const [job] = await this.#store.byIds(viewer.accountId, [id]);
    return job ?? null;
  }

  /** Retries all of the jobs or none; workers pick them up within seconds. Throws NotFoundError, or ConflictError if one has not failed. */
  async retry(viewer: Viewer, ids: readonly string[]): Promise<JobRecord[]> {
    const wanted = [...new Set(ids)];
    await this.#db.transaction().execute(async (transaction) => {
      const store = new JobsStore(transaction, this.#schema);
      const found = await inOrder(store, viewer, wanted);
      const other = found.find(({ state }) => state !== 'FAILED' && state !== 'DEAD');
      if (other) throw notFailed(other);
      if ((await store.putBack(wanted)) < wanted.length) throw movedOn();
    });
    return await inOrder(this.#store, viewer, wanted);
  }
}

async function inOrder(store: JobsStore, viewer: Viewer, ids: readonly string[]): Promise<JobRecord[]> {
  const found = new Map((await store.byIds(viewer.accountId, ids)).map((job) => [job.id, job]));
  return ids.map((id) => {
    const job = found.get(id);
    if (!job) throw new NotFoundError({ type: 'Job', id });
    return job;
  });
}

const notFailed = ({ id, state }: JobRecord) =>
  new ConflictError('STATE', {
    message: `A job is ${state}: only FAILED and DEAD jobs can be run again`,
    current: { type: 'Job', id },
  });

const movedOn = () =>
  new ConflictError('STATE', {
    message: 'A worker has taken one of the jobs meanwhile: read their states, and try again',
  });
