import { expect, test } from 'vitest';
import { fakeDatabase } from '../../../tests/support/fake-database.ts';
import { appendStatement, type Change } from './event-log.ts';
import { UnitOfWork } from './unit-of-work.ts';

const id = '00000000-0000-7000-8000-000000000001';
const changed: Change = { kind: 'conversation', streamId: id, type: 'ConversationChanged', subjectId: id };

test('an event that is recorded already is not recorded once more, whatever the order of its fields', () => {
  const unit = new UnitOfWork(
    fakeDatabase(async () => []),
    'account',
  );
  unit.record(changed);
  unit.recordOnce({ subjectId: id, type: 'ConversationChanged', streamId: id, kind: 'conversation' });
  unit.recordOnce({ ...changed, changed: ['messages'] });
  unit.recordOnce({ ...changed, changed: ['messages'] });
  unit.record({ ...changed, kind: 'collection' });
  unit.recordOnce({ ...changed, kind: 'collection' });
  const recorded: Change[] = [changed, { ...changed, changed: ['messages'] }, { ...changed, kind: 'collection' }];
  expect(unit.appending).toBe(appendStatement('account', recorded));
});
