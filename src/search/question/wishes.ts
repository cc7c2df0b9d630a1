import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutTask } from './task-frames.ts';
import { withoutTaskIn } from './tasks-elsewhere.ts';

const begins = `(?<=^|[.!?;:,] |and )(?:${oneWordOf('please now also so')} )*(?:(?:can|could|would|will) you (?:please |kindly )?|help me (?:to )?|let us |let['’]s )?`;
const make =
  oneWordOf(`write draft explain teach suggest recommend create build design generate translate make plan prepare compose propose implement code pick
  choose find book organise organize schedule set reply answer advise optimise optimize refactor review fix`);
const should = oneWordOf('should could would can');

const german = () => {
  const starts = `(?<=^|[.!?:;,] |und )(?:${oneWordOf('bitte nun jetzt also dann')} )*`;
  const order =
    oneWordOf(`schreib schreibe entwirf formulier formuliere erklär erkläre empfiehl plan plane mach mache erstell erstelle bereite schlag gib zeig zeige hilf
    nenn nenne übersetz übersetze such suche finde wähl wähle organisier organisiere programmier programmiere stell stelle bau baue rate bring optimier
    optimiere überarbeite prüf prüfe antworte entwickle berechne bastel bastle`);
  const served =
    oneWordOf(`schreiben entwerfen formulieren erklären empfehlen vorschlagen planen machen erstellen vorbereiten geben zeigen helfen raten übersetzen suchen
    aussuchen heraussuchen zusammenstellen ausarbeiten organisieren programmieren bauen überarbeiten beibringen antworten entwickeln`);
  const should = oneWordOf('soll sollen sollte sollten kann können könnte könnten muss müssen');
  return `
    ${starts}${order}|(?:kannst|könntest|würdest) du [^.?!;]{0,100}?${served}(?= *(?:[.?!,;]|$))
    wie (?:\\w+ ){0,3}?(?:${should}|${oneWordOf('mache gehe stelle baue schreibe bringe richte lege fange plane')}) (?:ich|wir|man)|(?:soll|sollen|sollte|sollten) (?:ich|wir)
    (?:was|welche[rsnm]?|wann|wo|womit|wohin|worauf)(?: [^\\s.?!,;]+){0,6}? ${should} (?:ich|wir|man)|(?:was|welche[rsnm]?|wie)(?: [^\\s.?!,;]+){0,5}? (?:würdest|empfiehlst|rätst|schlägst|empfehlen|nehme ich|nehmen wir)
    ich (?:überlege|möchte|plane|brauche|suche|will)`;
};

const wayOf = (lines: string): RegExp => new RegExp(ofWords(oneOf(lines)), 'i');

/** By language, in which ways people ask for something to be made or advised. Each line is an alternative. */
const ways: Readonly<Record<string, RegExp>> = {
  en: wayOf(`
    ${begins}(?:${make}|(?:show|give|tell|help|teach) me)|(?:can|could|would) you (?:please |kindly )?${oneWordOf('show give help tell guide walk suggest recommend')}
    how (?:do|does|${should}) \\w+|should (?:i|we)|(?:what|which|when|where)(?: \\w+){0,6}? ${should} (?:i|we|you|be)
    (?:what|which)(?: \\w+){0,5}? (?:would|do) you ${oneWordOf('suggest recommend propose advise use choose pick')}
    i(?:['’]m| am) (?:\\w+ )?${oneOf('setting up|planning|going to|trying|looking for|thinking of|considering|about to|wondering')}`),
  de: wayOf(german()),
};

/** Stems of words with which people say what they want at all times: "I prefer …", "never before seven", "whenever I ask about …, always …". */
const stems: Readonly<Record<string, readonly string[]>> = {
  en: ['alway', 'never', 'whenev', 'prefer', 'rather', 'avoid', 'insist', 'refus', 'hate', 'dislik', 'favor', 'favour'],
  de: [
    'imm',
    'stet',
    'nie',
    'niemal',
    'jedesmal',
    'lieb',
    'bevorzug',
    'ung',
    'vermeid',
    'hass',
    'grundsatz',
    'prinzipiell',
    'besteh',
  ],
};

/**
 * Returns the stems of wishes that apply to a question, by the languages of the collections: those of each in which it asks for something to be made
 * or advised: "Plan my training", "How should I …?", "Schreib mir …"
 */
export const wishStemsFor = (question: string, languages: readonly string[]): string[] =>
  languages.flatMap((language) => (asksForService(question, language) ? (stems[language] ?? []) : []));

function asksForService(question: string, language: string): boolean {
  const asked = language === 'en' ? withoutTask(question) : withoutTaskIn(question, language);
  return ways[language]?.test(asked) ?? false;
}
