import { ofWords, oneOf, oneWordOf, withPlainLetters } from '../../platform/word-lists.ts';
import type { AskedOrder } from './asked-order.ts';

/** How a language asks which of several times is meant, in lower case. Each line is an alternative. Source: docs/adr/0081. */
interface WaysToOrder {
  readonly first: string;
  readonly last: string;
  readonly now: string;
  /** Words for how something stands, which mean now if the question asks whether it does: "noch", "toujours". */
  readonly still: string;
  /** Verbs by which a question asks whether something holds, with what is before them in its sentence. */
  readonly whether: string;
  /** Words by which a question asks for more than that. */
  readonly interrogative: string;
  /** Beginnings of requests, and words that ask for what was at any time. */
  readonly other: string;
}

const notBefore = (words: string): string => String.raw`(?!\s+${oneWordOf(words)}(?!-|\p{L}))`;
const notAfter = (words: string): string => String.raw`(?<!(?<!-|\p{L})${oneWordOf(words)}\s)`;

const german: WaysToOrder = {
  first: `
    zuerst|anfangs|am anfang|zu beginn|ursprünglich|erstmals|als erste[rs]?|zum ersten mal|frühste[nrs]?|früheste[nrs]?
    erste[nmrs]?${notBefore(`hilfe wahl klasse stock etage liga reihe seite zeile zeilen kapitel hälfte frage halbjahr quartal bürgermeister
    zwei drei vier fünf paar beiden tage wochen monate`)}`,
  last: `
    zuletzt|letztmals|als letzte[rs]?|zum letzten mal|neueste[nmrs]?|neuste[nmrs]?|aktuellste[nmrs]?
    letzte[nmrs]?${notBefore(`woche wochen monat monate monaten jahr jahre jahren nacht tage tagen zeit wochenende montag dienstag mittwoch
    donnerstag freitag samstag sonntag sommer winter herbst frühling frühjahr minute stunde stunden wille seite zeile zwei drei vier fünf paar`)}`,
  now: `
    (?<!(?:bis|ab|von|gerade) )jetzt(?! (?:erst|wo))
    derzeit|momentan|zurzeit|zur zeit|im moment|im augenblick|gegenwärtig|heutzutage|mittlerweile|inzwischen
    (?<!(?:nicht|warum|wieso) )gerade(?! (?:mal|erst|noch|so))|aktuell(?:e[nmrs]?)?|jetzige[nmrs]?
    status|stand der dinge|wie ist der stand|wie weit (?:ist|sind|bin)|wie steht es|wo (?:stehen|steht)|was (?:ist|wurde) aus`,
  still: 'noch|schon|bereits|endlich|weiterhin|nicht mehr|keine?[nmrs]? mehr',
  whether: `
    ^(?:und |also |aber )?(?:ist|sind|bin|bist|seid|hat|habe|hab|haben|habt|kann|können|darf|dürfen|muss|müssen|wird|werden|gilt|gelten|gibt|gibt's|geht|läuft)
    ^(?:und |also |aber )?[^\\s]+(?:t|st|e|en|') (?:ich|er|sie|es|wir|ihr|man|der|die|das|den|mein|meine|meinen|unser|unsere|unseren|sein|seine|ihre|alle|eigentlich)`,
  interrogative: `
    ${oneWordOf(`wer wen wem wessen was wann wo wohin woher warum wieso weshalb wofür womit worüber woran worauf wovon wozu wobei wodurch
    worum wie wieviel wieviele`)}|welche[nmrs]?`,
  other: `
    (?:kannst|könntest|würdest|weißt|erinnerst|kennst) du|(?:können|könnten|würden|wissen|erinnern|kennen) sie
    jemals|niemals|nie|schon (?:ein)?mal|(?<!noch )immer(?! noch)`,
};

const french: WaysToOrder = {
  first: `
    d'abord|au début|au départ|initialement|à l'origine|en premier
    (?:premier|première)s?${notBefore(`ministre secours étage degré classe page chapitre ligne prix choix plan moitié trimestre semestre aide
    deux trois quatre jours mois semaines`)}`,
  last: `
    en dernier|le plus récemment|(?:plus|la plus) récente?s?
    ${notAfter(`semaine année an mois nuit lundi mardi mercredi jeudi vendredi samedi dimanche été hiver printemps automne week-end siècle
    ces`)}(?:dernier|dernière)s?${notBefore('étage minute ministre page ligne chapitre mot jours mois semaines années heures deux trois quatre')}`,
  now: `
    (?<!(?:jusqu'à|dès|à partir de) )maintenant(?! que)
    actuellement|en ce moment|à présent|désormais|à l'heure actuelle|ces temps-ci|ces jours-ci|actuel(?:le)?s?
    où en (?:est|sont|suis|es|sommes|êtes)|en est où|où on en est|(?:qu'est|que sont)(?: \\p{L}+)? devenue?s?|que devient|statut|ça a donné quoi`,
  still: String.raw`toujours|encore(?! une fois)|déjà|enfin|finalement|ne?\s[^?]{1,40}\splus|n'[^?]{1,40}\splus`,
  whether: `
    ${oneWordOf('est sont suis es sommes êtes a ont ai as avons avez va vont peut peuvent faut')}
    (?:est|sont|a|ont|as|avez|es|êtes|va|vont|peut|peuvent|faut)-(?:ce|t-il|t-elle|t-on|il|elle|ils|elles|on|tu|vous)
    (?:[cdjlmnst]|qu)'(?:est|ai|as|a|ont|es)`,
  interrogative: `
    ^(?:et )?qu'\\p{L}+
    ${oneWordOf('quoi quel quelle quels quelles quand où comment pourquoi combien lequel laquelle lesquels lesquelles')}
    ^(?:et )?(?:que|qui)|(?:à|avec|chez|pour|de|par) qui`,
  other: `
    (?:tu )?(?:te souviens|te rappelles|peux|pourrais|sais)|(?:vous )?(?:pouvez|pourriez|savez)|(?:peux|pourrais|sais|souviens)-tu
    jamais|tu connais`,
};

const spanish: WaysToOrder = {
  first: `
    al principio|al inicio|inicialmente|originalmente|por primera vez|en primer lugar
    (?:primer|primera|primero|primeros|primeras)${notBefore(`ministro ministra clase planta página línea capítulo auxilios comunión plano
    premio mitad trimestre dos tres cuatro de días meses semanas`)}`,
  last: `
    últim[oa]s?${notBefore(`semana mes año noche lunes martes miércoles jueves viernes sábado domingo minuto planta momento hora horas días
    meses años semanas nombre palabra página línea dos tres cuatro tiempos`)}
    más recientes?|por última vez`,
  now: `
    (?<!(?:hasta|por|desde) )ahora(?! que)
    actualmente|en este momento|hoy (?:en )?día|a día de hoy|actual(?:es)?|cómo (?:va|van|sigue|siguen) (?:el|la|los|las|lo|mi|tu|su)
    en qué (?:quedó|quedamos|ha quedado|quedaron)|qué fue de`,
  still: 'todavía|aún|ya|sigue|sigo|sigues|siguen|seguimos',
  whether: `
    ^(?:y |pero )?(?:es|son|está|están|estoy|estamos|hay|ha|han|he|hemos|tengo|tiene|tienen|tenemos|puedo|puede|pueden|funciona|va|van)`,
  interrogative: `${oneWordOf('qué quién quiénes cuál cuáles cuándo dónde adónde cuánto cuánta cuántos cuántas cómo')}`,
  other: `
    (?:me )?(?:puedes|podrías|puede|podría)(?= (?:decir|recordar|dar|buscar|pasar))|te acuerdas|recuerdas|sabes|conoces
    alguna vez|nunca|jamás|siempre`,
};

const pattern = (ways: string): RegExp => new RegExp(withPlainLetters(ofWords(oneOf(ways))), 'u');
const patternsOf = ({ first, last, now, still, whether, interrogative, other }: WaysToOrder) => ({
  first: pattern(first),
  last: pattern(last),
  now: pattern(now),
  still: pattern(still),
  whether: pattern(`${whether}\n${still}`),
  more: pattern(`${interrogative}\n${other}`),
});

const ways: Readonly<Record<string, ReturnType<typeof patternsOf>>> = {
  de: patternsOf(german),
  fr: patternsOf(french),
  es: patternsOf(spanish),
};

const orders = ['first', 'last', 'now'] as const;

/**
 * Which of several times a question in another language than English asks for: see `askedOrder`. With "still" or "already" it asks for now, if it asks
 * whether something holds. Null, too, where the ways of the language are not known. `question`: see plainQuestion.
 */
export function askedOrderIn(language: string, question: string): AskedOrder | null {
  const patterns = ways[language];
  if (patterns === undefined) return null;
  const [only, ...others] = orders.filter((order) => patterns[order].test(question));
  if (only === undefined) return patterns.still.test(question) && asksWhetherIn(language, question) ? 'now' : null;
  return others.length > 0 ? null : only;
}

/** A sentence with a question mark. */
const asking = /(?:[^.:!?;¿]|[.:](?=\d))+\?/gu;

/** Whether a question in another language than English asks if something holds. It needs its mark: "Le frigo est en panne" tells. `question`: see plainQuestion. */
export function asksWhetherIn(language: string, question: string): boolean {
  const patterns = ways[language];
  if (patterns === undefined) return false;
  const sentences = question.match(asking)?.map((sentence) => sentence.trim()) ?? [];
  return sentences.some((sentence) => patterns.whether.test(sentence) && !patterns.more.test(sentence));
}
