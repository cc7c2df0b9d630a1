import { matchesOf } from '../../platform/matches-of.ts';
import { oneOf } from '../../platform/word-lists.ts';
import { altered } from './change-cues.ts';
import { formsOf, isWeekday } from './tokens.ts';

/** What may stand before a value: "instead of on Monday". */
const lead = '(?:(?:the|an?|my|our|his|her|their|only|just|in|on|at|to|for|by|mr|mrs|ms|dr) )*';
const was = `${lead}(?<was>[^ ]+)`;
const number = String.raw`${lead}(?<was>\d[^ ]*)`;
/** The unit of a number, or nothing. */
const unit = String.raw`(?: [^ \d]+)?`;

/**
 * How English texts name the value that something had before, each with the value as `was` and with words of which it has at least
 * one: "30 days instead of 14", "raised from 600 to 900". "From" and "to" alone tell of a trip or a range.
 */
const formerValue = (
  [
    ['replac|from', String.raw`(?:replac(?:e|es|ing)|replaced(?! (?:by|with)\b)|(?:up|down) from) ${was}`],
    ['replaced by', `${was} (?:is|are|past|got|has been|have been) (?:now |being )?replaced by`],
    [
      'from',
      `(?:${oneOf(altered)}|change|go|goe|going|gone|went|up|down) (?<of>(?:[^ ]+ ){0,6}?)from ${was} (?:[^ ]+ ){0,4}?to`,
    ],
    ['any ?more|any longer', `(?:is|are) not ${was}(?: [^ ]+){0,2} (?:any ?more|any longer)`],
    ['no longer|not', `(?:no longer(?: [^ ]+)?|now not|not(?= [^ ]+${unit} (?:any|like before|as before))) ${number}`],
    [
      'before|previously|formerly|originally',
      `(?:before (?:it|that|this) past|previously|formerly|originally) ${number}`,
    ],
    ['until now|previously', `${number}${unit} (?:until now|previously)`],
    ['became', `${was}${unit} became`],
    ['of|than', `(?:instead of|rather than|in place of) ${was}`],
  ] as const
).map(([has, pattern]) => ({ has: new RegExp(has, 'u'), pattern: new RegExp(`(?<![^ ])${pattern}(?![^ ])`, 'gu') }));
/** The last also tells how something went once: "she had tea instead of coffee". */
const [exchange] = formerValue.slice(-1);
/** After "decided", "said" or "was elected" something is otherwise, as after "changed". */
const lasting = new RegExp(`^(?:${oneOf(altered)}|was|were|said|told|decided|agreed|chose)$`, 'u');

const arrow = /[→⇒]|[-=]>/gu;
/** "15 minutes (was 60)" */
const aside = /[(.,;]\s*(?:it )?was (?=\d|\p{Sc})/giu;

/** A value that something had before, or has otherwise. */
export interface FormerValue {
  /** Its first word form. */
  readonly value: string;
  /** What had it, if that stands between "moved" and "from", as word forms. */
  readonly of: string;
  /** Whether something only went otherwise once. */
  readonly isOnce: boolean;
}

/** Returns the values that a text, with these word forms, says to have held before. `did`: its first verb, if that tells of the past. */
export function formerValuesIn(text: string, told: string, did: string | undefined): FormerValue[] {
  const spelt = text.replace(arrow, ' became ').replace(aside, ' previously ');
  const forms = spelt === text ? told : formsOf(spelt).join(' ');
  const isEvent = did !== undefined && !lasting.test(did);
  return formerValue.flatMap((way) =>
    way.has.test(forms)
      ? matchesOf(forms, way.pattern).map(({ groups }) => ({
          value: valueIn(groups?.['was'] ?? ''),
          of: groups?.['of'] ?? '',
          isOnce: isEvent && way === exchange,
        }))
      : [],
  );
}

/** "On Fridays", "instead of Friday" */
export const valueIn = (form: string): string => (isWeekday(form) ? form.replace(/s$/, '') : form);
