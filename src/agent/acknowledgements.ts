import { getOrInsert } from '../platform/get-or-insert.ts';
import { oneOf } from '../platform/word-lists.ts';
import { sentencesOf } from './sentences.ts';

const english = `
  ok(?:ay)?|al(?:l )?right|sure(?: thing)?|of course|certainly|yes|yeah|great|perfect|understood|got it|i see|good to know
  (?:thanks?(?: you)?|thx)(?: (?:very much|a lot|so much))?(?: for (?:telling me|letting me know|sharing(?: that)?|the info(?:rmation)?))?
  (?:duly |i(?:['’]ve| have) )?(?:noted|saved|stored|recorded)(?: (?:it|that|this)(?: down)?)?
  i(?:['’]ll| will|['’]m going to) (?:remember|note|keep)(?: (?:it|that|this))?(?: in mind| down)?|i (?:remember|recall|understand)
  (?:(?:according to|based on|from|going by) what |as )?you(?:['’]ve| have)? (?:told me|said|mentioned)(?: (?:earlier|before))?
  (?:according to|based on|from|in) (?:my |our )?(?:memory|memories|notes|records)|as (?:far as )?i (?:remember|recall|know)`;

/** By language but English, how an assistant acknowledges what it was told, or says that it was told it, before repeating it. */
const others: Readonly<Record<string, string>> = {
  de: `
    ok(?:ay)?|alles klar|klar|verstanden|ja|gerne?|perfekt|danke(?: (?:dir|ihnen))?(?: für (?:die info(?:rmation)?|den hinweis))?
    (?:das ist |ist )?(?:notiert|vermerkt|gemerkt|gespeichert)|(?:das|es) (?:merke|notiere) ich mir|ich (?:merke|notiere) (?:es )?mir(?: das)?
    ich habe (?:es |das )?(?:mir )?(?:das |es )?(?:gemerkt|notiert|vermerkt|gespeichert)|soweit ich (?:mich erinnere|weiß)
    (?:(?:nach|laut) dem,? was |wie )(?:du|sie) (?:mir )?(?:gesagt|erzählt) (?:hast|haben)|(?:du hast|sie haben) (?:mir )?(?:gesagt|erzählt)`,
  es: `
    ok(?:ay)?|vale|de acuerdo|(?:muy )?bien|entendido|claro|sí|perfecto|anotado|apuntado|guardado|tomo nota(?: de)?
    gracias(?: por (?:decírmelo|contármelo|avisar|la información))?|(?:lo )?(?:recordaré|anoto|apunto|tendré en cuenta)
    (?:según (?:lo que )?|como )?me (?:dijiste|contaste|has dicho|has contado|dijo|contó)`,
  fr: `
    ok(?:ay)?|d['’]accord|entendu|(?:c['’]est |bien )?noté|compris|très bien|oui|parfait|merci(?: (?:pour l['’]information|de me l['’]avoir dit))?
    je (?:m['’]en souviendrai|(?:le |me )?(?:note|retiens|souviens)|l['’]ai noté)
    (?:(?:d['’]après|selon) ce que )?(?:tu m['’]as|vous m['’]avez) dit|comme (?:tu me l['’]as|vous me l['’]avez) dit`,
  it: `
    ok(?:ay)?|va bene|d['’]accordo|capito|annotato|ricevuto|certo|sì|perfetto|grazie(?: per (?:avermelo detto|l['’]informazione))?
    (?:me )?(?:lo )?(?:ricorderò|annoto|segno)|prendo nota|(?:(?:secondo|da) quello che |come )?mi (?:hai|ha) detto`,
  pt: `
    ok(?:ay)?|certo|está bem|tá bom|entendido|entendi|anotado|anotei|claro|sim|perfeito|obrigad[oa](?: por (?:me contar|avisar))?
    vou (?:me )?lembrar(?: disso)?|vou anotar|(?:(?:segundo|conforme|pelo) (?:o )?que |como )?(?:você |tu )?me (?:disse|disseste|contou|contaste)`,
  nl: `
    ok(?:é|e|ay)?|begrepen|genoteerd|duidelijk|prima|ja|perfect|bedankt|dank (?:je|u)(?: wel)?
    ik (?:zal|ga) (?:het |dat )?(?:onthouden|noteren)|ik onthoud (?:het|dat)
    (?:volgens|op basis van) wat (?:je|u) (?:me|mij) (?:verteld|gezegd) (?:hebt|heeft)|zoals (?:je|u) (?:zei|vertelde)|(?:je|u) (?:vertelde|zei)(?: me| mij)?`,
  zh: `
    好的?|明白了?|知道了|了解了?|收到|没问题|(?:我)?(?:已经|已)?(?:记住|记下|记下来|记录)了|我会记住的?|谢谢(?:你|您)?(?:告诉我)?
    根据(?:你|您)(?:告诉我|所说|说)的(?:内容|信息)?|(?:你|您)(?:告诉过?我|说过)`,
  ja: `
    はい|なるほど|了解(?:です|しました)?|承知(?:しました|いたしました)|(?:わかり|分かり|かしこまり)ました
    (?:メモ|記録)しました|覚えて(?:おきます|おきました)|ありがとうございます|おっしゃった(?:とおり|通り)`,
};

/** What separates an acknowledgement from the rest: a sign, or "that"; or nothing follows. */
const that = '(?:that|dass|que|che|dat)';
const separator = String.raw`(?:\s*[.,:;!…、，。！：]+\s*(?:${that}\s)?|\s+[-–—]\s+|\s+${that}\s|\s*$)`;

const leading = new Map<string, RegExp>();
const leadingIn = (language: string): RegExp =>
  getOrInsert(leading, language, () => {
    const phrases = [english, others[language] ?? []].flat().map(oneOf).join('|');
    return new RegExp(`^(?:(?:${phrases})${separator})+`, 'iu');
  });

/**
 * Splits a text into sentences without the acknowledgements before or between them: "Got it, you live in Vienna." Returns all of it if
 * nothing else is said.
 */
export function acknowledgedSentences(text: string, language: string): string[] {
  const sentences = sentencesOf(text, language);
  const told = sentences.map((sentence) => sentence.replace(leadingIn(language), '')).filter((rest) => rest !== '');
  return told.length > 0 ? told : sentences;
}
