import { hesitations } from '../../platform/hesitations.ts';
import { questionMark } from '../../platform/question-marks.ts';
import { asksElsewhere, withoutLeadElsewhere } from './ways-to-ask.ts';

const questionWord = String.raw`(?:who|whom|whose|what|when|where|which|why|how)\b`;
const verb = '(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)';
const somebody = String.raw`(?:I|you|he|she|it|we|they|there|the|my|your|his|her|our|their|this|that|any(?:one|body|thing))\b`;
/** Excludes "What a day" and "What I like is tea", which are statements. */
const noun = String.raw`(?!(?:I|you|he|she|it|we|they|a|an|the)\b)[\p{L}’'-]+`;

/** What people say before they ask, which says nothing: "Um, okay, so". */
const spoken = String.raw`(?:${hesitations.en}|hey|hi|hello|yo|ok|okay|alright|all right|right|well|so|like|wait|sorry|anyway)\b[\s,.…-]*`;

/** Words that may precede a beginning: "And please", "Could you". */
const before = String.raw`(?:${spoken}|(?:and|but|also|now|then|just|please|actually)\b[\s,]*|(?:can|could|would|will) you\s)*`;

/** It asks for what its question word asks for. */
const tellMe = String.raw`(?:(?:can|could|would|will) you (?:please )?|please )?tell me\s(?:again\s)?(?=${questionWord})`;

/** Beginnings of English questions and requests for information. */
const beginnings = [
  // But "remind me to call Anna" is something to remember.
  String.raw`(?:tell|remind|show) me\s(?!to\b)`,
  String.raw`(?:let me know|find out|help me (?:remember|recall))\s(?:again\s)?${questionWord}`,
  String.raw`I(?:['’]d| would)? (?:like|want|need|love) to know\s(?:again\s)?${questionWord}`,
  String.raw`I(?:['’]m| am)? wonder(?:ing)?\s(?:again\s)?${questionWord}`,
  String.raw`I (?:forgot|can(?:no|['’])t (?:remember|recall)|(?:do not|don['’]t) (?:remember|recall|know))\s${questionWord}`,
  String.raw`(?:list|find|give me|get me|look (?:up|at|through)|search for|go (?:over|through)|collect|gather|pull (?:up|together|out)|dig (?:up|out)|count|sum up|summari[sz]e|explain|describe|recall)\s(?:me\s)?(?:all|every(?:thing)?|the|my|our|his|her|their|any|${questionWord})\b`,
  String.raw`${questionWord}(?:['’](?:s|re|d)\b|\s${verb}\b)`,
  String.raw`(?:what|which|whose|how)\s(?:${noun}\s){1,10}?${verb}\b`,
  String.raw`(?:how|what) about\b`,
  String.raw`(?:did|does|who|whom)\s(?!knows|cares)`,
  String.raw`${verb}\s${somebody}`,
].join('|');

const beginning = new RegExp(String.raw`^\P{L}*(?=\p{L})${before}(?:${beginnings})`, 'iu');

/** Behind hesitations less will do, but not "Oh, what a night". */
const asking = String.raw`${before}(?:${beginnings}|${questionWord}\s(?!an?\b)\S)`;
const joint = String.raw`(?:(?:and|but|now)\b[\s,]*)?`;
const lead = new RegExp(String.raw`^\s*${joint}(?:(?:${spoken})*${tellMe}|(?:${spoken})+(?=${asking}))`, 'iu');

/** Whether a sentence asks something: by the mark at its end or by how it begins, since people leave marks out. */
export const asks = (sentence: string, end: string): boolean =>
  questionMark.test(end) || beginning.test(sentence) || asksElsewhere(sentence);

/** Number of characters in which a lead is looked for: the patterns try each of its words as the last one, and took seconds for thousands of them. */
const mostRead = 500;

/**
 * Returns a question without what is only said before it: "Okay so um, where are my keys?". Only where the rest shows by its own words that it
 * asks, in the language of what precedes it: "Hey Jude" is a title, and "um acht Uhr" says when.
 */
export const withoutLead = (question: string): string => {
  const read = question.slice(0, mostRead);
  const rest = read.replace(lead, '');
  return (rest === read ? withoutLeadElsewhere(read) : rest) + question.slice(mostRead);
};
