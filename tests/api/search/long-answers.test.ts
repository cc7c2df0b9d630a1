import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate, remember } from '../../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

/** What a user asks an assistant that answers at length, and the detail in the middle of each answer. */
const answered = [
  ['How do I bake sourdough at home?', 'A banneton does not stick when it was dusted with rice flour.'],
  ['Can you plan four days in Lisbon for us?', 'Take the train at half past eight from Rossio to Sintra.'],
  ['What should I know before I adopt a greyhound?', 'Use a martingale collar, since the neck is wider than the head.'],
  ['How do I stop my disc brakes from squeaking?', 'Tighten the caliper bolts to seven newton metres.'],
  ['Give me a meal plan without dairy.', 'Nutritional yeast, three spoons of it, replaces the parmesan.'],
  ['How do I learn the cello as an adult?', 'The Feuillard exercises begin in the third month.'],
] as const;

const around = [
  'Here is an overview first, then the details step by step.',
  'A common mistake is to change several things at once: then nobody knows what helped.',
  'If you are on a budget, skip this part and come back to it later.',
  'Before you begin, check what you have already, since half of it is usually there.',
  'There are alternatives, which I list at the end, in the order of their effect.',
  'Write down what you did and when: paper remembers more kindly than we do.',
  'None of this is urgent, and the first attempt may well fail.',
  'What people forget is to plan for the day after.',
];

/** A text of about 1,100 characters with the detail in the middle. */
const answer = (question: string, detail: string): string =>
  [`## ${question}`, ...around, `- ${detail}`, ...around.toReversed()].join('\n\n');

let viewer: Viewer;

beforeAll(async () => {
  const made = await remember(api, ['I am called Robin.']);
  viewer = made.viewer;
  for (const [index, [question, detail]] of answered.entries()) {
    const conversation = { collectionId: made.id };
    const { conversation: begun } = await mutate(
      api,
      viewer,
      'createConversation',
      conversation,
      'conversation { id }',
    );
    const messages = [
      { role: 'USER', content: question },
      { role: 'ASSISTANT', content: answer(question, detail) },
      { role: 'USER', content: `Back to this: ${question}` },
      // The number is new: an answer that only repeats what was said makes no memory.
      { role: 'ASSISTANT', content: [...around.toReversed(), ...around, `${index + 3} ask: ${question}`].join('\n\n') },
      { role: 'USER', content: 'Thanks, and what would you do first?' },
    ].map((message) => ({ ...message, remember: true }));
    await mutate(api, viewer, 'appendMessages', { conversationId: begun.id, messages }, 'memories { id }');
  }
  // Participants are counted in the background.
  await api.processLog();
});

test.each([
  ['Which flour keeps sourdough from sticking?', 'rice flour'],
  ['Which train should we take in Lisbon?', 'half past eight'],
  ['Which collar should my greyhound wear?', 'martingale'],
  ['How tight are the bolts of my disc brakes?', 'seven newton metres'],
  ['What replaces parmesan without dairy?', 'yeast'],
  ['Which exercises on the cello come third?', 'Feuillard'],
  ['What flour for the banneton?', 'rice flour'],
])('"%s" finds the long answer with the detail, not only similar questions', async (query, said) => {
  const search = 'query ($input: SearchInput!) { search(input: $input, first: 3) { edges { node { content } } } }';
  const found = await api.run(viewer, search, { input: { query } });
  const contents: string[] = found.search.edges.map(({ node }: { node: { content: string } }) => node.content);
  expect(contents.some((content) => content.includes(said))).toBe(true);
});
