import type DataLoader from 'dataloader';
import type { Viewer } from '../account/viewer.ts';
import { type ChildrenKey, loadChildren, loadMany, RowLoader } from '../graphql/loader.ts';

/** Makes loaders that see what one viewer sees, and nothing if nobody is signed in. */
export class SeenBy {
  readonly #viewer: Viewer | null;

  constructor(viewer: Viewer | null) {
    this.#viewer = viewer;
  }

  /** `by`: the column that is the row's key. */
  one<By extends string, Row extends Keyed<By>>(fetch: Fetch<Row>, by: By): RowLoader<Row> {
    return new RowLoader(this.#rows(fetch), (row) => row[by]);
  }

  many<By extends string, Row extends Keyed<By>>(fetch: Fetch<Row>, by: By): DataLoader<string, readonly Row[]> {
    return loadMany(this.#rows(fetch), (row) => row[by]);
  }

  children<Args, Children>(
    fetch: (viewer: Viewer, parentIds: readonly string[], args: Args) => Promise<ReadonlyMap<string, Children>>,
  ): DataLoader<ChildrenKey<Args>, Children, string> {
    return loadChildren(async (parentIds, args) =>
      this.#viewer ? fetch(this.#viewer, parentIds, args) : new Map<string, Children>(),
    );
  }

  #rows<Row>(fetch: Fetch<Row>) {
    return async (keys: readonly string[]): Promise<readonly Row[]> => (this.#viewer ? fetch(this.#viewer, keys) : []);
  }
}

type Keyed<By extends string> = Readonly<Record<By, string | null>>;
type Fetch<Row> = (viewer: Viewer, keys: readonly string[]) => Promise<readonly Row[]>;
