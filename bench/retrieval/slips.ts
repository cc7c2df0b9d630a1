import { seededRandom } from '../../tests/support/seeded-random.ts';
import type { Dialogue } from './dialogues.ts';
import { stems } from './words.ts';

/** How many words of a question are misspelt. */
export const slipCounts = ['none', 'one', 'half', 'all'] as const;
type SlipCount = (typeof slipCounts)[number];

type Random = () => number;

/** Neighbours on a keyboard. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The dialogues with slips of the keyboard in words of their questions that have four letters or more and mean something; the same in each run. */
export function withSlips(dialogues: readonly Dialogue[], count: SlipCount): readonly Dialogue[] {
  const random = seededRandom(52);
  return dialogues.map((dialogue) => ({
    ...dialogue,
    questions: dialogue.questions.map((one) => ({ ...one, question: misspelt(one.question, count, random) })),
  }));
}

function misspelt(question: string, count: SlipCount, random: Random): string {
  const parts = question.split(/(\P{L}+)/u);
  const places = parts.flatMap((part, place) => (/^\p{L}{4,}$/u.test(part) && stems(part).length > 0 ? [place] : []));
  const one = places[Math.floor(random() * places.length)];
  const isMeant = (place: number) =>
    count === 'all' || (count === 'half' && random() < 0.5) || (count === 'one' && place === one);
  const slipped = new Set(places.filter(isMeant));
  return parts.map((part, place) => (slipped.has(place) ? slipIn(part, random) : part)).join('');
}

/** A letter left out, doubled, swapped with the next one or hit beside, but never the first. */
function slipIn(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  const slips = [before + after, before + letter + letter + after, before + beside(letter, random) + after];
  const swapped = before + after.charAt(0) + letter + after.slice(1);
  const possible = [...slips, swapped].filter((slip) => slip !== word);
  return possible[Math.floor(random() * possible.length)] ?? word;
}

function beside(letter: string, random: Random): string {
  const row = rows.find((keys) => keys.includes(letter)) ?? '';
  const place = row.indexOf(letter) + (random() < 0.5 ? -1 : 1);
  return row.charAt(place) || letter;
}
