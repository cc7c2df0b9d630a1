import { expect, test } from 'vitest';
import { wantedBy } from './wanted.ts';

const answers = (question: string, text: string, speaker: string | null = 'Ada') =>
  wantedBy(question, 'Ada').needs?.({ text, speaker }) ?? true;

test.each([
  ['What is our dog called?', 'The dog is called Rex.', 'Our dog sleeps all day in Leeds.'],
  ['What is our dog called?', 'its name is rex', 'the dog was called in'],
  ['What is the name of the dentist?', 'Dr Quinlan is a good dentist.', 'I was at the dentist on Monday.'],
  ['Who drove the van?', 'My brother drove it.', 'The van stood in Makkum.'],
  ['Who is vegetarian?', 'My aunt Mia is.', 'Nothing is vegetarian here.'],
  ['Which school does Karim go to?', 'Karim is at Roundhay High.', 'Karim started at his new school.'],
  ['How many cats do we have?', 'We got a third cat.', 'The cats came on 3 May.'],
  ['How much is the rent?', 'The rent is 620.', 'The rent is due on 5 May.'],
  ['How old is Henrik?', 'Henrik is 41.', 'Henrik has 41 boats.'],
  ['How long did it take?', 'It took half an hour.', 'It was hard.'],
  ['When is the wedding?', 'It is on 5 September.', 'The wedding is in the big hall.'],
  ['What time is the train?', 'It leaves at half past nine.', 'It leaves on Monday.'],
  ['Where is the key?', 'It lies under the mat.', 'The key was lost on Monday.'],
  ['What colour is the kitchen?', 'We painted it yellow.', 'We painted the kitchen.'],
  ['Why did I stop?', 'I stopped because of my hip.', 'I stopped playing.'],
])('%s is answered by "%s", not by "%s"', (question, one, other) => {
  expect(answers(question, one)).toBe(true);
  expect(answers(question, other)).toBe(false);
});

test('who is asked for may be the speaker, but not the asker', () => {
  expect(answers('Who likes olives?', 'I like olives.', 'Ben')).toBe(true);
  expect(answers('Who likes olives?', 'I like olives.')).toBe(false);
});

test('a question for anything is answered by anything', () => {
  expect(wantedBy('What does Ada study?', null)).toEqual({ needs: null, prefers: null });
});
