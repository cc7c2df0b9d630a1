/** What the extractive agent says itself, beside its quotes. */
export interface OwnWords {
  readonly introduction: string;
  readonly unknown: string;
}

const english: OwnWords = {
  introduction: 'From memory, in the words that were stored (no language model took part):',
  unknown: 'I have no memory of that.',
};

const others: Readonly<Record<string, OwnWords>> = {
  de: {
    introduction: 'Aus dem Gedächtnis, in den gespeicherten Worten (ohne Sprachmodell):',
    unknown: 'Daran habe ich keine Erinnerung.',
  },
  es: {
    introduction: 'De memoria, con las palabras que se guardaron (sin modelo de lenguaje):',
    unknown: 'No tengo ningún recuerdo de eso.',
  },
  fr: {
    introduction: 'De mémoire, dans les mots enregistrés (sans modèle de langage) :',
    unknown: "Je n'en ai aucun souvenir.",
  },
  it: {
    introduction: 'A memoria, con le parole salvate (senza modello linguistico):',
    unknown: 'Non ne ho alcun ricordo.',
  },
  pt: {
    introduction: 'De memória, nas palavras guardadas (sem modelo de linguagem):',
    unknown: 'Não tenho nenhuma lembrança disso.',
  },
  nl: {
    introduction: 'Uit het geheugen, in de opgeslagen woorden (zonder taalmodel):',
    unknown: 'Daar heb ik geen herinnering aan.',
  },
  ja: {
    introduction: '記憶から、保存されたままの言葉で（言語モデルは使っていません）：',
    unknown: 'それについての記憶はありません。',
  },
  zh: {
    introduction: '以下来自记忆，为当时保存的原话（未使用语言模型）：',
    unknown: '我没有这方面的记忆。',
  },
};

/** Returns the phrases in the language of a collection; in English if there are none. */
export const ownWordsIn = (language: string): OwnWords => others[language] ?? english;

/**
 * Returns every phrase that it may have said in a collection of this language, including the English ones from before the language
 * was set.
 */
export const everOwnWords = (language: string): string[] =>
  [english, ownWordsIn(language)].flatMap(({ introduction, unknown }) => [introduction, unknown]);
