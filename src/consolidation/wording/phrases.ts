/** Phrases of word forms, and the words that stand for them in clauses. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bany (more|longer)\b/g, 'anymore'],
  [/\bno more\b/g, 'no longer'],
  [/\bas well\b/g, 'also'],
  [/ instead of .+$/g, ' now'],
  [/\bpast getting\b/g, 'got'],
  [/\b(?:handed in|gave) (?:my|his|her|their) notice (?:at|to)\b/g, 'quit'],
  [/\btraded in\b/g, 'sold'],
  [/\b(have|has) got\b/g, '$1'],
  [/\b(?:have|has) become\b/g, 'is now'],
  [/\b(?:will )?(?:take|took) place\b/g, 'happen'],
  [/\b(?:have|has) been (?=\w+ing\b|(?:on|in|at|with|a|an)\b)/g, 'is '],
  [/\b(?:past|have|has) to (?=push|move|cancel|sell|quit|leave)/g, ''],
  [/\bshifted(?= (?:[\w-]+ ){0,4}to\b)/g, 'moved'],
  [/\b(?:push|pushed|put|move|moved) (.+?) (?:back|forward|up) to\b/g, 'moved $1 to'],
  [/\b(?:moved|pushed|brought) (?:up|forward|back) to\b/g, 'moved to'],
  [
    /\b(?:past|have been|has been) (?:cut|raised|increased|reduced|lowered|extended|shortened|bumped|dropped)(?: up| down)? to\b/g,
    'changed to',
  ],
  [/\b(?:went|gone) (?:up|down) to\b/g, 'changed to'],
  [/\b(?:reached|hit|(?:rose|fell|dropped|climbed) to) (?=\d)/g, 'changed to '],
  // "I was fired from Acme", "I was laid off last week"
  [/\b(?:got|get|been|past) (?:fired|laid off|let go|made redundant|dismissed|sacked) from\b/g, 'quit'],
  [/\b(?:got|get|been|past) (?:fired|laid off|let go|made redundant|dismissed|sacked)(?! up| at)\b/g, 'lost job'],
  [/\b(?:resigned|stepped down|retired) as\b/g, 'quit being'],
  [/\b(?:resigned|retired|stepped down|dropped out|withdrew|graduated) (?:from|of)\b/g, 'quit'],
  [/\bunsubscribed from\b/g, 'cancelled'],
  [/\b(?:quit|left|lost) (?:my|his|her|their) (?:job|position) (?:at|with|in)\b/g, 'quit'],
  [/\b(?:gave|given) up(?: on)?\b/g, 'quit'],
  [/\b(?:split up|separated from|broken up)\b/g, 'broke up'],
  [/\b(?:passed away|past put down)\b/g, 'died'],
  [/\b(?:got over|over the|over my|over her|over his)(?= (?:flu|cold|covid)\b)/g, 'recovered from'],
  [
    /\b(?:(?:have|has) (?:just |since |now )?been|past|got|is|are) (?:cancelled|canceled|named off|scrapped)\b/g,
    'cancelled',
  ],
  [/\b(?:canceled|named off|scrapped)\b/g, 'cancelled'],
  [/\bcompleted\b/g, 'finished'],
  [/\b(?:returned|came back|got back)\b/g, 'is back'],
  [/\bcan not (?:stand|bear)\b/g, 'hate'],
  [/\bturned (\d+)(?: (?:yesterday|last \w+))?/g, 'is now $1 year old'],
  [/\bgoe\b/g, 'go'],
  [/\b(?:past|have been|has been) changed to\b/g, 'changed to'],
  [/(?<!\b(?:is|are|am|past|been|get|got) )\bused to (?!it\b)/g, 'never '],
  [/\b(?:postponed|rescheduled|delayed|pushed back|brought forward)\b/g, 'moved'],
  [
    /\b(?:upgraded|downgraded|switched|changed|moved) (?:from .+ )?to (?=(?:the |a )?(?:[\w-]+ ){1,3}(?:plan|tier|subscription|package)\b)/g,
    'is now on ',
  ],
];

/** Sentences about a change, and how it stands after it: "I changed the password to 1234", "the password is now 1234". */
const sentences: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:i|we|they)(?: have)? (?:just )?(?:changed|updated|upgraded|migrated|switched) (?:from )?((?:the|my|our) .+?) to (.+)$/,
    '$1 is now $2',
  ],
  [
    /^(?:i|we|they)(?: have)? (?:just )?(?:raised|lowered|increased|reduced|cut|extended|shortened) ((?:the|my|our) .+?) to (?=\d|\w+day\b)/,
    '$1 is now ',
  ],
  [/^(.+?)(?: have| has)? (?:just )?(?:changed|updated) (?:the|his|her|their|its) (.+?) to (.+)$/, '$1 $2 is now $3'],
  [/^(?:i|we|they)(?: have)? (?:just )?(?:set|made|chosen|chose|picked) (.+?) as ((?:the|my|our) .+)$/, '$2 is now $1'],
  [
    /^(?:i|we|they)(?: have)? (?:just )?(?:raised|lowered|increased|reduced|cut|extended|shortened|bumped|doubled|halved|dropped|set|changed) ((?!from\b|to\b).+?)(?: from .+?)? to (?=\d)/,
    '$1 is now ',
  ],
  // "Hanna reduced the seats to 30"
  [
    /^(\p{L}+)(?: have| has)? (?:raised|increased|reduced|cut) (?:the|its|her|his|their) (\p{L}+) to (\d+)$/u,
    '$1 has now $3 $2',
  ],
  // "The new launch date is 4 June"
  [
    /^((?:the |our |my )?(?:new )?(?!(?:the|our|my|new|due)\b)\p{L}+(?: \p{L}+){0,2}) date is (now )?(?:on )?(?=\d)/u,
    '$1 is $2on ',
  ],
  [/^(\p{L}+) (is|am) (\d{1,2})$/u, '$1 $2 $3 year old'],
  [/^(?:i|we|they)(?: have)? (?:just )?turned (.+?) (on|off)\b/, '$1 is now $2'],
  [/^(?:i|we|they)(?: have)? (?:just )?turned (on|off) ((?:the|my|our) .+)$/, '$2 is now $1'],
];

/** Replaces phrases by one word, such as "any more" and "gave up", and changes by how things stand after them. */
export function withoutPhrases(forms: readonly string[]): string[] {
  const told = phrases.reduce((text, [phrase, word]) => text.replace(phrase, word), forms.join(' '));
  return sentences.reduce((text, [sentence, after]) => text.replace(sentence, after), told).split(' ');
}
