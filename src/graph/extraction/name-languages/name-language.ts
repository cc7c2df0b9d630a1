import type { EntityType } from '../../entity.ts';

/** Lists for each type. */
export type TypedLists = Readonly<Partial<Record<EntityType, string>>>;

/**
 * What a language says around its names. All are lists in lower case, separated by blanks. In an entry `_` is a blank, `~` stands
 * for any letters, and `*` for at most three words between two others; otherwise entries are patterns.
 */
export interface NameLanguage {
  /** What somebody or something is: before its name ("ma sœur Élodie"), or behind it ("Xiomara, mi jefa"). */
  readonly nouns: TypedLists;
  /** Words within names. */
  readonly within: TypedLists;
  /** Whether the last of these words tells the type: "Laacher See", but "lac d'Annecy". */
  readonly lastTells?: true;
  /**
   * What stands right before a name; articles between the two need not be listed. What has several words tells more than what is
   * known of the name.
   */
  readonly before: TypedLists;
  /** Small words between a name and its verb. */
  readonly between: string;
  /** What stands right behind a name. */
  readonly behind: TypedLists;
  /** "Se llama". */
  readonly called: string;
  /** "My", "the", "a". */
  readonly articles: string;
  /** "And". */
  readonly and: string;
  /** Small words that are no verbs, and that begin sentences without being names. */
  readonly small: string;
  /** Verbs of reading and watching, before titles: "leyendo". */
  readonly reads: string;
  /** Verbs before what somebody said in quotation marks. */
  readonly says: string;
  /** Small nouns that belong to the names that they begin: "lac d'Annecy". */
  readonly heads?: string;
  /** Whether an apostrophe separates small words from the next: "l'hôpital". */
  readonly elides?: true;
  /** Whether nouns without an article begin sentences, as names do. */
  readonly hasBareNouns?: true;
  /** "A Beatriz" */
  readonly peopleHaveArticles?: true;
  /** Whether a capitalised word is an ordinary noun; omitted where nouns are small. */
  readonly isCommon?: (text: string) => boolean;
  /** Endings of surnames: before such a one, the first word of a sentence is a first name, even where nouns have no article. */
  readonly surnames?: string;
  /** Endings of nouns, by which the names of countries are inflected. */
  readonly caseEndings?: string;
  /** "Is", "was". */
  readonly is: string;
  /** Small words within names: "Alter do Chão". */
  readonly joins?: string;
  /** Endings of adjectives that form names with a small noun: "Сенной площади". */
  readonly adjectives?: string;
}
