import { wordSet } from '../../platform/word-lists.ts';
import { type Clause, mostNames } from './clause.ts';
import { replacedIn } from './in-its-place.ts';

/** Roles of which a thing or a group has one: what is said of who has them is read as "its owner is Ada". */
export const roles = wordSet(
  'owner head lead leader manager maintainer contact captain president ceo cto director chair editor',
);
const role = String.raw`(?:[\w-]+ ){0,2}(?:${[...roles].join('|')})`;
/** Who has the one that the words behind "the" or "our" name. */
const isRoleOf = new RegExp(`^is (?:(?:my|our|new) ){0,2}(?<role>${role}) (?:of|for|at) (?<what>.+)$`);
const roleAt = new RegExp(`^(?:(?:my|our|new) ){0,2}(?<role>${role}) at (?<what>.+)$`);
const heldBy = /^is (?:owned|led|managed|maintained|headed|handled) by (?<who>.+)$/;
const holds =
  /^(?:own|lead|manage|maintain|head|handle|is responsible for|is in charge of|look after|(?:has |have )?(?:took|taken) over) (?<what>.+?)(?: from .+)?$/;
/** "Owns a house", "leads his team", "owns two shops": others may, too. */
const oneOfMany = /\b(?:an?|another|his|her|their|its|some|many|several|two|three|\d+|part|half|co-\w+)\b/i;

const theOne = /\b(?:the|my|our)\b/i;

/** Returns other ways to read a clause. */
export const readAlike = (clause: Clause, part: string): Clause[] => [...holderIn(clause, part), ...replacedIn(clause)];

/** Reads who owns, leads or takes over something as who "its holder" is, and "Ada is our contact at GLS" as who the contact is. */
function holderIn(clause: Clause, part: string): Clause[] {
  if (clause.denies || oneOfMany.test(part)) return [];
  const [said, subject] = [clause.says.join(' '), clause.subject];
  const names = subject.split(' ');
  const isNamed = names.length <= mostNames && names.every((form) => clause.names.has(form));
  const passive = heldBy.exec(said)?.groups?.['who'];
  if (passive) return [{ ...clause, subject: `${subject} ${holder}`, says: ['is', ...passive.split(' ')] }];
  const at = roleAt.exec(subject)?.groups;
  if (at && clause.says[0] === 'is') return [{ ...clause, subject: `${at['what']} ${at['role']}` }];
  if (!isNamed) return [];
  const of = theOne.test(part) ? isRoleOf.exec(said)?.groups : undefined;
  if (of) return [{ ...clause, subject: `${of['what']} ${of['role']?.replace(/^new /, '')}`, says: ['is', ...names] }];
  const what = holds.exec(said)?.groups?.['what'];
  if (!what) return [];
  return [
    { ...clause, isNews: clause.isNews || takesOver.test(said), subject: `${what} ${holder}`, says: ['is', ...names] },
  ];
}

const takesOver = /^(?:has |have )?(?:took|taken) over/;
const holder = 'holder';
/** What a subject names: "billing" of who owns it. */
export const namedBy = (subject: string): string => subject.replace(ofHolder, '');
const ofHolder = new RegExp(` ${holder}$`);

/** Whether a subject is who owns or leads something. */
export const isHolder = (subject: string): boolean => subject.endsWith(` ${holder}`);

/** Whether there may be several: another one is in the place of the first only if something says that this is new. */
export const maySeveralBe = (subject: string): boolean => isHolder(subject) || subject.endsWith(' contact');
