import type { WordingLanguage } from './wording-language.ts';

export const german: WordingLanguage = {
  isVerbSecond: true,
  areNounsCapital: true,
  thousands: String.raw`\.`,
  numbers: `null:0 nen:1 ne:1 nem:1 ner:1 ein:1 eins:1 eine:1 einen:1 einem:1 einer:1 eines:1 zwei:2 beiden:2 beide:2 drei:3 vier:4 fünf:5 sechs:6 sieben:7
    acht:8 neun:9 zehn:10 elf:11 zwölf:12 dreizehn:13 vierzehn:14 fünfzehn:15 sechzehn:16 siebzehn:17 achtzehn:18 neunzehn:19
    zwanzig:20 einundzwanzig:21 zweiundzwanzig:22 dreiundzwanzig:23 vierundzwanzig:24 fünfundzwanzig:25 sechsundzwanzig:26
    siebenundzwanzig:27 achtundzwanzig:28 neunundzwanzig:29 dreißig:30 einunddreißig:31 fünfunddreißig:35 vierzig:40
    fünfundvierzig:45 fünfzig:50 sechzig:60 siebzig:70 achtzig:80 neunzig:90 hundert:100 einhundert:100 zweihundert:200
    dreihundert:300 fünfhundert:500 tausend:1000 eintausend:1000 zweitausend:2000`,
  same: `hab:habe gehts:geht nix:nichts sonnabend:samstag kilogramm:kg kilo:kg kilos:kg gramm:g kilometer:km
    kilometern:km meter:m metern:m liter:l €:euro prozent:% bzw:beziehungsweise ca:circa zum:zu zur:zu im:in ins:in
    am:an ans:an vom:von beim:bei megabyte:mb gigabyte:gb mo:montag mal:mal okay:ok email:mail e-mail:mail
    telefonnr:telefonnummer nr:nummer werd:werde brauch:brauche wohn:wohne möcht:möchte geh:gehe mach:mache`,
  alike: 'handy:mobiltelefon auto:wagen pkw:wagen fernseher:fernsehgerät telefonnummer:rufnummer',
  articles: 'der die das den dem des',
  small: `sehr wirklich ganz echt ziemlich total auch so ja halt eben bitte es da ist sind hat habe haben in bei von durch bereits
    schon insgesamt also dann zudem nun`,
  ending: 'e[mns]?|n|s',
  openings: `also|naja|na ja|ähm?|ach|ehrlich gesagt|um ehrlich zu sein|übrigens|wie gesagt|weißt du|hey|hallo|tja|ja|nur so|zur info|
    zur erinnerung|nebenbei|ich muss sagen|ich muss zugeben|offen gesagt|eigentlich|wie du weißt|hm+|okay|ok|im grunde|tatsächlich|
    noch mal|nochmal|wisst ihr|ganz ehrlich|kurze info|kleiner hinweis|merk dir|hinweis|wichtig|bitte merken|jedenfalls`,
  written: [
    [String.raw`halb (\d{1,2})(?: uhr)?(?![.:]?\d)`, 'half to $1:'],
    [String.raw`(\d{1,2})(?:[.:](\d{2}))? uhr(?: (\d{2}))?(?!\d)`, '$1:$2$3'],
    [String.raw`(\d{1,2})\. ?m(\d{1,2})(?: (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\.?\d)`, '$1.$2.$3.'],
    ['(?:jede[ns]? )(monday|tuesday|wednesday|thursday|friday|saturday|sunday)', 'every$1'],
    ['(monday|tuesday|wednesday|thursday|friday|saturday|sunday)s', 'every$1'],
    ['täglich|jeden tag|am tag|pro tag', 'everyday'],
    ['wöchentlich|jede woche|pro woche|in der woche|die woche', 'everyweek'],
    ['monatlich|jeden monat|pro monat|im monat', 'everymonth'],
    ['jährlich|jedes jahr|pro jahr|im jahr(?! \\d)', 'everyyear'],
  ],
  often: 'immer oft meistens meist normalerweise gewöhnlich manchmal regelmäßig',
  times: `morgens vormittags mittags nachmittags abends nachts jahr jahre jahren monat monate monaten woche wochen tag tage tagen stunde stunden minuten sommer winter frühling frühjahr herbst
    wochenende wochenenden abend morgen mittag nachmittag vormittag ostern weihnachten`,
  today:
    '(?:vor)?gestern|heute?|(?<!(?:am|guten|jeden) )(?:über)?morgen|jetzt|gerade|derzeit|aktuell|neulich|kürzlich|nachher|vorhin|bald|eben|(?:letzte|nächste|diese)[nrs]?',
  at: 'am um im an in gegen den zu',
  since: 'seit ab bis vor nach von jeden jede jedes alle letzten nächsten kommenden',
  not: 'nicht kein keine keinen keinem keiner nie niemals nichts niemand ohne kaum weder',
  joints: 'und oder aber dass weil wenn als ob denn sondern während bevor nachdem damit obwohl sagt sagte meint',
  changes: {
    gone: String.raw`(?:ein|aus)?getauscht|abgesagt|absagen|abge(?:schafft|meldet|bestellt|brochen|rissen|wöhnt)|(?<!(?:hat|habe|haben|hab|wurde) )gekündigt|storniert|(?<!(?:hat|habe|haben|hab) )(?:verkauft|verschenkt|aufgegeben|beendet|aufgehört)|an den nagel gehängt|abgestoßen|losgeworden|ausgelaufen|gestorben|eingeschläfert|verstorben|dichtgemacht|vorbei|zu ende|schluss mit|aufgelöst|weggefallen|entfällt|hinfällig|verschrottet|entsorgt|gestohlen|geklaut|gelöscht|ersetzt|abgelöst|eingestellt worden|wurde (?:\p{L}+ ){0,3}eingestellt|kein(?:e[nmrs]?)? .{0,40}mehr`,
    ended: String.raw`an den nagel gehängt|abgestoßen|losgeworden|erteilt|genehmigt|bewilligt|hört (?:\p{L}+ ){0,3}auf|nicht (?:länger|mehr)|nichts mehr|nie wieder|kein(?:e[nmrs]?)? .{0,60}mehr|(?:ab|auf)gesagt|abge(?:setzt|schafft|schaltet|meldet|laufen|holt|geben|bestellt|wöhnt|brochen|schlossen|löst|rissen|stellt|heilt)|gekündigt|kündigte|storniert|(?:hat|habe?|haben) .{0,60}(?:aufgehört|verkauft|beendet|verloren|verschenkt|aufgegeben|abgegeben|geschmissen|zurückgegeben)|aufgehört|verkauft|ausge(?:laufen|zogen|stiegen|treten|schieden|sondert|heilt)|eingestellt worden|wurde (?:eingestellt|geschlossen|verkauft|beendet|aufgelöst|gelöscht|entfernt|gestrichen)|gestorben|eingeschläfert|verstorben|geschlossen|dichtgemacht|vorbei|zu ende|schluss(?: mit)?|erledigt|ist (?:fertig|weg|ab|raus|rum)|in rente|pensioniert|entlassen|getrennt|geschieden|auseinander|aufgelöst|beendet|abgebaut|überstanden|gekippt|weggefallen|entfällt|fällt (?:\p{L}+ ){0,3}(?:weg|aus|flach)|hinfällig|behoben|fällt aus|ausgefallen|findet nicht statt|hat sich erledigt|passé|ausgelesen|bin .{0,40} durch|zurückge(?:treten|geben|zahlt)|wieder single|aufgehoben|gelockert|eingetroffen|geliefert|zugestellt|getilgt|verheilt|ausgemustert|verschrottet|entsorgt|gestohlen|geklaut|bestanden|gelöscht|(?:de)?aktiviert|freigeschaltet|heruntergefahren|in pension|im ruhestand|darf wieder|kann wieder|verträgt .{0,30}wieder|rausgeflogen|verlassen|eingegangen|durchgebrannt|repariert|gelöst|gefunden|wieder (?:da|gesund|frei|fit|offen|geöffnet|erreichbar|in ordnung|aufgetaucht|ganz|verfügbar)|läuft .{0,60}wieder|funktioniert .{0,60}wieder|geht .{0,60}wieder|wieder (?:\p{L}+ ){0,2}(?:läuft|funktioniert|geht)|hat sich .{0,60}abgewöhnt|rückgängig|widerrufen|verworfen|zurückgezogen`,
    changed: String.raw`ab sofort|ab heute|von nun an|neuerdings|mittlerweile|inzwischen|verschoben|verlegt|vorverlegt|vorgezogen|umge(?:zogen|stellt|stiegen|baut|tauscht|bucht|schrieben|wandelt|stylt|färbt|schult|lagert|stimmt)|gewechselt|wechselte|ersetzt|abgelöst|geändert|änderte sich|(?:hat|haben|wurde) .{0,60}(?:erhöht|angehoben|gesenkt|verlängert|verkürzt|reduziert|aufgestockt|heraufgesetzt|herabgesetzt|übernommen|übergeben|befördert|aktualisiert|migriert|halbiert|verdoppelt|ausgetauscht)|erhöht|angehoben|gesenkt|verlängert|upgegradet|aktualisiert|migriert|migration abgeschlossen|übernommen|stattdessen|statt(?= [\p{L}\d])|anstelle|anstatt|doch (?:nicht|kein\p{L}*|lieber|erst|schon)|nachfolger(?:in)?|leitet (?:jetzt|nun)|neu besetzt|abgetreten|sondern|hat sich geändert|umstieg|umsteigen auf|korrektur|vertan|verschrieben|vertippt|versprochen|falsch gesagt|stimmt nicht|nur noch|gestiegen|gesunken|gezogen nach|nach .{1,40} gezogen|befördert|eingeschult|umbenannt|heißt (?:jetzt|nun)|zurückgewechselt`,
    begun:
      'erste[nr]? (?:arbeits|schul)?tag|angefangen|fange? .{0,40} an|begonnen|eingezogen|eingelebt|zugelegt|neue[mnrs]?',
    now: 'jetzt|nun|inzwischen|mittlerweile|neuerdings|ab sofort|ab heute|von nun an|seit (?:gestern|heute|kurzem|neuestem|montag|dienstag|mittwoch|donnerstag|freitag|letzter woche)|künftig|in zukunft|nur noch|ab jetzt|seit (?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)',
    restated: '(?:ist|sind|findet) (?:jetzt|nun)|(?:jetzt|nun) (?:ist|sind)',
    renewed: 'neue[nmrs]?',
    deeds: String.raw`(?:hat|haben)(?! (?:sich|ich|er|sie|es|man|wir|ihr)(?!\p{L}))(?= .{0,80}(?:aufgehört|gekündigt|verkauft|verschenkt|beendet|aufgegeben|abgesagt|storniert|abge(?:meldet|bestellt|setzt|schafft|brochen|wöhnt|geben)|(?:ein|aus)?getauscht|zurückgegeben|gelöscht|verloren|geschmissen|gewechselt|verlassen|umgestellt|ersetzt(?= durch)|geändert|verschoben|verlegt))`,
    carers: String.raw`\p{L}{0,8}(?:arzt|ärztin)|doktor|team|firma|verein`,
    company: 'mit|bei',
    denials: 'nicht kein keine keinen keinem keiner nie',
    over: String.raw`nicht (?:mehr(?! \p{Lu})|länger)|kein(?:e[nmrs]?)? (?:\p{L}+ ){1,3}mehr`,
    still: 'mehr länger',
    single: String.raw`beträgt|kostet|wiegt|misst|lautet|heißt|heiße|endet|beginnt|startet|schließt|öffnet|liegt bei|läuft (?:auf|unter)|wohn\p{L}+ (?:in|bei)|lebe?n?t? in|arbeite\p{L}* (?:bei|für|als)|\p{L}*(?:adresse|nummer|passwort|kennwort|code|pin|preis|miete|gehalt|alter|gewicht|größe|version|termin|frist|deadline|arzt|ärztin|geburtstag|budget|limit|port|name|mail|chef|chefin|vermieter)(?: \p{L}+){0,4} (?:ist|sind|lautet|am|um|bei)|lieblings\p{L}+(?: \p{L}+){0,3} ist`,
    wish: String.raw`möchte[nst]?|will|wollen|wollte|wünsch\p{L}+`,
    open: String.raw`vielleicht|eventuell|womöglich|möglicherweise|überleg(?:e|t|en)|wenn|falls|sofern|sollte[nst]?|würde[nst]?|könnte[nst]?|plan(?:e|t|en)|geplant|vor(?:haben|hat)|hab(?:e)? vor|träum\p{L}+|hoff\p{L}*|irgendwann|nächste[nsm]? (?:jahr|monat|sommer|winter|frühjahr|herbst)|nächstes mal|auch|außerdem|zusätzlich|dazu|daneben|obendrein|noch ein(?:e[nmr]?)?|weitere[nrs]?|zweit(?:e[nrs]?|wagen|wohnung|job)|nur (?:heute|diese[nms]?|am|im|für)|diese woche|diesen? (?:monat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|kurz(?:zeitig|fristig)|vorübergehend|zeitweise|ausnahmsweise|einmalig|vertritt|vertretung|als kind|früher|damals|vor (?:vielen )?jahren|mit (?:zwanzig|achtzehn|\d\d)|während|im urlaub|für (?:eine|zwei|drei|ein paar) (?:tage?n?|wochen?)|beinahe|fast|angeblich|gerücht\p{L}*|diskutier\p{L}+|vorgeschlagen|schlägt|vorschlag|fragt\p{L}*|frage|unberührt|unverändert|bleibt|nach wie vor|weiterhin|ausnahme|außer|ausgenommen|lediglich|probeweise|leih\p{L}*|geliehen|bis (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|zum)|soll`,
    people: String.raw`(?:\p{L}{0,8}(?:schwestern?|brüder|brüdern|bruders?|mutter|vater|mama|papa|oma|opa|tante|onkel|cousine?|nichte|neffen?|töchter|tochter|sohn|sohnes|söhne|kind|kinder|kindern|eltern|freund|freunde?s?|freundin|nachbarn?|nachbarin|kollegen?|kollegin|chef|chefin|vermieter|mitbewohner\p{L}*|schwager|schwägerin|enkel\p{L}*|ex|partner|partnerin|kumpel))|nachbars?\p{L}+|(?<=(?:mein|dein|sein|ihr)(?:e[nmrs]?|) )(?:mann|frau)`,
    user: 'nutzer|nutzers|nutzerin|benutzer|benutzerin|user|userin|anwender',
    own: String.raw`ich|wir|hab|habe|bin|meine (?:neue )?\p{L}*nummer|^neue (?:handy|telefon|mobil|tel)?nummer(?= (?:ist|lautet|seit|ab)(?!\p{L})|:)`,
    conditions: [
      [
        'kaputt|defekt|gestört|streikt|ausgefallen|gesperrt|deaktiviert|verschwunden|verloren|vermisst|spinnt|klemmt|leckt|undicht|down|offline|(?:läuft|funktioniert|geht|pumpt|druckt|lädt|startet) (?:\\p{L}+ ){0,3}nicht',
        'repariert|behoben|wieder (?:\\p{L}+ )?(?:da|ganz|heil|frei|online|erreichbar|in ordnung)|(?:läuft|funktioniert|geht|pumpt|druckt|lädt|startet|heizt|spült|wäscht) (?:\\p{L}+ ){0,3}wieder|wieder (?:\\p{L}+ )?(?:läuft|funktioniert|geht|pumpt|druckt|lädt|startet|heizt|spült|wäscht)|ausgetauscht|ersetzt|gefunden|aufgetaucht|aktiviert|freigeschaltet|entsperrt|läuft einwandfrei|abgedichtet|getauscht',
      ],
    ],
    states: [
      [
        'in (?:urlaub|kur|reha|quarantäne)|verreist|auf (?:reisen|dienstreise|geschäftsreise)|im (?:urlaub|krankenhaus|ausland)|auslandssemester|erasmus',
        'wieder (?:da|zurück|zu hause|daheim)|zurückge(?:kehrt|kommen)|heimgekehrt|nach hause gekommen|entlassen',
      ],
      [
        'wohne|wohnt|lebe|lebt|wohnen|leben|miete[nt]?|wg',
        'umgezogen|(?<!mit (?:der|dem|unserem|unserer) (?:firma|büro|team|abteilung|praxis) )(?:nach|in) .{1,50} gezogen|ausgezogen|ziehe? .{0,30} um',
      ],
      [
        'arbeite|arbeitet|jobb?e?t?|angestellt|azubi|ausbildung|werkstudent\\p{L}*|stelle|praktikum|mache .{0,30} bei',
        'gekündigt|entlassen|(?:neuen|anderen) job|neue stelle|in rente|letzter (?:arbeits)?tag|job gewechselt|gefeuert|rausgeworfen|aufhebungsvertrag|arbeitslos',
        '(?<!um \\p{L}+ |um \\d+ )raus|ausgestiegen|aufgehört|weggegangen|weg von',
      ],
      [
        'arbeitslos|jobsuche|auf arbeitssuche|suche .{0,30}(?:job|arbeit|stelle)|arbeitsuchend',
        'neuen job|neue stelle|eingestellt|zusage|arbeitsvertrag|fange? .{0,40} an|angefangen (?:bei|als)',
      ],
      [
        'meine (?:neue )?(?:handy|telefon|mobil|tel)?nummer (?:ist|lautet)|(?:handy|telefon|mobil)nummer:',
        'neue (?:handy|telefon|mobil|tel)?nummer (?:ist|lautet|seit|ab)|neue (?:handy|telefon|mobil|tel)?nummer:|(?:handy|telefon)?nummer gewechselt',
      ],
      [
        'single|solo|ledig',
        'verheiratet|geheiratet|verlobt|zusammen mit|eine freundin|einen freund|in einer beziehung|verliebt',
      ],
      [
        'verheiratet|zusammen mit|mit \\p{L}+ zusammen|in einer beziehung|verlobt|beziehung mit|ehe',
        String.raw`(?<!von (?:mein|dein|unser|dies|ein|all|d)\p{L}* (?:\p{L}+ )?(?!mann |frau |freund|partner|ex)\p{L}+ )getrennt|geschieden|scheidung|schluss gemacht|verlassen|auseinander`,
      ],
      [
        'schwanger|erwarte\\p{L}* ein (?:kind|baby)',
        'geboren|auf die welt|auf der welt|entbunden|kind ist da|baby ist da',
      ],
      [
        'rauche|raucht|rauchen|raucher\\p{L}*',
        'nicht mehr raucht?e?n?|rauchen aufgehört|aufgehört zu rauchen|nichtraucher\\p{L}*|rauchfrei',
      ],
      [
        'vegan\\p{L}*|vegetari\\p{L}+|kein fleisch|esse? kein\\p{L}* (?:fleisch|fisch)|isst kein\\p{L}* (?:fleisch|fisch)',
        'wieder (?:\\p{L}+ ){0,3}fleisch|isst (?:jetzt|seit|wieder) .{0,30}(?:fleisch|fisch)',
      ],
      [
        'krank|krankgeschrieben|erkältet|grippe|corona|fieber|im krankenhaus|gebrochen|verstaucht|krücken|gips',
        'wieder (?:\\p{L}+ ){0,2}gesund|wieder fit|gesund\\p{L}*|entlassen|gips ist ab|gips ab|auskuriert|genesen|erholt|verheilt',
      ],
      [
        'keine?n? führerschein|führerschein .{0,20}nicht|fahrschule',
        'führerschein (?:bestanden|gemacht|in der tasche)|fahrprüfung bestanden|führerscheinprüfung bestanden|prüfung bestanden',
      ],
    ],
    prepositions: `in im ins auf an am ans aus bei beim mit von vom zu zum zur für durch um gegen ohne nach seit vor über unter neben
      zwischen pro per ab bis wegen laut trotz hinter des`,
    determiners: `der die das den dem ein eine einen einem einer mein meine meinen meinem meiner dein deine deinen deinem sein seine seinen seinem seiner ihr ihre ihren ihrem
      ihrer unser unsere unseren unserem kein keine keinen keinem keiner diese dieser dieses diesen`,
    auxiliaries: 'hat habe haben hatte hatten ist sind war waren wird wurde wurden und aber oder',
    silent: `migration frühling sommer herbst winter doktor prozent minus plus stück meter kilo januar februar märz april juni juli august september oktober november dezember
      gut erst später ab um zu so erstes ersten etwa rund der die das den dem des ein und ist auf für von mit aus bei ich mir wir uns ihr sie nur hat hab bin war nach herr herrn frau noch
      dir dich mal rein raus gut alle alles kein keine keinen haben hatte habe sein sind wird wurde wurden werden eine einen einem einer eines nicht mehr noch auch über unter nach oder aber
      dass diese dieser diesem diesen dieses jede jeden jedes alle allen mein meine meinen meiner meinem dein seine seinen seinem seiner
      ihre ihren ihrem
      ihrer unser unsere unseren unserem sich mich dich euch ihnen wieder immer schon dann denn doch etwas viel viele
      jetzt gestern heute morgen seit beim vom zum durch gegen ohne während machen macht gemacht geht gehen gegangen kommt kommen
      gekommen kann können muss müssen soll darf dürfen lassen lässt gibt geben ganz sehr gern gerne nutzer benutzer uhr euro jahr jahre
      jahren monat monate woche wochen montag dienstag mittwoch donnerstag freitag samstag sonntag steht stehen liegt liegen bekommt
      damit darauf davon dort hier wenn weil also bitte mal jemand neue neuen neuer neues letzte letzten nächste sagt zwei drei vier fünf
      ende endlich leider danach davor statt nämlich komplett zuletzt trotzdem bisher`,
    inflection: 'e[mnrst]?|en|st|te?n?|n|s',
  },
};
