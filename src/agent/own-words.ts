import type { AnswerCut } from './agent-run.ts';

/** What agents say themselves: the extractive one beside its quotes, and notes at the end of incomplete answers. */
interface OwnWords {
  readonly introduction: string;
  readonly unknown: string;
  /** The model reached a limit. */
  readonly unfinished: string;
  /** The model's endpoint withheld the rest. */
  readonly withheld: string;
  /** The answer exceeds the length of a message. */
  readonly tooLong: string;
}

const english: OwnWords = {
  introduction: 'From memory, in the words that were stored (no language model took part):',
  unknown: 'I have no memory of that.',
  unfinished: '[The model did not finish this answer.]',
  withheld: '[The model’s service withheld the rest of this answer.]',
  tooLong: '[The answer is cut at 32,000 characters.]',
};

const others: Readonly<Record<string, OwnWords>> = {
  de: {
    introduction: 'Aus dem Gedächtnis, in den gespeicherten Worten (ohne Sprachmodell):',
    unknown: 'Daran habe ich keine Erinnerung.',
    unfinished: '[Das Modell hat diese Antwort nicht beendet.]',
    withheld: '[Der Dienst des Modells hat den Rest dieser Antwort zurückgehalten.]',
    tooLong: '[Die Antwort ist nach 32.000 Zeichen abgeschnitten.]',
  },
  es: {
    introduction: 'De memoria, con las palabras que se guardaron (sin modelo de lenguaje):',
    unknown: 'No tengo ningún recuerdo de eso.',
    unfinished: '[El modelo no terminó esta respuesta.]',
    withheld: '[El servicio del modelo retuvo el resto de esta respuesta.]',
    tooLong: '[La respuesta está cortada a los 32.000 caracteres.]',
  },
  fr: {
    introduction: 'De mémoire, dans les mots enregistrés (sans modèle de langage) :',
    unknown: "Je n'en ai aucun souvenir.",
    unfinished: '[Le modèle n’a pas terminé cette réponse.]',
    withheld: '[Le service du modèle a retenu le reste de cette réponse.]',
    tooLong: '[La réponse est coupée à 32 000 caractères.]',
  },
  it: {
    introduction: 'A memoria, con le parole salvate (senza modello linguistico):',
    unknown: 'Non ne ho alcun ricordo.',
    unfinished: '[Il modello non ha finito questa risposta.]',
    withheld: '[Il servizio del modello ha trattenuto il resto di questa risposta.]',
    tooLong: '[La risposta è tagliata a 32.000 caratteri.]',
  },
  pt: {
    introduction: 'De memória, nas palavras guardadas (sem modelo de linguagem):',
    unknown: 'Não tenho nenhuma lembrança disso.',
    unfinished: '[O modelo não terminou esta resposta.]',
    withheld: '[O serviço do modelo reteve o resto desta resposta.]',
    tooLong: '[A resposta foi cortada em 32.000 caracteres.]',
  },
  nl: {
    introduction: 'Uit het geheugen, in de opgeslagen woorden (zonder taalmodel):',
    unknown: 'Daar heb ik geen herinnering aan.',
    unfinished: '[Het model heeft dit antwoord niet afgemaakt.]',
    withheld: '[De dienst van het model heeft de rest van dit antwoord achtergehouden.]',
    tooLong: '[Het antwoord is afgekapt bij 32.000 tekens.]',
  },
  ja: {
    introduction: '記憶から、保存されたままの言葉で（言語モデルは使っていません）：',
    unknown: 'それについての記憶はありません。',
    unfinished: '［モデルはこの回答を最後まで書きませんでした。］',
    withheld: '［この回答の残りはモデルのサービスにより保留されました。］',
    tooLong: '［回答は32,000文字で切られています。］',
  },
  zh: {
    introduction: '以下来自记忆，为当时保存的原话（未使用语言模型）：',
    unknown: '我没有这方面的记忆。',
    unfinished: '【模型没有写完这个回答。】',
    withheld: '【模型服务保留了这个回答的其余部分。】',
    tooLong: '【回答在 32,000 个字符处被截断。】',
  },
};

/** Returns the phrases in the language of a collection; in English if there are none. */
export const ownWordsIn = (language: string): OwnWords => others[language] ?? english;

/** Returns the note at the end of an incomplete answer. */
export function cutNoteIn(language: string, cut: AnswerCut): string {
  const { unfinished, withheld, tooLong } = ownWordsIn(language);
  const note = { MODEL_LIMIT: unfinished, TOOL_LIMIT: unfinished, WITHHELD: withheld, TOO_LONG: tooLong }[cut];
  return `\n\n${note}`;
}

/**
 * Returns every phrase that may have been said in a collection of this language, including the English ones from before the language
 * was set.
 */
export const everOwnWords = (language: string): string[] =>
  [english, ownWordsIn(language)].flatMap((words) => Object.values(words));
