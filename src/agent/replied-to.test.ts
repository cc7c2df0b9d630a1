import { expect, test } from 'vitest';
import { makeNote } from './fixtures/make-note.ts';
import { repliedTo } from './replied-to.ts';

const hourMs = 3_600_000;

test.each([
  ['talk', 0, true],
  ['talk', 30, true],
  ['talk', 40, false],
  ['another', 1, false],
])(
  'a memory of the conversation "%s" %i hours after a question of the assistant in "talk" replies to it: %s',
  (conversationId, hours, replies) => {
    const asked = makeNote('Which boat do you like?', 1, { isOfAssistant: true, conversationId: 'talk' });
    const note = makeNote('The red one.', 2, { validFrom: new Date(hours * hourMs), conversationId });
    expect(repliedTo(note, [note, asked], 'en')?.asked ?? null).toBe(replies ? asked : null);
  },
);
