import { formsByLanguage } from './forms-in.ts';

/** By language, how questions ask for a number. */
const questions: Readonly<Record<string, string>> = {
  de: String.raw`wie ?viele?|wie (?:alt|lange?|gro(?:ß|ss)|schwer|hoch|weit|oft|teuer)|kostet(?:e[nt]?)?|kosten|gekostet|um wie ?viel|(?:\p{L}*(?:telefon|handy|kunden|vertrags|konto|haus)nummer|\p{L}*gr(?:ö(?:ß|ss)|oess)e)`,
  es: 'cuánt[oa]s?|cuanto cuesta|cuestan?|costó|costaron|número de',
  fr: 'combien|numéro de|quel âge|quelle (?:taille|pointure)|coûtent?',
  it: 'quant[oaie]|numero di|quanti anni|costa(?:no)?',
  pt: 'quant[oa]s?|número d[eoa]|custam?|custou',
  nl: String.raw`hoe ?veel|hoe (?:oud|lang|groot|zwaar|hoog|ver|vaak|duur)|kost(?:te|en)?|\p{L}*nummer`,
  zh: '多少|几[个次天年月点岁号只口人间]|多大|多久|多长|多高|号码|电话是',
  ja: 'いくら|いくつ|何[個本枚匹人歳回時日年月階台冊杯頭キ番円]|番号|どのくらい',
};

/** By language, words for numbers beside those in digits. "Eine" and its like say nothing. */
const numberWords: Readonly<Record<string, string>> = {
  de: String.raw`\p{L}*(?:zwei|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwoelf|zwanzig|(?:drei|vier|fünf|sech|sieb|acht|neun)(?:ß|z)ig|hundert|tausend)(?:e[rn]?|n)?|beide[nrs]?|doppelt|halbe[nrs]?`,
  es: String.raw`dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\p{L}+|veint\p{L}+|\p{L}+nta|cien(?:to)?|\p{L}*cient[oa]s|mil|medi[oa]|ambos|ambas|par`,
  fr: String.raw`deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|\p{L}+ante|cents?|mille|demie?|dizaine|douzaine`,
  it: String.raw`due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|\p{L}+dici|dicia\p{L}+|vent\p{L}+|trent\p{L}+|\p{L}+anta|cento|mille|mila|mezz[oa]|entrambi`,
  pt: String.raw`dois|duas|três|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze|quatorze|quinze|dezes+\p{L}+|dezoito|dezenove|dezanove|vinte|trinta|\p{L}+nta|cem|cento|\p{L}*centos|mil|mei[oa]|ambos`,
  nl: String.raw`\p{L}*(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend)|beide|half|halve`,
  zh: '[一二两三四五六七八九十百千万半]',
  ja: '[一二三四五六七八九十百千万半]|ひとつ|ふたつ|みっつ',
};

const asks = formsByLanguage(questions);
const inWords = formsByLanguage(numberWords);

/** Returns whether a text can answer a question of a language: one that asks for a number is answered by one. */
export function askedNumber(question: string, language: string): (text: string) => boolean {
  const words = inWords(language);
  if (words === null || !asks(language)?.test(question)) return () => true;
  return (text) => /\p{N}/u.test(text) || words.test(text);
}
