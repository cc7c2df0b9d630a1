import { expect, test } from 'vitest';
import { type OperationKind, OperationTurns } from '../../../src/platform/turns/operation-turns.ts';
import { type Requester, workFor } from '../../../src/platform/turns/requester.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();

class ToldTurns extends OperationTurns {
  readonly kinds: OperationKind[] = [];
  override run<T>(kind: OperationKind, requester: Requester, work: () => T): Promise<Awaited<T>> {
    this.kinds.push(kind);
    return super.run(kind, requester, work);
  }
}

test('a bulk of more than fifty memories waits for other bulks, and lets the next mutation begin', async () => {
  const api = makeApi(db);
  const turns = new ToldTurns();
  Object.assign(api.services, { turns });
  const viewer = makeViewer();
  const { collection } = await mutate(api, viewer, 'createCollection', { name: 'Notes' }, 'collection { id }');
  let begun = 0;
  const requester = { accountId: viewer.accountId, gone: null, endTurn: () => (begun += 1) };
  for (const count of [50, 51]) {
    const memories = Array.from({ length: count }, (_, n) => ({ content: `Note ${n} of ${count}` }));
    const input = { collectionId: collection.id, memories };
    const added = await workFor(requester, () => mutate(api, viewer, 'addMemories', input, 'created'));
    expect(added).toMatchObject({ created: count });
    expect({ kinds: turns.kinds, begun }).toEqual(
      count === 50 ? { kinds: [], begun: 0 } : { kinds: ['bulk'], begun: 1 },
    );
  }
});
