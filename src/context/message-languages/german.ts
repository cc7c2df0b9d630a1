import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const german: MessageLanguage = {
  small: `ich du er sie es wir ihr mich mir dich dir ihn ihm uns der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner
    unser unsere und oder aber ist sind war waren bin bist hab habe hast hat haben nicht kein keine noch nochmal mal ja zum zur im am auf aus bei
    mit nach von vom für über was wer wie wo wann welche welcher welches welchen wem wen warum ob dass wenn bitte zu seit wieder schon als um sich wird werden kann können soll muss doch nur dann jetzt alle alles man so`,
  greeting: `
    hallo(?:chen)?|hallöchen|huhu|servus|moin(?: moin)?|moinsen|tach|tag|grüezi|grüß (?:dich|gott|euch|sie)|guten? (?:morgen|tag|abend|mittag)|n'abend
    abend|morgen|mahlzeit|na(?: du)?|wie (?:geht|gehts|läuft|läufts|schauts)(?:'s| es)?(?: dir| ihnen| euch)?(?: so| heute)*
    alles (?:klar|gut|fit)(?: bei dir)?
    was geht(?: ab)?|was gibt'?s neues|schön,? (?:dich|von dir) (?:zu (?:sehen|hören|lesen|treffen)|wiederzusehen)|willkommen zurück
    frohes neues(?: jahr)?|lange nicht gesehen`,
  greetingByName: 'hallo|servus',
  hesitations: hesitations.de,
  before: 'so|also|okay|ok|gut|ja|ach|jetzt|bitte|naja|und|sag mal|übrigens',
  idle: String.raw`
    wieder|nochmals?|noch ?mal|ich|bin'?s|bin (?:wieder )?(?:da|hier|zurück)|da bin ich
    zurück (?:aus|von|vom) (?:(?:dem|der|den|einem|einer|meinem|meiner) )?\p{L}+|zurück|da|hier|endlich
    mein (?:lieber|freund)|meine liebe|assistent|du|zusammen|leute|so|also|ja|und|ok|okay|gut|bitte|heute
    bist du (?:noch )?(?:da|wach|bereit)|jemand (?:da|zuhause)
    ich bin (?:wieder|jetzt|zurück|da)|kannst du mir helfen|ich brauche? hilfe`,
  smallTalk: String.raw`
    wie war (?:dein|euer|das) \p{L}+|sorry|entschuldig\p{L}*|tut mir leid|verzeih\p{L}*|geschlafen|verschlafen|müde|feierabend|ausgeschlafen
    todmüde|hundemüde|kaputt
    k\.? ?o\.?|erledigt|geschafft
    (?:was für ein\p{L}*|langer|anstrengender|stressiger|harter|schöner|lange|anstrengende|was ein) (?:tag|woche|nacht|abend|morgen)
    (?:endlich|gleich|schon|bald|wieder) (?:wochenende|freitag|montag|daheim|zu ?hause|ruhe|mittag\p{L}*)
    kaffee|mittagspause|pause (?:vorbei|gemacht|zu ende)
    (?:musste|muss|war) (?:vorhin |kurz |gerade |eben |schnell )*(?:weg|los|fort|raus|unterwegs)|dazwischen\p{L}*|telefon|anruf|geklingelt
    gegessen|abgebrochen|unterbrochen
    (?:sau|mist)?wetter|regnet|vermisst|lange her`,
  begins: `
    (?:(?:lass|lasst) uns|können wir|wollen wir|wir können|ich (?:möchte|will|würde gern)|kann ich) (?:(?:da|dort|jetzt|wieder|neu|ganz|bitte|mal|kurz|von vorne?|einfach|das gespräch|unser gespräch|unsere unterhaltung) )*(?:anfangen|beginnen|starten|loslegen|weitermachen|weiterreden|fortfahren|fortsetzen|anknüpfen)
    (?:wir )?(?:machen|reden|mach|fangen wir|legen wir)(?: wir)? (?:\\p{L}+ )?(?:weiter|an|los)|weiter(?: geht'?s| im text)?
    (?:auf )?(?:ein )?neu(?:er|es|e) (?:chat|gespräch|unterhaltung|anfang|sitzung)|(?:los|auf) geht'?s|fang(?:en wir)? an|von vorne?
    stell dich (?:bitte |mal )?vor|(?:ich )?bin bereit|bereit`,
  aboutUs: `
    ^(?:bring|hol) mich (?:mal |bitte |wieder |kurz )*(?:auf (?:den (?:neu(?:e?sten|en) )?stand|stand)|ab)
    ^was (?:steht|liegt) (?:heute |so |alles )*an$|^was (?:ist|gibt es|gibt's|gibts) (?:so |alles )?neu(?:es)?$
    ^wer bin ich(?: (?:für dich|eigentlich))*$`,
  talk: `ich bin bins s es war waren mich mir wir uns unser unsere unserem unserer unseren du bist dich dir dein deine deinem deinen hast hab habe haben
    hatte hatten hattest ist sind dies dies da dort hier jetzt wieder nochmal nochmals noch mal einmal zurück weiter weitermachen weiterreden
    weiterplaudern weitergehen weiterquatschen fortsetzen fortfahren fortführen anknüpfen machen mach macht gemacht gehen geht geh reden
    redeten geredet redest sprechen sprachen gesprochen besprochen besprachen sagen gesagt sagte erzählen erzählt erzähl unterhalten
    unterhaltung unterhielten gequatscht geplaudert gespräch gesprächs gespräche chat chats chatten gechattet geschrieben schreiben schrieben
    schreibt sitzung session thema themen faden thread stelle punkt anfangen angefangen beginnen starten loslegen los neu neue neuer neuen
    frisch wo wer was wie worüber wovon womit woran wobei worum welches welchem ging ums weißt wissen weiß kennst kennen kenne kanntest
    erkennst erinnerst erinnere erinner erinnern erinnerung erinnerungen gemerkt merken gespeichert vergessen gelernt erfahren stehen
    stehengeblieben steckengeblieben geblieben blieben aufgehört hörten aufhörten unterbrochen verblieben letzte letzten letztes letzter
    letztem mal vorige vorigen voriges zuletzt vorhin gerade eben gestern heute neulich vorher davor früher damals abend tag tage tagen woche
    wochen monate monaten jahr jahren lange lang langer länger ewig ewigkeit ewigkeiten zeit weile nix nichts nicht nimmer voneinander gehört
    gesehen gelesen lass lasst können könnten könnte kannst könntest sollen wollen wollten würde gern gerne bitte danke so also na ja nein ok
    okay gut schön freut freue hallo und oder aber an am im in mit von vom über zu zum zur bei beim für dem den der die das des ein eine einen
    einem einer alles etwas irgendwas viel vieles mehr sonst eigentlich denn nun schon immer überhaupt doch kurz nur ob dass als wenn
    miteinander zusammen fertig bereit melde meld endlich wichtig zusammenfassung fass fasse überblick stand dran dabei mittendrin drin mitten mensch
    person auf jemand zuhause daheim assistent freund her auch bis hin gekommen kamen gib bild eindruck bisher bislang beschreib beschreibe
    sorry entschuldige entschuldigung`,
  lastTime: String.raw`
    (?:weißt|wissen|kennst|erinner\p{L}*|gemerkt|vergessen|gespeichert|erfahren|gelernt|erzählt|gesagt|merken|weiß|bild|eindruck) .*(?:über|von|an) mich
    von mir|(?:kennst|erkennst|beschreibe?) (?:du )?mich|wer (?:bin ich|ich bin|hier schreibt)
    (?:mensch|person) .*ich
    (?:letzt\p{L}*|vorig\p{L}*|gestern|vorhin|neulich|zuletzt|gerade|eben|vorher|früher\p{L}*) .*(?:mal|gespräch\p{L}*|unterhaltung|chats?|sitzung|session|thema|bespr\p{L}+|geredet|gesprochen|gechattet|geschrieben|unterhalten|stehen|aufgehört|dran|dabei)
    (?:wo|was|worüber|wovon|womit|woran|wobei|worum|wie weit|welche\p{L}*) .*(?:wir|uns|ging) .*(?:geblieben|verblieben|blieben|aufgehört|dran|dabei|mitten\p{L}*|gerade|eben|zuletzt|letzte\p{L}*|vorhin|geredet|gesprochen|besprochen|gekommen|stand)
    wo waren wir(?: noch| nochmal| eigentlich| denn| gleich)*$`,
  goesOn: String.raw`
    weiter\p{L}*|fortsetzen|fortfahren|fortführen|anknüpfen|zurück|wieder (?:da|hier)|bist du (?:noch )?(?:da|wach|hier)
    bins?(?:'s| es)? (?:wieder|nochmal|noch mal)|(?:wieder|nochmal) ich|da bin ich
    (?:lang(?:e|er)?|ewig|ewigkeiten) (?:zeit )?(?:nix|nichts|nicht) .*(?:gehört|gesehen|gesprochen|geschrieben|gelesen)
    (?:lange?|ewig|ewigkeit\p{L}*|weile|wochen|monate) (?:schon )?her|(?:freut|freue|schön) .*(?:dich|dir|sehen|wieder|hören)|neu anfangen
    von vorne? anfangen`,
  question: `
    (?<!alles |das |etwas |nichts |all )was|wer|wem|wen|wann|welche[rnsm]?|wie(?= )|warum|woran|womit|wofür|woher|wohin|wie ?viele?|(?<!, )wo|ob`,
  and: `
    und|oder|aber|sowie`,
  signs: {
    causes: String.raw`
      warum|wieso|weshalb|weswegen|gründe?n?|ursachen?|woran (?:lag|liegt|sieht|merkt|erkennt) .*|auswirk\p{L}*|ausgewirkt|beeinfluss\p{L}*
      einfl(?:uss|üsse)|konsequenz\p{L}*|zusammenhang|zusammenh[äi]ng\p{L}*
      h[äi]ng\p{L}* .*zusammen|dazu geführt|führte dazu|was (?:wäre|passiert|würde passieren),? wenn|wie (?:kam|kommt) es`,
    compares: String.raw`
      vergleich\p{L}*|verglichen|unterschied\p{L}*|unterscheide\p{L}*|gegenüberstell\p{L}*|stell\p{L}* .*gegenüber|im gegensatz
      gemeinsamkeit\p{L}*|gemeinsam haben|haben .*gemeinsam|versus|vs\.?
      (?:besser|schlechter|mehr|weniger|größer|kleiner|länger|kürzer|teurer|billiger|günstiger|häufiger|öfter|seltener|schneller|langsamer|früher|später|älter|jünger|höher|stärker|schwerer|leichter|lieber|anders) als
      (?:welche\p{L}*|was|ob|ist|war|wäre|sind|lohnt) .*(?:besser|schlechter|sinnvoller)|vor-? und nachteile|für und wider|pro und contra
      widersprech\p{L}*|widerspr[iuü]ch\p{L}*|sich einig
      (?:soll|sollte|sollten|sollen) (?:ich|wir) .+ oder .+|entweder .+ oder|am (?:meisten|häufigsten|wichtigsten)|w[äo]g\p{L}* .*ab|abwäg\p{L}*`,
    digests: String.raw`
      zusammen(?:fass|zu ?fass|stell|zu ?stell)\p{L}*|zusammengefasst|(?:fass|stell)\p{L}* .*zusammen|überblick|übersicht\p{L}*|rückblick
      rückschau|bilanz|chronolog\p{L}*|chronik|zeitstrahl|zeitleiste|timeline|(?:zeitlicher|ganzer|gesamter|bisheriger) verlauf
      verlauf (?:der|des|von|meine\p{L}|unsere\p{L})
      werdegang|einen \p{L}*lebenslauf|von anfang an|von vorne bis hinten|(?:ganze|gesamte|komplette|volle) geschichte
      geschichte (?:von|des|der|meine\p{L}|unsere\p{L})|(?:einen|als|im) \p{L}*bericht|analys\p{L}*|auswert\p{L}*|werte? .*aus|resümee|fazit
      geh\p{L}* .*durch|durchgehen
      erklär(?:e|en)?|beschreib(?:e|en)?|schilder(?:e|n)?|rekapitulier\p{L}*|in welcher reihenfolge|stand der dinge|steckbrief`,
    tasks: String.raw`
      ich (?:brauche?|will|möchte|hätte gerne?) (?:alle\p{L}*|jede\p{L}*|eine \p{L}*(?:liste|übersicht))
      erstell\p{L}*|entw[ie]rf\p{L}*|verfass\p{L}*|formulier\p{L}*|organisiere?n?|bereite .*vor|vorbereit\p{L}*|plane
      (?:^|mir |uns |bitte )plan(?= )|(?:zu|können wir .*|lass uns .*|hilf .*) planen|planung|\p{L}*plan für
      ^(?:ein\p{L}* )?\p{L}+(?:plan|ideen|programm|vorschläge|liste|ordnung)(?= )|list\p{L}* .*auf|auflist\p{L}*|aufzähl\p{L}*|zähle? .*auf
      (?:eine |als )liste
      schreibe? (?:mir |uns |bitte |mal )*(?:einen|eine|ein|die|den|das|meine?n?|unsere?n?)
      (?:sammle|sammel|sortiere?|ordne|bewerte|rekonstruiere?|nenne? mir|skizziere?|such .* raus)(?! dir)|rechne? .*(?:aus|zusammen)
      nach .* (?:sortiert|geordnet)`,
    everything: String.raw`
      alles(?! (?:klar|gut|ok|okay|fit))|alle[nr]?|sämtliche\p{L}*
      jede[rsnm]?(?! (?:tag|woche|monat|jahr|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag))|einzelne[nrsm]?
      (?:ganze|gesamte)[nrsm]? (?:familie|woche|zeit|weg|prozess|projekt)`,
    developments: String.raw`
      verändert?|veränderung\p{L}*|entwickelt|entwicklung\p{L}*|(?:hat|haben|wie|was) .*(?:geändert|gewandelt|verbessert|verschlechtert)
      fortschritte?|trends?|muster|tendenz\p{L}*|im laufe?|mit der zeit|über die (?:zeit|jahre|monate|wochen|letzten)|immer wieder|wandel
      (?:besser|schlechter|mehr|weniger) geworden
      vorher und nachher|vor und nach|wie oft .+ und|verhältnis (?:zu|zwischen)|beziehung (?:zu|zwischen)|regelmäßigkeit\p{L}*`,
    spans: String.raw`
      seit(?! (?:wann|gestern|heute|vorgestern|eben|kurzem|neuestem))|zwischen .+ und .+|in den (?:letzten|vergangenen|nächsten|kommenden)
      (?:letzten|vergangenen|nächsten|kommenden) (?:\p{L}+ )?(?:\d+ )?(?:tagen?|wochen|monaten?|jahren?)|bisher|bislang|bis (?:heute|jetzt)
      von (?!wann).+ bis .+|(?:im|übers?|das|dieses) (?:ganze|gesamte|letzte|vergangene)[ns]? (?:jahr|quartal|halbjahr)`,
    advice: String.raw`
      empfiehl\p{L}*|empfehlen|empfehlungen|vorschläge?n?|schlage? .*vor|vorschlagen|ratschl\p{L}*|tipps|ideen|\p{L}+ideen
      was (?:würde|könnte|sollte|würden|könnten) .+|basierend|anhand|ausgehend von|auf (?:der )?(?:basis|grundlage)|berücksichtig\p{L}*
      unter berücksichtigung|angesichts
      (?:nach|aus|bei|mit) alle[mn]|du (?:weißt|kennst) (?:ja|doch)|(?:hilf|hilfst du|helf\p{L}*) (?:mir|uns)(?! .*(?:erinner|find))
      wie (?:könnte|sollte) (?:ich|wir)|sollte ich|meinung\p{L}*|strategien?|was (?:halten|denken|hält|denkt) .+ von|verstehen sich
      passend\p{L}*|passen (?:zu|mit)|passt (?:zu|am)`,
  },
  parts: `
    beide[rsnm]?|zusammen|jeweils|sowie|außerdem|auch|und (?:was|wer|wann|wo|welche\\p{L}*|wie|ob|warum)|außer|aber nicht|ohne|sondern`,
  back: {
    always: String.raw`
      eine[nrs]? \p{L}+ere[nrs]?(?= ?[,.?!]|$)|(?:wie|so wie) (?:letztes mal|beim letzten mal|immer|vorher|damals)(?= ?[,.?!]|$)
      (?:in|mit|bei|von|aus|zu) welche[rmn](?= (?:war|ist|hat|kam|steckt\p{L}*|lag|gehört)(?!\p{L}))
      (?:kürzer|länger|ausführlicher|einfacher|formeller|genauer)(?= ?[,.?!]|$)
      (?:dasselbe|das gleiche|das selbe|genauso|ebenso|gleiches)(?: (?:für|bei|mit|gilt)|$| ?[,.?!])
      (?:keine[rs]?|eine[rs]?|beide|welche[rs]?|wie viele|jeder) (?:davon|von (?:ihnen|denen|beiden))
      an (?:dem|diesem|jenem) (?:tag|abend|wochenende|morgen)|bei (?:dem|diesem|jenem) mal|was (?:sonst|noch) noch|das andere mal
      das (?:letzte|vorige|erste) mal(?= ?[,.?!]|$)`,
    who: String.raw`
      welche[rs](?= (?:hat|war|ist|hatte|gefiel|kostet|gehört|davon)(?!\p{L}))
      (?:der|die|das|den|dem) (?:alte|neue|rote|blaue|grüne|schwarze|weiße|gelbe|graue|große|kleine|billige|teure|größere|kleinere|billigere|teurere|günstigere|frühere|vorherige)n?(?= ?[,.?!]|$| (?:ist|war|kostet|noch|auch|denn|wo|nicht|hat)(?!\p{L}))
      er|sie|ihre?[nmrs]?|seine?[nmrs]?|ihr|dessen|deren|derjenige
      (?:der|die|das|den|dem) (?:\p{L}+e[nr]? )?(?:erste|zweite|dritte|letzte|andere|erster|ander|nächste|vorige|vorherige)[nrs]?(?=$| ?[,.?!]| (?:für|von|in|am|bitte|nochmal|noch|auch|denn|ist|war|hat|nicht|da|genau|mal)(?!\p{L}))`,
    what: String.raw`
      (?:davor|danach|seitdem|damals|dazu|davon|daran|dafür|dagegen|darüber|darauf|darin|dabei|damit|dadurch|daraus|darum|deswegen|deshalb|dorthin|dorther)(?!,? (?:dass|ob|wie|was|wer|wann|zu|wo))
      ihn|ihm|ihnen|dort|diese[rsnm]?(?= ?[,.?!]|$| (?:nicht|noch|auch|denn|ist|war|hat|genau)(?!\p{L}))|jene[rsnm]?
      (?:das|die|der|den|dem|denen)(?= ?[,.?!]|$| (?:nicht|noch|auch|denn|ist|war|waren|sind|hat|hatte|eigentlich|nochmal|genau|gleich|mal|so|wert|da|für|bei|mit|am|im|in|jetzt|dann|damals|wieder|gewesen|gekostet|gemacht|gesagt|passiert|gekauft|gefunden|gedauert|heißt|alles|wohl|kaputt|gefallen|geklappt|bezahlt|her|ist|doch|schon|immer|überhaupt|gerade|zusammen|mir|dir|uns|ihm|ihr)(?!\p{L}))
      es(?! (?:in|um|am|bei|morgen|heute|noch \p{L}+|eigentlich|eine?n?|irgend|etwas|hier|regn|schnei|möglich|sein|dass|so|stimmt))`,
    pointing: String.raw`
      diese[rsnm]? (?!woche|monat|jahr|jahres|sommer|winter|frühling|herbst|abend|morgen|wochenende|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|tage)\p{L}+`,
    idle: String.raw`
      (?:lag|liegt) es,? (?:dass|an)|woran (?:lag|liegt) es|(?:sieht|sah) (?:es|das)|gibt'?s|gibt es|es gibt|gab es|es gab|geht es|es geht
      geht's|(?:regnet|schneit|stimmt|donnert|dauert|lohnt|reicht|heißt) es|(?:spät|uhr|warm|kalt|heiß|dunkel|hell) (?:ist|war|wird) es
      wie spät .*es|ist es (?:\p{L}+ )?(?:wahr|richtig|möglich|so|okay|erlaubt|normal)
      was (?:ist|sind|war|bedeutet|heißt) (?:denn |eigentlich |genau )*das(?: \p{L}+)?,? (?:ein|eine|der|die|das)? ?.+
      wie (?:lange|weit) (?:ist|dauert) es|es sei denn|es war einmal|kann es sein|es (?:ist|war) so
      wer (?:ist|war|waren|sind) (?:der|die|das) \p{L}+`,
    noun: String.raw`
      (?:eine?[nmr]?|meine?[nmrs]?|unsere?[nmrs]?) \p{L}+`,
    asking: `welche[rsnm]?|wieviele?|viele?|für eine?n?`,
    clause:
      'und|oder|aber|dass|ob|wenn|weil|wer|wie|wo|wann|was|warum|welche[rsnm]?|bis|seit|als|bevor|nachdem|damit|obwohl',
    edits: String.raw`
      übersetz\p{L}*|änder\p{L}*|lösch\p{L}*|streich\p{L}*|entfern\p{L}*|stornier\p{L}*|erhöh\p{L}*|verkürz\p{L}*|verschieb\p{L}*
      korrigier\p{L}*|schick\p{L}*|nimm`,
    empty: `
      ergebnis ergebnisse antwort frist wirkung reaktion wieso weswegen seit ab geld wahr echt fertig seite seiten code nummer wert
      gelegen geschrieben geantwortet antwortet angefangen los geklappt geblieben blieb gewollt jahre tage wochen monate weißt wissen
      erinnerst erinnere sag sagen gesagt sagte erzählt erzähl zeig nenn nenne merk notier erklär erkläre wiederhol wiederhole genau
      eigentlich wirklich denn mal nochmal nochmals wieder noch sonst mehr weniger meisten viel viele lange lang oft weit spät früh bald
      groß klein alt neu neue neuen alte andere anderen anderes anderer gleiche gleichen selbe erste ersten erster zweite zweiten dritte
      dritten letzte letzten letzter letztes nächste nächsten vorige vorigen vorherige dann jetzt vorher nachher später früher her zurück
      ende endlich auch nur sogar je nie immer manchmal vielleicht stattdessen außerdem gut okay ok ja nein bitte danke klar stimmt moment
      ach oh aha hm jemand etwas irgendwas nichts alles niemand eins zwei drei tag datum woche monat jahr uhr uhrzeit stunde ort ding
      sache art teil grund name adresse preis kosten kostet kostete gekostet farbe größe alter passiert passierte geschehen gemacht machen
      macht gewesen geworden gehabt gekommen gegangen ging geht kam bin gab gibt da dort hier heißt hieß heißen dauert dauerte gedauert
      wurde wurden würde sollte wollte wollten konnte könnte müssen muss mussten darf weshalb wozu woher wohin womit wofür woran worüber
      wovon wodurch wem wen wessen wieviel wieviele welchem weiter weiteres details genaueres teuer teurer billiger billig günstiger
      besser beste schlechter größer kleiner beide beiden keine keiner ihm ihnen ihr ihn sein seine seinen seiner ihre ihren ihrem ihrer
      es das dem gleich gerade damals danach davor dazu davon dafür daran darüber dabei damit ahnung heute gestern morgen man ganz voll
      gesamt insgesamt doch halt eben`,
    own: 'meine?[nmrs]?|mein|unsere?[nmrs]?|unser',
    self: 'was bedeutet|was heißt|(?:wer|was|wo|wann) (?:ist|sind|war|waren)|ich|mich|mir|wir|uns|gibt|du',
    fragment: String.raw`
      (?:und|oder|aber|was ist mit(?!.* passiert)|wie (?:ist|war) es mit|wie sieht es mit|wie sieht's mit|auch)((?: \S+){1,5})`,
  },
};
