import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutMatches } from './without-matches.ts';

const german = () => {
  const begins = '(?<=^|[.!?:;,] )(?:bitte |und |nun )?';
  const softly = '(?: (?:mir|uns|bitte|noch|mal|einmal|nochmal|kurz|doch|der Reihe nach))*';
  const canYou = `(?:kannst|könntest|würdest|magst) du${softly}`;
  const plain = `(?: ${oneWordOf(`kurze kurzen kurzer knappe knappen vollständige vollständigen gute guten groben grobe chronologische chronologischen ganze
    ganzen komplette kompletten`)})?`;
  const summary = oneWordOf('Zusammenfassung Überblick Übersicht Zeitleiste Abriss Rückblick Verlauf');
  const order = '(?:(?:zeitliche[nr]?|richtige[nr]?|chronologische[nr]?) )?(?:Reihenfolge|Abfolge)';
  const raised =
    oneOf(`(?:darauf|darüber|davon|damit) (?:gekommen|gesprochen|erzählt|angefangen)|zur Sprache (?:gebracht|gekommen)|ins Spiel gebracht
    ${oneWordOf('angesprochen erwähnt erzählt besprochen aufgebracht thematisiert genannt berichtet gesprochen geschildert beschrieben')}`);
  const have = '(?:habe|hab|haben)';
  const who = '(?:ich|wir)';
  const facets = `(?:(?:die|meine[nr]?|den) )?(?:verschiedenen?|einzelnen?|unterschiedlichen?) ${oneWordOf(`Aspekte Aspekten Themen Punkte Punkten Schritte
    Schritten Dinge Dingen Teile Teilen Seiten Phasen Etappen Stationen`)}(?: (?:von|zu|rund um))?`;
  return `
    ${begins}(?:fasse?${softly}(?: zusammen)?|(?:liste|zähle?|nenne?|ordne)${softly}(?: auf)?|${canYou} (?:zusammenfassen|auflisten|aufzählen|ordnen|nennen))
    ${begins}(?:(?:gib|gibst du|mache?|erstelle?|schreibe?|ich brauche|ich hätte gerne?)${softly}|${canYou}) (?:eine[nr]?|den|die)${plain} ${summary}(?: geben)?(?: (?:über|zu|von|davon|darüber))?
    (?:in welcher ${order}|(?:die|in der) ${order},? in (?:der|welcher))(?: ${have} ${who}| ${who})?(?: (?:dir|dich|mit dir|bei dir|nach und nach))*|(?:der Reihe nach|nacheinander|chronologisch)
    ${facets}
    (?:(?:die|den|das|was|wovon|von (?:denen|der|dem)|welche) )?${who} (?:(?:dir|mit dir|hier|so|alles|schon|bisher) )*${raised} ${have}
    ${oneOf('angesprochen|erwähnt|genannt|thematisiert|zur Sprache gebracht')}(?: ${have})?(?=[.?!,]|$)
    (?:sich )?(?:entwickelt|weiterentwickelt|verändert|ergeben) hat|(?:verlaufen|gelaufen|weitergegangen|vorangegangen|vorangekommen) ist
    wie viele? ${oneWordOf('Tage Wochen Monate Jahre Stunden Minuten Zeit')}(?: (?:lagen|liegen|lag|vergingen|verging|sind|ist|waren|war))?(?= zwischen)
    (?:wie lange|wie viele? ${oneWordOf('Tage Wochen Monate Jahre Stunden Zeit')}) (?:hat es gedauert|dauerte es|sind vergangen|ist vergangen|vergingen|verging)(?=,? (?:von|vom|bis|zwischen|seit))
    (?:insgesamt|alles in allem|zusammengenommen|alles zusammen|zusammengerechnet|im Laufe der (?:Zeit|Monate)|über die (?:Monate|Zeit)(?: hinweg)?)
    (?:in|während|aus) (?:all )?unseren (?:${oneWordOf('bisherigen letzten ganzen')} )?${oneWordOf('Gesprächen Unterhaltungen Chats')}`;
};

/** By language, what is to be done with what is found, and where it was said; `task-frames.ts` has those of English. Source: docs/adr/0087. */
const tasks: Readonly<Record<string, RegExp>> = {
  de: new RegExp(ofWords(oneOf(german())), 'giu'),
};

/** Returns a question without these, as `withoutTask` does. */
export function withoutTaskIn(question: string, language: string): string {
  const task = tasks[language];
  return task === undefined ? question : withoutMatches(question, task);
}
