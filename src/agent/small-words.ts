import { getOrInsert } from '../platform/get-or-insert.ts';
import { wordSet } from '../platform/word-lists.ts';
import { wordsAskingForAll } from '../search/asked-period.ts';
import { stemsOf } from './sentences.ts';

/** By language, words that say nothing of what is asked: articles, pronouns, auxiliaries, question words, and those that ask for a name. */
const lists: Readonly<Record<string, ReadonlySet<string>>> = {
  de: wordSet(`der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber denn weil dass ob wenn als wie
    so auch nur noch schon sehr mal doch ja nein nicht nichts ich du er sie es wir ihr mich dich sich ihn uns euch mir dir ihm ihnen mein meine meinen
    meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner ihre ihren ihrem ihrer unser unsere unseren unserem
    unserer euer eure man jemand wer wen wem wessen was wann wo wohin woher warum wieso weshalb wovor womit wofür wogegen wodurch wovon woran worauf worüber worum wonach wozu woraus worin welche welcher welches welchen welchem wieviel
    wieviele viel viele in im an am auf aus bei beim mit nach von vom zu zum zur für über unter vor hinter neben zwischen durch gegen ohne um seit
    bis bin bist ist sind seid war warst waren wart gewesen habe hast hat haben habt hatte hattest hatten gehabt werde wirst wird werden wurde
    wurden worden kann kannst können konnte konnten muss musst müssen musste soll sollte will willst wollen wollte darf dürfen mag möchte möchten
    gibt gab früher damals vorher ursprünglich zurzeit derzeit aktuell aktuelle aktueller aktuelles momentan immer heißt heiße heißen hieß hießen name namen da dort hier jetzt nun dann eigentlich gerade überhaupt bitte weißt weiß kennst dieser
    diese dieses diesen diesem alle alles etwas`),
  es: wordSet(`el la los las un una unos unas y e o u pero porque que como cuando donde si no ni ya muy más menos también solo yo tú él ella
    nosotros ellos ellas usted ustedes me te se nos os le les lo mi mis tu tus su sus nuestro nuestra nuestros nuestras quién quiénes qué cuál
    cuáles cuándo dónde adónde cómo cuánto cuánta cuántos cuántas por para con sin de del a al en entre sobre desde hasta hacia ser es soy eres
    somos son era eras eran fue fui fueron sido estar está estoy estás están estaba estaban he has ha hemos han había habían haber hay hubo tengo
    tienes tiene tenemos tienen tenía puedo puede pueden debo debe quiero quiere llama llamo llamas llaman llamaba nombre ahora antes después antiguamente actualmente actual todavía aún aquí
    allí esto este esta ese esa eso todo toda todos todas algo`),
  fr: wordSet(`le la les l un une des du de d et ou mais car que qu qui quoi dont où quand comment pourquoi combien quel quelle quels quelles est ce
    se s si ne n pas plus aussi très je j tu il elle on nous vous ils elles me m te t lui leur moi toi mon ma mes ton ta tes son sa ses notre nos
    votre vos leurs à au aux en dans sur sous par pour avec sans chez entre vers depuis suis es sommes êtes sont étais était étaient été être ai
    as a avons avez ont avais avait avaient eu avoir peux peut peuvent dois doit veux veut y cela ça ceci cet cette ces tout toute tous toutes
    quelque appelle appelles appellent appelait nom maintenant avant auparavant actuellement actuel actuelle encore toujours s'appelle s’appelle s'appellent s’appellent s'appelait s’appelait m'appelle m’appelle
    t'appelles t’appelles qu'est qu’est c'est c’est n'est n’est j'ai j’ai j'avais j’avais l'ai l’ai n'ai n’ai d'où d’où`),
  it: wordSet(`il lo la i gli le l un uno una e o ma perché che chi cui cosa cos come quando dove quanto quanta quanti quante quale quali se non più
    anche molto io tu lui lei noi voi loro mi ti si ci vi mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro
    vostra di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla in nel nella nei nelle su sul sulla con per tra fra senza
    sono sei è siamo siete era ero erano stato stata essere ho hai ha abbiamo avete hanno aveva avevo avere posso può deve voglio vuole chiama
    chiamo chiami chiamano nome c'è c’è cos'è cos’è dov'è dov’è com'è com’è quand'è quand’è ora adesso prima attualmente attuale ancora qui lì questo questa questi queste quello quella tutto tutti`),
  pt: wordSet(`o a os as um uma uns umas e ou mas porque que quem qual quais quando onde aonde como quanto quanta quantos quantas se não sim mais
    também muito eu tu você ele ela nós vocês eles elas me te nos lhe lhes meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos
    nossas de do da dos das em no na nas ao à aos às por pelo pela para com sem sobre entre até desde sou és é somos são era eram foi foram ser
    estar estou está estão estava tenho tem temos têm tinha ter há havia posso pode deve quero quer chama chamo chamam nome agora antes atualmente actualmente atual ainda aqui ali isto
    este esta esse essa isso tudo todo toda todos todas`),
  nl: wordSet(`zich de het een en of maar want omdat dat die dit deze wie wat wanneer waar waarheen waarvoor waarmee waarover waarop waarvan waaraan waarom hoe hoeveel welke welk als dan niet geen ook
    nog al erg heel ik jij je u hij zij ze wij we jullie mij me jou hem haar ons hen hun mijn jouw zijn onze uw van in op aan bij met naar uit
    over onder voor tegen door om tot sinds zonder te ben bent is was waren geweest heb hebt heeft hebben had hadden gehad word wordt worden werd
    kan kun kunnen kon moet moeten mag wil willen zal zou er heet heten heette noemt naam nu toen vroeger eerst momenteel steeds hier daar alle alles iets`),
  ja: wordSet(`今 現在 最近 時 前 後 人 さん ちゃん くん 様 名前 何 どれ どの どんな どう いくら いくつ この その あの これ それ あれ ここ そこ あそこ 自分
    教え 呼ん 呼ば 言い 言わ 言う いう なん なに だれ どなた なり なっ なる ください 下さい しまし ます でし だっ でしょ う ん さ ば け から そして また
    ずつ だけ しか くらい ぐらい 方 ところ 中 度 回 つ 歳 才 個 年 月 日 曜日 お ご 的 とき られ させ せる れる おり おる 以前 昔 当時 まだ あった 起き 起こっ`),
  zh: wordSet(`现在 目前 最近 这 那 这个 那个 这里 那里 哪个 哪家 哪天 哪年 几 多少 多大 多久 怎样 怎么样 如何 和 跟 与 或 也 都 还 就 又 再 很 太 更 最 不 没 没有
    有 在 到 去 来 要 会 能 可以 想 被 把 给 让 从 对 为 向 以 及 而 但 但是 因为 所以 如果 的话 过 着 地 得 之 其 个 些 位 次 种 号 天 年 月 日 时候 时 上 下 里 中
    自己 咱们 人 叫 名字 告诉 一个 一 请 做 吃的 用的 以前 之前 当时 曾经 那天 发生 事情 事 哪儿 去哪儿`),
};

/** Whether it is known which words of a language say nothing of what is asked: what shares no other word with a question is no answer. */
export const knowsSmallWords = (language: string): boolean => language in lists;

/** By language, worked out once. */
const smallStems = new Map<string, ReadonlySet<string>>();
const smallStemsIn = (language: string): ReadonlySet<string> =>
  getOrInsert(smallStems, language, () => {
    const small = (lists[language] ?? new Set<string>()).union(wordsAskingForAll(language));
    return stemsOf([...small].join(' '), language);
  });

/** Returns the stems of a question that an answer has in common with it; all, if it consists of small words alone. */
export function askedStems(question: string, language: string): ReadonlySet<string> {
  const all = stemsOf(question, language);
  const saying = all.difference(smallStemsIn(language));
  return saying.size > 0 ? saying : all;
}
