import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';

/** What may stand between "you have" and "said" within one sentence. */
const between = '[^.?!;]{0,60}?';

/** "In our last chat, which island was it?", unless it asks for what the user said ("did I say", "my budget"), or the talk was with others. */
const talksInEnglish = (() => {
  const which = oneWordOf('previous last earlier past prior recent latest first other');
  const talk = oneWordOf('conversation chat discussion talk session');
  const talked = oneWordOf('talked discussed spoke chatted');
  const ofUser = String.raw`\b(?:my|(?:did|have|had) i|i (?:said|told|mentioned))\b`;
  const ours = String.raw`our (?:${which} )?${talk}(?! with\b)`;
  const we = String.raw`(?:we (?:\w+ )?${talked}|did we (?:say|discuss))(?![^.?!;]{0,40} with\b)`;
  return `(?<!${ofUser}[^.?!;]{0,60})(?:${ours}|${we})(?!.{0,120}${ofUser})`;
})();

const english = () => {
  const said =
    oneWordOf(`said told recommended suggested mentioned listed gave given cited quoted described called estimated put named explained
    warned taught calculated worked proposed advised wrote written drafted drew drawn showed shown sent made set planned summarised summarized
    translated picked chose chosen compared counted pointed offered provided came composed helped ranked referred outlined answered
    replied identified highlighted noted stated claimed`);
  const say =
    oneWordOf(`say tell recommend suggest mention list give cite quote describe call estimate put name explain warn teach calculate
    work propose advise write draft draw show send make set plan summarise summarize translate pick choose compare count point offer
    provide come compose rank refer outline answer reply identify highlight note state claim`);
  const adverb = String.raw`(?: (?:\w+ly|also|once|just|ever|then|first|last))?`;
  const told =
    oneWordOf(`list answer answers advice suggestion suggestions recommendation recommendations tip tips reply explanation proposal
    draft summary estimate calculation response message version translation timetable instructions recipe plan script query example
    examples table itinerary schedule favourite favorite pick mnemonic`);
  return `
    ${talksInEnglish}
    you(?:'ve|'d| have| had)?${adverb} ${said}
    (?:did|didn't|have|haven't|had) you${adverb} (?:${say}|${said})
    (?:were|have) you (?:been )?(?:saying|telling|suggesting|recommending|advising|explaining|proposing)
    (?:did you think|you thought) (?:i|we|it) (?:should|could|ought|would)
    according to you|your (?:own )?(?:\\w+ ){0,2}${told}`;
};

/** The same for both addresses. */
const saidInGerman =
  oneWordOf(`gesagt erzählt empfohlen vorgeschlagen genannt erwähnt aufgelistet aufgezählt aufgeführt beschrieben erklärt geschätzt
    berechnet ausgerechnet geraten abgeraten gegeben geschrieben aufgeschrieben zitiert angegeben gewarnt beigebracht erläutert gemeint
    zusammengestellt zusammengefasst übersetzt verraten gezeigt formuliert entworfen erstellt gemacht gedichtet ausgesucht hingewiesen
    angeführt ausgedacht vorgerechnet`);

const german = () => {
  const told =
    oneWordOf(`Liste Antwort Rat Tipp Tipps Empfehlung Empfehlungen Vorschlag Vorschläge Vorschlags Vorschlägen Erklärung Rezept
    Zusammenfassung Übersetzung Schätzung Rechnung Text`);
  return `
    (?:hast|hattest) du ${between}${saidInGerman}|du ${between}${saidInGerman} (?:hast|hattest)
    ${oneWordOf('sagtest empfahlst nanntest meintest erwähntest schriebst rietest gabst schlugst erklärtest')}
    (?:laut|nach) dir|deine?[rmns]? ${told}`;
};

const french = () => {
  const said = `${oneWordOf(`dit recommandé conseillé déconseillé proposé suggéré mentionné cité décrit expliqué donné estimé calculé écrit
    indiqué nommé listé énuméré appris averti rédigé traduit résumé montré préparé fait évoqué signalé préconisé parlé composé inventé
    comparé choisi fourni envoyé établi trouvé`)}e?s?`;
  const told =
    oneWordOf(`liste réponse conseil conseils recommandation recommandations proposition suggestion suggestions explication résumé
    recette traduction estimation`);
  return `
    (?:tu|vous) (?:nous |me |les |en |y |[mtl]')*(?:as|avais|avez|aviez) ${between}${said}
    t'(?:as|avais) ${between}${said}|(?:as|avais)-tu ${between}${said}|(?:avez|aviez)-vous ${between}${said}
    (?:selon|d'après) (?:toi|vous)|(?:ta|ton|tes|votre|vos) ${told}`;
};

const spanish = () => {
  const said =
    oneWordOf(`dicho recomendado aconsejado sugerido mencionado propuesto dado descrito explicado listado enumerado citado calculado
    estimado escrito nombrado indicado enseñado advertido traducido resumido preparado mostrado hecho hablado redactado señalado`);
  const saidOnce =
    oneWordOf(`dijiste recomendaste aconsejaste sugeriste mencionaste propusiste diste describiste explicaste listaste enumeraste
    citaste calculaste estimaste escribiste nombraste indicaste enseñaste advertiste tradujiste resumiste preparaste mostraste hiciste
    hablaste redactaste señalaste pasaste pusiste contaste llamaste armaste inventaste mandaste`);
  const politely = oneWordOf(
    'dijo recomendó sugirió mencionó aconsejó propuso dio explicó calculó estimó describió escribió citó indicó hizo preparó',
  );
  const told =
    oneWordOf(`lista respuesta recomendación recomendaciones sugerencia sugerencias consejo consejos propuesta explicación resumen
    receta traducción`);
  return `
    ${saidOnce}|(?:has|habías|habéis) ${said}|usted (?:me |nos )?${politely}|${politely} usted
    según (?:tú|usted|ti)|tus? ${told}`;
};

const italian = () => {
  const said =
    oneWordOf(`detto consigliato sconsigliato raccomandato suggerito menzionato elencato proposto dato descritto spiegato citato stimato
    calcolato scritto indicato insegnato nominato tradotto riassunto preparato mostrato fatto parlato avvertito segnalato chiamato composto
    inventato accennato messo\\sin\\sguardia`);
  const told =
    oneWordOf(`lista risposta consiglio consigli suggerimento suggerimenti proposta spiegazione ricetta traduzione stima
    raccomandazione riassunto`);
  return `(?:hai|avevi) ${between}${said}|secondo (?:te|lei)|(?:tua|tuo|tuoi|tue) ${told}`;
};

const portuguese = () => {
  const said =
    oneWordOf(`disse recomendou aconselhou sugeriu mencionou propôs deu descreveu explicou listou citou calculou estimou escreveu
    indicou ensinou avisou traduziu resumiu preparou mostrou fez falou passou montou chamou enumerou criou inventou alertou compôs dito recomendado sugerido
    mencionado indicado`);
  const saidOnce =
    oneWordOf(`disseste recomendaste aconselhaste sugeriste mencionaste propuseste descreveste explicaste listaste citaste
    calculaste estimaste escreveste indicaste ensinaste avisaste traduziste resumiste preparaste mostraste fizeste falaste chamaste
    enumeraste criaste`);
  const told = oneWordOf(
    'lista resposta conselho conselhos sugestão sugestões recomendação proposta explicação receita cálculo cálculos conta contas',
  );
  return `
    (?:você|vc|tu|o senhor|a senhora)(?: (?:me|nos|já|tinha|havia|também))* ${said}|${saidOnce}|me deste
    segundo (?:você|ti)|de acordo com você|(?:segundo|pel[oa]s?) (?:[oa]s? )?(?:seus?|suas?) ${told}|(?:tua|teu|teus|tuas) ${told}`;
};

const dutch = () => {
  const said =
    oneWordOf(`gezegd verteld aanbevolen aangeraden afgeraden voorgesteld genoemd vermeld opgesomd beschreven uitgelegd geschat berekend
    gegeven geschreven geciteerd gewaarschuwd geleerd vertaald samengevat gemaakt getoond uitgerekend bedacht getipt opgeschreven opgesteld`);
  const saidOnce = oneWordOf(
    'zei vertelde noemde gaf raadde adviseerde schreef stelde legde schatte berekende beschreef waarschuwde tipte bedacht kwam',
  );
  const told = oneWordOf(
    'lijst lijstje antwoord advies tip tips aanbeveling voorstel uitleg recept vertaling samenvatting schatting',
  );
  return `
    (?:heb|hebt|had) (?:je|jij|u) ${between}${said}|(?:je|jij|u) ${between}(?:${said} (?:hebt|had)|(?:hebt|had) ${said})
    (?:je|jij|u) (?:me |mij |ons )?${saidOnce}|(?:dat|die|wat) (?:je|jij|u) ${between}${saidOnce}|${saidOnce} (?:je|jij|u)|volgens (?:jou|u)|(?:je|jouw|uw) ${told}`;
};

const russian = () => {
  const said = `${oneWordOf(`сказал говорил рассказал рассказывал рекомендовал порекомендовал посоветовал советовал предложил предлагал упомянул
    упоминал назвал называл перечислил перечислял описал описывал объяснил объяснял дал давал написал писал оценил посчитал подсчитал
    рассчитал процитировал предупредил предупреждал научил перевёл перевел составил привёл привел показал придумал указал сочинил`)}[аи]?`;
  const told = oneWordOf(
    'список списке совет совету советам ответ ответе рекомендация рекомендации рекомендацию предложение рецепт перевод',
  );
  return `
    (?:ты|вы)(?: [а-яё]+){0,3}? ${said}|${said}(?: мне| нам)? (?:ты|вы)
    по-(?:твоему|вашему)|по (?:тво|ваш)[а-яё]+ (?:словам|мнению|подсч[её]там|расч[её]там|оценке|версии)|(?:тво|ваш)[а-яё]+ ${told}`;
};

/** The polite address differs from "they" by its capital alone. */
const politeGerman = () => {
  return `
    [Hh](?:aben|atten) Sie ${between}${saidInGerman}|Sie (?:${between}${saidInGerman} (?:haben|hatten)|(?:haben|hatten) ${between}${saidInGerman})
    [Ll]aut Ihnen|(?:nannten|empfahlen|sagten|erwähnten) Sie|Ihre?[rmns]? (?:Liste|Antwort|Empfehlung|Vorschlag|Erklärung|Rat)`;
};

const chinese = () => {
  const before = '(?:之前|上次|刚才|当时|那时|曾经?|先前|以前|昨天|那次|上回)';
  const toMe = '(?:给我|跟我|向我|对我|为我|帮我|教我|和我)';
  const said =
    '(?:说|推荐|建议|提到|提|列|告诉|提出|介绍|解释|给|写|估计|估算|算|描述|讲|教|翻译|总结|举|警告|提醒|起|选)';
  const you = '(?<![跟给对向和告诉])[你您]';
  return `
    ${you}(?:${before}|${toMe}|还|也|都|最|是)*${said}(?:我|给我)?(?:出来?|到)?(?:过|了|的)
    ${you}${before}(?:${toMe}|是|怎么|都)*${said}|${you}说(?:要|得|应该|可以)
    (?:按照?|根据|照)[你您]的?(?:说法|建议|推荐|回答|看法|计算|清单)
    ${you}(?:的|给的|那份|那个)(?:清单|列表|回答|建议|推荐|食谱|解释|翻译|总结)`;
};

const japanese = () => {
  const said =
    '(?:言|話し?|勧め|薦め|すすめ|教え|提案し?|挙げ|紹介し?|説明し?|書い?|推薦し?|作|計算し?|訳し?|警告し?|注意し?)';
  const made =
    '(?:勧め|薦め|すすめ|おすすめし|教え|提案し|挙げ|紹介し|説明し|推薦し|計算し|書い|作っ|訳し|まとめ|考え|選ん)';
  const told = '(?:リスト|回答|答え|提案|おすすめ|アドバイス|説明|レシピ|助言|要約|翻訳|計算)';
  // "Done for me", by nobody who is named before it: "マルコが教えてくれた".
  return `
    (?:あなた|君|きみ)[がは][^。？！]{0,30}${said}(?:って|いて|て|た|った)|(?:あなた|君|そちら)によると
    ^(?:(?!が|から|(?<!前)に)[^。？！]){0,60}?${made}[てで](?:くれ|くださ|いただい|もらっ)
    (?:あなた|君|きみ|そちら)の${told}|ご(?:回答|提案|説明|助言)`;
};

/**
 * Ways to ask for what the assistant said, by language: "the list you gave me", "according to you", "deine Empfehlung". What addresses
 * somebody ("you", "du", a verb in the second person) stands with a word of saying in the past: "Can you recommend …?" asks for something
 * new, and "What did I tell you?" for what the user said.
 */
const spaced = [english, german, french, spanish, italian, portuguese, dutch, russian].map((ways) => oneOf(ways()));
const anyCase = new RegExp(ofWords(oneOf(spaced.join('\n'))), 'iu');
const asWritten = new RegExp(ofWords(oneOf(politeGerman())), 'u');
const unspaced = new RegExp(oneOf([chinese, japanese].map((ways) => oneOf(ways())).join('\n')), 'u');

/** Whether a question to an assistant asks for something that the assistant said. */
export const asksWhatAssistantSaid = (question: string): boolean =>
  [anyCase, asWritten, unspaced].some((pattern) => pattern.test(question));
