import { formsByLanguage } from './forms-in.ts';

/**
 * Between "hast" and its participle, and of that, are at most so many characters. With no bound, a text of many such verbs and no participle is read
 * to its end from each of them.
 */
const between = '.{0,300}';
const some = String.raw`\p{L}{1,30}`;

/** By language, words and forms of verbs in questions about what was, or what happened once: no later change belongs beside their answers. */
const forms: Readonly<Record<string, string>> = {
  de: String.raw`war(?:en|st|t)?|hatte[nst]?|wurden?|früher|damals|vorher|ursprünglich|zuerst|zuletzt|hieß(?:en)?|wohnten?|lebten?|arbeiteten?
    |(?:habe?|hast|hat|haben|habt|ist|bin|bist|sind|seid) ${between}(?:ge${some}(?:t|en)|${some}iert|(?:be|ent|er|ver|zer)${some}(?:t|en)(?=\P{L}*$))`,
  es: String.raw`eran?|eras|fui|fue|fuimos|fueron|estaban?|tenían?|tenía[ns]?|habían?|vivían?|trabajaba[ns]?|se llamaba|antes|antiguamente|al principio
    |(?:he|has|ha|hemos|han) \p{L}+(?:ado|ido|to|cho)|\p{L}{2,}ó|\p{L}{3,}(?:aste|iste|amos|imos|aron|ieron)`,
  fr: String.raw`étai(?:s|t|ent)|avai(?:s|t|ent)|habitai(?:s|t|ent)|vivai(?:s|t|ent)|travaillai(?:s|t|ent)|s['’]appelait|avant|auparavant|autrefois|au début
    |(?:ai|as|a|avons|avez|ont|suis|es|est|sommes|êtes|sont)(?:-\p{L}{1,5}){0,2} \p{L}{2,}(?:é|i|u|is|it)(?:e?s?)`,
  it: String.raw`er[aio]|erano|avev[aio]|avevano|abitav[aio]|vivev[aio]|lavorav[aio]|si chiamava|prima|una volta|all['’]inizio
    |(?:ho|hai|ha|abbiamo|avete|hanno|è|sono|siamo) \p{L}+(?:at|ut|it)[oaei]`,
  pt: String.raw`era|eram|foi|fui|fomos|foram|estava[m]?|tinham?|havia|morava[m]?|viviam?|trabalhava[m]?|se chamava|antes|antigamente|no início
    |\p{L}{2,}(?:ou|eu|iu)|\p{L}{3,}(?:amos|emos|imos|aram|eram|iram)`,
  nl: `was|waren|had(?:den)?|werd(?:en)?|vroeger|toen|eerst|heette|woonden?|leefden?|werkten?
    |(?:heb|hebt|heeft|hebben|is|bent|ben|zijn) ${between}ge${some}(?:d|t|en)`,
  zh: '以前|之前|原来|原先|过去|曾经|当时|那时|[^没还]了|过[吗?？]',
};

const patterns = formsByLanguage(forms);

/** Whether a question of one of the languages asks how something was, or what happened. */
export const asksForThen = (question: string, language: string): boolean => patterns(language)?.test(question) === true;

/** By language, words by which a question asks how something is by now. */
const nowadays: Readonly<Record<string, string>> = {
  de: 'jetzt|inzwischen|mittlerweile|zurzeit|derzeit|momentan|aktuell(?:e[mnrs]?)?|noch',
  es: 'ahora|actualmente|actual|hoy en día|todavía|aún',
  fr: 'maintenant|actuellement|actuel(?:le)?|désormais|encore|toujours',
  it: 'ora|adesso|attualmente|attuale|ancora',
  pt: 'agora|atualmente|actualmente|atual|hoje em dia|ainda',
  nl: 'nu|tegenwoordig|momenteel|huidige?|nog',
  zh: '现在|目前|如今|还',
};

const nowPatterns = formsByLanguage(nowadays);

/** Whether a question of one of the languages says that it asks for what holds by now. */
export const saysNow = (question: string, language: string): boolean => nowPatterns(language)?.test(question) === true;
