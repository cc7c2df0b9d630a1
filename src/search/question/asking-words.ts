import { wordSet } from '../../platform/word-lists.ts';

/**
 * By language, words of a question that tell how it is asked and nothing of what it is about. Postgres' stop words lack many of them ("wann",
 * "combien"), and the parts of all are looked for (see word-parts.ts): "welche" finds whatever else is "welche". Source: docs/adr/0081.
 */
const askingWords: Readonly<Record<string, ReadonlySet<string>>> = {
  de: wordSet(`wer wen wem wessen was wann wo wohin woher warum wieso weshalb wofür wofuer womit worüber worueber woran worauf wovon wozu wobei
    wodurch worum welche welcher welches welchen welchem wie viel viele vielen oft ob
    bin bist ist sind seid war warst waren gewesen habe hab hast hat haben habt hatte hattest hatten werde wirst wird werden wurde wurden würde
    würden worden kann kannst können könnt konnte konnten könnte könntest soll sollst sollen sollte sollten will willst wollen wollte wollten muss
    musst müssen musste mussten darf darfst dürfen durfte möchte
    ich du er sie es wir ihr man mich dich sich uns euch mir dir ihm ihn ihnen mein meine meiner meines meinen meinem dein deine deiner deines
    deinen deinem sein seine seiner seines seinen seinem ihre ihrer ihres ihren ihrem unser unsere unserer unseres unseren unserem euer eure
    eurer euren eurem der die das den dem des ein eine einer eines einen einem dieser diese dieses diesen diesem
    und oder aber dass weil für fuer mit ohne von vom zu zum zur im in ins am an ans auf aus bei beim bis durch nach seit über ueber um unter
    vor wegen zwischen noch schon immer mal denn eigentlich gerade jetzt nun bisher inzwischen mittlerweile derzeit momentan aktuell zurzeit doch
    nochmal wieder auch nicht bitte damals`),
  fr: wordSet(`qui que qu quoi quel quelle quels quelles quand où comment pourquoi combien lequel laquelle lesquels lesquelles
    suis es est sommes êtes sont étais était étaient serai sera seront serait ai as a avons avez ont avais avait avions avaient aura
    peux peut pouvez pourrais pourriez dois doit sais savez
    je j tu il elle on nous vous ils elles me m te t se s le la les l lui leur leurs y en moi toi ce c cet cette ces cela ça mon ma mes ton ta
    tes sa ses notre nos votre vos un une des du de d au aux à dans par pour avec chez depuis jusqu jusque et ou mais si ne n pas
    toujours encore maintenant actuellement déjà donc alors finalement svp stp`),
};

const word = /[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*['’]?/gu;

/** Returns a question without the words of a language that only ask; as it is where nothing else is left. */
export function withoutAskingWords(question: string, language: string): string {
  const asking = askingWords[language];
  if (asking === undefined) return question;
  const left = question.replaceAll(word, (found, at: number) => tellingPartOf(found, opensAt(question, at), asking));
  return /[\p{L}\p{N}]/u.test(left) ? left.replaceAll(/\s+/gu, ' ').trim() : question;
}

/** Whether a sentence begins there, whose first word has a capital in any case. */
const opensAt = (question: string, at: number): boolean => !/[\p{L}\p{N},;][\s"'„“«(]*$/u.test(question.slice(0, at));

const elided = /^(\p{L}{1,2}|jusqu)['’]/iu;

/** "Est-ce" and "a-t-on" say nothing, "rendez-vous" is one word, and "l'immeuble" an immeuble. Names have a capital: "Will", "Küchen Aktuell". */
function tellingPartOf(found: string, isFirst: boolean, asking: ReadonlySet<string>): string {
  const isAsking = (part: string) => asking.has(isFirst ? part.toLowerCase() : part);
  const parts = found.split(/[-'’]/u).filter((part) => part !== '');
  if (parts.every(isAsking)) return ' ';
  return found.replace(elided, (before, article: string) => (asking.has(article.toLowerCase()) ? ' ' : before));
}
