import { ofWords, oneOf } from '../../platform/word-lists.ts';
import { withoutMatches } from './without-matches.ts';

/** At the beginning of a sentence: "Sag mal, …" asks, and "Was wollte er dir sagen?" is about that. */
const framesOf = (ways: string): RegExp => new RegExp(`(?<=^|[.?!:;¿¡] ?)${ofWords(oneOf(ways))}[,:]?`, 'giu');

/**
 * By language, how people begin to ask: "Weißt du noch, wann …?", "Tu peux me rappeler …?" Each line is an alternative. Postgres takes "do you remember"
 * for words to look for, unless it is English. Source: docs/adr/0081.
 */
const frames: Readonly<Record<string, RegExp>> = {
  de: framesOf(`
    (?:weißt|weisst) du(?: (?:noch|eigentlich|zufällig))?|erinnerst du dich(?: (?:noch|daran))*
    (?:kannst|könntest|koenntest|würdest|wuerdest) du (?:mir|uns)(?: (?:bitte|noch|mal|nochmal|kurz|vielleicht))*(?: (?:sagen|verraten|zeigen|nennen))?
    sag(?:e|t)? (?:mal|mir|uns)(?: (?:bitte|mal|noch))*|(?:erinnere?|erinner) (?:mich|uns)(?: (?:bitte|mal|noch|daran))*
    hast du (?:eine |ne )?ahnung|ich wüsste gerne?|ich (?:würde|möchte) gerne? wissen|(?:verrat|verrate|nenn|nenne|zeig|zeige) mir(?: (?:bitte|mal|noch))*`),
  fr: framesOf(`
    (?:est-ce que )?(?:tu te|vous vous) (?:souviens|souvenez|rappelles|rappelez)(?: (?:encore|de))*|te (?:souviens|rappelles)-tu(?: de)?
    (?:est-ce que )?tu (?:peux|pourrais|saurais) (?:me|nous) (?:dire|rappeler|redonner|donner|retrouver|redire)(?: s'il te plaît| stp)?
    (?:peux|pourrais|saurais)-tu (?:me|nous) (?:dire|rappeler|redonner|donner|retrouver|redire)
    (?:rappelle|dis|redis|donne|redonne|retrouve|montre)-(?:moi|nous)|(?:est-ce que )?tu sais|sais-tu|dis`),
  es: framesOf(`
    (?:te acuerdas|os acordáis|se acuerda)(?: de)?|recuerdas|sabes(?: tú)?|tienes idea de
    (?:me |nos )?(?:puedes|podrías|puede|podría) (?:decir|recordar|dar|buscar)(?:me|nos)?|(?:dime|dinos|dame|recuérdame|recuérdanos)(?: por favor)?`),
};

/** Returns a question without how it begins to ask; as it is where nothing else is left, or the ways of its language are not known. */
export function withoutFrames(question: string, language: string): string {
  const frame = frames[language];
  return frame === undefined ? question : withoutMatches(question, frame);
}

/** Languages whose ways are known. */
export const languagesOfFrames = Object.keys(frames);
