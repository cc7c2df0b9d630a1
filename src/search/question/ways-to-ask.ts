import { hesitations } from '../../platform/hesitations.ts';
import { ofWords, oneOf, withPlainLetters } from '../../platform/word-lists.ts';

/** How sentences of a language begin that ask something, so that it shows without a question mark. Each line is an alternative. */
interface WaysToAsk {
  /** Hesitations and greetings, which say nothing. */
  readonly lead?: string;
  /** Other words that may precede it; none where no blanks are written: there questions show anywhere. */
  readonly before?: string;
  readonly beginning: string;
  /** Words that refer to something said before. */
  readonly back: string;
}

const german: WaysToAsk = {
  lead: `${hesitations.de}|hey|hi|hallo|okay|ok`,
  before: 'und|aber|also|ach|so|jetzt|bitte|sag mal|du|übrigens',
  beginning: String.raw`
    (?:wann|wer|wem|wen|wohin|woher|warum|wieso|weshalb|womit|wofür|woran|worüber|worum|wobei|woraus|wie ?viele?|(?:aus|für|von|zu|mit|in|an|bei|auf) welche[rsnm]?|mit wem|von wem|seit wann)\s(?!auch|immer)
    wo\s(?!auch|immer|gehobelt)
    welche[rsnm]?\s\p{L}+\s\p{L}
    was\s(?:ist|sind|war|waren|hab|habe|hast|hat|haben|hatte\p{L}*|kostet\p{L}*|soll|sollte|muss|müssen|darf|kann|kam|zahlt?e?|wird|wurde|schulde|weißt|sagt\p{L}*|gab|gibt|steht|macht)\b
    wie\s(?:(?:lange?|oft|alt|hoch|groß|weit|teuer|spät|schwer)\s(?:ist|war|hab|hat|muss|soll|darf|kann|bin|sind|dauert)|heiß\p{L}*|hieß\p{L}*|lautet\p{L}*|war|ist|geht|ging|hat|habe?|kann|soll|nannte)\b
    (?:weißt|erinnerst|kennst|hast|siehst|findest|erkennst) du\s|gibt es\s
    (?:kannst|könntest|würdest) du (?:mir|uns) (?:\p{L}+ )?(?:sagen|verraten|zeigen|helfen|nochmal|raussuchen|heraussuchen)
    (?:sag|sage|zeig|zeige|nenn|nenne|verrat|verrate|gib|such|finde)\s(?:mir|uns),?\s(?!bescheid)
    erinner\p{L}*\s(?:mich|uns),?\s(?:\p{L}+,?\s)?(?:was|wer|wie|wo|wann|welche\p{L}*)\s
    ich (?:weiß nicht mehr|hab\p{L}* (?:\p{L}+ )?vergessen|frage? mich|würde? gerne? wissen|möchte wissen|will wissen|wüsste gerne?|erinnere mich nicht mehr),?\s(?:was|wer|wie|wo|wann|welche\p{L}*|ob|warum)\s
    (?:fasse?|vergleiche?|beschreibe?|erkläre?|liste?|zähle?|suche?|schau|sammle|sammel|geh|nimm|hole?|zeige?)\s(?:mir |uns |bitte |mal |noch )*(?:alle|alles|die|den|das|unsere?n?|meine?n?|was|wie|warum)\b`,
  back: 'er|ihn|ihm|sie|es|ihr|ihnen|ihre[nmrs]?|seine?[nmrs]?|dort|da|davon|damit|dafür|darüber|dabei|dann|diese[nmrs]?',
};

const french: WaysToAsk = {
  lead: `${hesitations.fr}|hey|salut|bonjour|coucou|ok`,
  before: 'et|mais|alors|donc|bon|ben|sinon|au fait|dis|dis-moi|stp|maintenant',
  beginning: String.raw`
    (?:où|pourquoi|combien|lequel|laquelle|lesquel(?:le)?s|est-ce qu|qu'est-ce qu|que (?:s'est|faut)-il|qu'(?:est|a)-|c'est (?:quoi|qui|quand|où|combien|quel)|(?:à|de|en|dans|pour|sur|avec|chez|depuis|jusqu'à) (?:qui|quand|quoi|quel(?:le)?s?|combien)\b)
    quel(?:le)?s?\s(?!journée|bonheur|chance|horreur|dommage|plaisir)
    quand\s(?:part|va|est|sont|a|ai|as|avons|ont|doit|dois|aura|sera|était|arrive|commence|finit|ferme|ouvre)\b
    qui\s(?:ne|n'|est|a|m'|m\b|t'|va|vient|était|avait|doit|nous|me|y|s'occupe)
    comment\s(?:s'|je|on|elle|il|ça|est|était|va|faire|j'|a|fait|marche)
    tu\s(?:te\s|t'|ne?\s)?(?:souviens|rappelles|sais)\s(?!rien|pas)
    (?:te souviens|sais|connais|peux|pourrais|vois|trouves)-tu\s
    (?:tu vois|y a-t-il|il y a|y a) (?:un|une|des)\s(?:lien|rapport|schéma|tendance|raison)
    (?:tu )?(?:peux|pourrais)\s(?:me|nous)\s(?:dire|rappeler|redonner|donner|retrouver|trouver|redire)\s(?!de\s|d')
    (?:rappelle|dis|redis|montre|donne|redonne|retrouve|trouve|explique|raconte)[- ](?:moi|nous)\s(?!de\s|d')
    j'ai oublié\s(?:où|quand|qui|comment|quel|combien|ce que|le nom)
    je (?:ne |n')?(?:me )?(?:sais|souviens|rappelle)\s(?:plus|pas)\s(?:où|quand|qui|comment|quel|combien|de quel|ce que|du nom|le nom)
    je (?:me demande|voudrais savoir|veux savoir|cherche)\s(?:où|quand|qui|comment|quel|combien|si|le|la)
    (?:résume|compare|décris|liste|explique|reprends|regarde|cherche|rassemble|sors|ressors|fais|donne|redonne)(?:[- ](?:moi|nous))?\s(?:tou\p{L}+|les|mes|nos|la|le|notre|ce que|moi)\b`,
  back: 'il|elle|ils|elles|lui|leurs?|ça|cela|celui|celle|ceux|celles|là|y|ce|cette|cet|ces',
};

const spanish: WaysToAsk = {
  lead: `${hesitations.es}|hola|oye|ok`,
  before: 'y|pero|bueno|entonces|ahora|por favor|dime|a ver|por cierto',
  beginning: String.raw`
    ¿
    (?:(?:a|de|en|con|para|por|desde|hasta)\s)?(?:quién(?:es)?|cuál(?:es)?|cuándo|dónde|cuánt[oa]s?)\s
    adónde\s|cómo\s(?!no\b)
    (?:(?:a|de|en|con|para|por|desde|hasta)\s)?qué\s(?!bien|buen|bonit|pena|ganas|ric|calor|frío|alegría|lind|gusto|día|suerte|horror|raro|asco)
    (?:te acuerdas|recuerdas|sabes|tienes idea|me dices|me recuerdas)\s|(?:ves|hay|notas|encuentras)\s(?:algún|alguna|algo|si)\s
    (?:puedes|podrías)\s(?:decirme|recordarme|darme|pasarme|buscar|buscarme)\s(?!\p{L}+[aei]r\b)
    (?:recuérda|dí?|muéstra|enséña|dá|da|pása|búsca|explíca|cuénta)(?:me|nos)\s(?!\p{L}+[aei]r\b|que\b)
    (?:no (?:recuerdo|me acuerdo(?: de)?|sé)|se me olvidó|olvidé|he olvidado|me pregunto|quiero saber|quisiera saber)\s(?:(?:a|de|en|con|para|por)\s)?(?:qué|quién|cuál|cuándo|d[oó]nde|c[oó]mo|cuánt|si|el nombre)
    (?:resume|compara|describe|lista|explica|junta|reúne|busca|revisa|repasa|saca|mira|haz|pon|cuenta)(?:me)?\s(?:tod|los|las|mis|nuestr|la|el|lo|qué)`,
  back: 'él|ella|ellos|ellas|eso|esto|aquello|ese|esa|esos|esas|este|esta|allí|allá|ahí|entonces|lo|le|les|su|sus',
};

const italian: WaysToAsk = {
  lead: `${hesitations.it}|ciao|senti|ok`,
  before: 'e|ma|allora|scusa|ora',
  beginning: String.raw`
    (?:(?:a|di|in|con|per|da)\s)?(?:chi|quale|quali|quanto|quanta|quanti|quante)\s(?:è|ha|hai|ho|sono|era|mi|si|abbiamo|\p{L}+\s\p{L}+)
    (?:(?:con|in|per|di)\s)?che\s(?!bell|brav|peccato|fortuna|giornata|noia|dire)\p{L}+\s\p{L}
    (?:dove|perché|cosa)\s|(?:dov|cos|com)'è\s|quando\s(?:è|ho|abbiamo|devo|scade|parte|arriva|inizia|finisce|sono)\b
    come\s(?:si|mi|era|ho|abbiamo|faccio)\b
    (?:ti ricordi|ricordi|sai|mi dici|puoi dirmi|mi ricordi)\s
    (?:ricorda|di|dim|mostra|da|dam|trova)mi\s(?!di\s)|dimmi\s|dammi\s
    (?:non (?:ricordo|mi ricordo|so)|ho dimenticato|vorrei sapere)\s(?:più\s)?(?:chi|cosa|dove|quando|come|quale|quanto)`,
  back: 'lui|lei|loro|esso|essa|questo|questa|quello|quella|lì|là|gli|suo|sua|suoi|sue',
};

const portuguese: WaysToAsk = {
  lead: `${hesitations.pt}|oi|olá|ok`,
  before: 'e|mas|então|agora|por favor|aliás',
  beginning: String.raw`
    (?:(?:a|de|em|com|para|por)\s)?(?:quem|quando|qual|quais|quanto|quanta|quantos|quantas|onde)\s(?:é|foi|está|era|eu|a gente|nós|tenho|\p{L}+\s\p{L}+)
    (?:o que|por ?que|cadê)\s|como\s(?:se|é|era|eu|faço|foi)\b
    (?:você )?(?:lembras?|sabes?|se lembra|consegue lembrar)\s
    (?:me (?:lembra|lembre|diz|diga|mostra|mostre|dá|passa)|diga-me|diz-me|lembra-me|mostra-me)\s(?!de\s\p{L}+[aei]r\b)
    (?:não (?:lembro|me lembro|sei)|esqueci|queria saber)\s(?:mais\s)?(?:quem|o que|onde|quando|como|qual|quanto)`,
  back: 'ele|ela|eles|elas|dele|dela|isso|isto|aquilo|esse|essa|este|esta|lá|ali|aí|lhe|seu|sua',
};

const dutch: WaysToAsk = {
  lead: `${hesitations.nl}|hé|hoi|hallo|oké|ok`,
  before: 'en|maar|dus|nou|trouwens',
  beginning: String.raw`
    (?:wanneer|waarom|hoeveel|welke?|(?:met|van|op|tot|voor|bij|in|sinds|aan)\s(?:welke?|wie|wanneer|hoeveel))\s
    waar(?:door|voor|over|heen|mee|aan)?\s(?!ik|we|je|ook)\p{L}
    wie\s(?:is|was|zijn|waren|heeft|had|kan|kunnen|moet|komt|kwam|gaat|gaf|zei|woont|werkt|doet|deed)\s
    wat\s(?!een|fijn|leuk|jammer|goed|mooi|ik|we|je|ook)\p{L}|hoe\s(?!dan|ook|leuk|mooi|fijn)\p{L}
    (?:weet|herinner|ken|kun|kan) je\s
    (?:zeg|vertel|geef|laat|toon|zoek)\s(?:me|mij|ons)\s
    herinner me (?:eraan )?(?:wat|wie|waar|wanneer|welke?|hoe)\s
    ik (?:weet niet meer|ben vergeten|vraag me af|wil weten),?\s(?:wat|wie|waar|wanneer|welke?|hoe|of)\s`,
  back: 'hij|hem|haar|zij|ze|zijn|hun|dat|die|dit|deze|daar|er|het',
};

const russian: WaysToAsk = {
  lead: `${hesitations.ru}|привет`,
  before: 'и|а|но|слушай|кстати|так',
  beginning: String.raw`
    (?:кто|кого|кому|где|куда|откуда|когда|почему|зачем|сколько|какой|какая|какое|какие|какого|какую|чей|во сколько|до скольки|с кем|у кого)\s
    (?:чем|насколько|кем|(?:на|в|о|с|из|из-за|за|по|у|от|до)\s(?:что|чего|чём|кого|ком|каких|каким|какой|какую|какие|каком))\s
    как\s(?!раз|будто|только|всегда|хорошо|жаль|красиво|же|и)\p{L}|что\s(?!касается|ж|же|и|бы)\p{L}
    (?:ты )?(?:помнишь|не помнишь|знаешь)\s
    (?:напомни|скажи|подскажи|покажи|найди|дай)(?:\s(?:мне|нам|пожалуйста))*,?\s(?!\p{L}+ть(?:ся)?(?!\p{L}))
    (?:я )?(?:не помню|забыла?|не знаю|хочу знать),?\s(?:кто|что|где|когда|как|какой|какая|какие|сколько)\s`,
  back: 'он|она|оно|они|его|её|ее|их|ему|ей|им|нём|нем|ней|них|это|этот|эта|эти|этом|том|там|тогда',
};

const chinese: WaysToAsk = {
  beginning: String.raw`
  (?:吗|呢|来着|没有|多少|啥|什么|哪里|哪儿|哪个|哪家|哪天|哪些|哪了|谁|几点|几号|几岁|多久|多大|为什么|怎么办|什么名字|什么时候)[啊呀呢的了]*\s*$
  (?:叫|是|在|用|买|说|住|有|放|选|定)(?:了|的|过)?(?:什么|谁|哪|多少|啥|几)(?!都|也)
  (?:是不是|有没有|要不要|会不会|能不能|好不好|多不多|对不对|了没$|还是.+了$)
  ^(?:请|麻烦|那)?(?:帮我|给我|把)(?!.{0,4}(?:记|订|买|设|关|开|发)).*(?:出来|一遍|一下|看看|给我|告诉|列|算|找|说|讲|查)
  ^(?:谁(?!都|也)|什么时候|为什么|哪[里儿个家天些]|几[点号]|多少)
  (?:提醒我|告诉我|跟我说|你(?:还)?(?:记得|记不记得|知道|知不知道)|帮我(?:查|找|想|看)|忘了|不记得|想知道|想问).{0,60}(?:什么|谁|哪|多少|啥|几|怎么|吗|名字|号码|地址|密码|时间)`,
  back: '他|她|它|那|这|上面|当时',
};
const japanese: WaysToAsk = {
  beginning: String.raw`
  (?:っけ|かな|でしょうか|ますか|ましたか|ですか|でしたか|んだろう)\s*$
  ^(?:いつ|どこ|誰|だれ|何|なに|なぜ|どうして|どの|いくら)(?!か|も|でも).*(?:た|る|の|だ)\s*$
  (?:教えて|思い出させて|(?:覚えて|知って)(?:る|ます|いる|います))`,
  back: 'それ|あれ|その|あの|そこ|あそこ|彼|これ|この',
};

interface Patterns {
  readonly asking: RegExp;
  readonly back: RegExp;
  /** What precedes a question and says nothing; null where it is not known. */
  readonly lead: RegExp | null;
}

function patternsOf({ lead, before, beginning, back }: WaysToAsk): Patterns {
  if (lead === undefined) return { asking: new RegExp(oneOf(beginning), 'u'), back: new RegExp(back, 'u'), lead: null };
  const asking = String.raw`(?:(?:${lead}|${before})(?!\p{L})[\s,]*)*${oneOf(beginning)}`;
  return {
    asking: new RegExp(withPlainLetters(String.raw`^[\s"'„“«(-]*${asking}`), 'u'),
    back: new RegExp(ofWords(`(?:${back})`), 'u'),
    lead: new RegExp(withPlainLetters(String.raw`^\s*(?:(?:${lead})(?!\p{L})[\s,.…-]*)+(?=${asking})`), 'iu'),
  };
}

const languages = [german, french, spanish, italian, portuguese, dutch, russian, chinese, japanese].map(patternsOf);

const languageOf = (question: string): Patterns | undefined => {
  const text = question.toLowerCase();
  return languages.find(({ asking }) => asking.test(text));
};

/** Whether a sentence in another language than English asks something. */
export const asksElsewhere = (sentence: string): boolean => languageOf(sentence) !== undefined;

/** Whether a question in another language than English may refer to what was said before it; null if its language is not known. */
export const refersElsewhere = (question: string): boolean | null =>
  languageOf(question)?.back.test(question.toLowerCase()) ?? null;

/** Returns a question in another language than English without what is only said before it. */
export function withoutLeadElsewhere(question: string): string {
  const found = languages.flatMap(({ lead }) => lead?.exec(question)?.[0] ?? [])[0];
  return found === undefined ? question : question.slice(found.length);
}
