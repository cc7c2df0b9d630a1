import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutMatches } from './without-matches.ts';

/** Only English questions have one of these: "still" is quiet in German, and "was" asks there. */
const english = new RegExp(ofWords(oneWordOf('is are does do has have did who what where when which why how')), 'iu');

const owners = oneWordOf('a an the my our your his her its their');
const named = oneWordOf('life lives water waters wine image images photo photos picture pictures camera birth');

/**
 * Words that say nothing of what an English question is about, and are none of Postgres' stop words: in few memories as they are, they found
 * whatever has them. Not "US", "the us", "a still" and "still life". Source: docs/adr/0078.
 */
const light = new RegExp(
  ofWords(
    oneOf(`
    (?<!\\bthe )us
    (?<!\\b${owners} )still(?![ -]${named}\\b)`),
  ),
  'gu',
);

/** Returns an English question without these words: "Are we still certified?" asks what "Are we certified?" does. */
export const withoutLightWords = (question: string): string =>
  english.test(question) ? withoutMatches(question, light) : question;
