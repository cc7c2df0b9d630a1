const OPENINGS = ['I went to', 'Have you seen', 'My sister told me about', 'We should plan', 'Nobody mentioned'];
const MIDDLES = [
  'the exhibition near the old harbour',
  'that little bakery',
  'her graduation',
  'a 12 km hike in the hills',
  'the second volume of the diaries',
  'a concert in the park',
];
const ENDINGS = [
  'last Tuesday, and it was wonderful!',
  'again? It rained all day.',
  'because we moved in 2019.',
  'as soon as the children are back from camp.',
];

export interface Turn {
  readonly content: string;
  readonly speaker: string;
}

/** Returns `count` sentences of about 100 characters each, all distinct, also across labels. */
export const makeTurns = (label: string, count: number): Turn[] =>
  Array.from({ length: count }, (_, index) => ({
    content: `${pick(OPENINGS, index)} ${pick(MIDDLES, index)} ${pick(ENDINGS, index)} It was number ${index} of ${label}.`,
    speaker: index % 2 === 0 ? 'Anna' : 'Ben',
  }));

const pick = (texts: readonly string[], index: number): string => texts[(index * 7) % texts.length] ?? '';
