import { isCommonNoun } from './german-nouns.ts';
import type { NameLanguage } from './name-language.ts';

export const german: NameLanguage = {
  nouns: {
    PERSON: `mutter vater mama papa eltern bruders? brüdern? schwester~ geschwister ~schwester ~bruders? sohn(?:es)? töchter tochter ~tochter
      ~sohn mann ehemann frau ehefrau verlobter? partner(?:in)? freund~ cousine? cousins? vetter onkel tante ~tante ~onkel opas? omas?
      großmutter großvater enkel(?:in)? neffen? nichte ~mutter ~vater schwager schwägerin zwillinge? baby kind junge mädchen
      nachbar(?:n|in)? kolleg(?:e|en|in) ~kolleg(?:e|en|in) chef(?:in)? ~chef(?:in)? leiter(?:in)? ~leiter(?:in)? geschäftsführer(?:in)?
      vermieter(?:in)? mieter(?:in)? mitbewohner(?:in)? lehrer(?:in)? ~lehrer(?:in)? professor(?:in)? prof dozent(?:in)? schüler(?:in)?
      student(?:in)? trainer(?:in)? coach doktor dr arzt ärztin ~arzt ~ärztin hebamme psycholog(?:e|in) therapeut(?:in)?
      ~therapeut(?:in)? anwalt anwältin notar(?:in)? richter(?:in)? bürgermeister(?:in)? minister(?:in)? präsident(?:in)? kanzler(?:in)?
      klempner elektriker bäcker friseur(?:in)? babysitter(?:in)? herrn? fräulein familie pfarrer(?:in)? pater autor(?:in)?
      schriftsteller(?:in)? dichter(?:in)? sänger(?:in)? schauspieler(?:in)? maler(?:in)? regisseur(?:in)? kund(?:e|en|in) hund(?:es|e)?
      hündin welpe katze kater kätzchen kaninchen hase hamster meerschweinchen papagei wellensittich kanarienvogel schildkröte pferd
      stute pony esel dackel pudel labrador schäferhund ~hund ~katze`,
    ORGANISATION: `firma unternehmen start-up startup konzern verlag bank krankenkasse ~kasse versicherung restaurant lokal gasthaus gasthof
      wirtshaus kneipe café bar pizzeria bäckerei metzgerei buchhandlung laden geschäft supermarkt werkstatt agentur kanzlei praxis club
      verein ~verein band gruppe chor orchester kita kindergarten ~schule fitnessstudio stiftung gewerkschaft partei marke anbieter
      stromanbieter händler zulieferer lieferant kino apotheke reederei mannschaft`,
    PLACE: `stadt dorf stadtteil bezirk ort gemeinde insel berg vulkan fluss strand region landkreis bundesland gipfel badeort`,
    THING: `buch roman krimi comic film serie doku album lied song stück oper musical spiel computerspiel videospiel brettspiel app programm
      software website webseite tool auto motorrad boot schiff fähre segelschiff kreuzfahrtschiff konsole zeitschrift zeitung podcast
      medikament mittel salbe festival messe projekt modell sorte`,
  },
  within: {
    ORGANISATION: `~klinik~ ~krankenhaus ~gymnasium ~schule universität uni hochschule akademie konservatorium institut museum ~amt theater ~bank
      ~kasse ~versicherung~ verein ~verein fc tv tc sv tsv vfl vfb sc tus fsv bsc club apotheke ministerium ~bibliothek ~orchester hotel
      gasthof gasthaus restaurant café ~bäckerei gruppe ~verlag stiftung verband gmbh ag kg ev e.v ~verwaltung kanzlei praxis ~werke
      ~markt autohaus reederei zum zur energy ~haus ~bau kita`,
    PLACE: `~straße ~str ~gasse ~allee ~platz ~weg ~ufer ~brücke ~park see ~see ~berg ~berge ~gebirge ~tal ~wald ~insel ~meer ~burg schloss
      dom ~kirche ~bahnhof flughafen ~hafen ~turm tor ~heide ~hütte ~bach ~stadt ~dorf ~hausen ~ingen ~furt bad sankt`,
    THING: '~festival ~fest pokal ~preis cup messe grand_prix windows pokémon',
  },
  lastTells: true,
  before: {
    ORGANISATION: `hör~ (?:operiert|versichert|angestellt|gekündigt|entlassen)*(?:bei|von|im) (?:spiel|heimspiel)_(?:von|gegen) arbeit~*(?:bei|für)
      (?:stelle|job|praktikum|vertrag|konto|termin|vorstellungsgespräch|ausbildung|bewerbung)*bei
      (?:rechnung|paket|bestellung|brief|mail|absage|angebot)_(?:von|vom) (?:kauf|gekauft|bestell|lieh|hol)~*(?:bei|von)
      (?:kunde|mitglied|angestellte~)_bei bei beim konzert_von (?:wechsel|gewechselt)~*zu spiel~*(?:beim|für) kommt_von trainier~*beim
      versichert_bei`,
    THING: `mit_der_app (?:folge|staffel|kapitel)~*von
      (?:passwort|konto|foto|nachricht|video|gruppe|datei|tabelle|version)~*(?:in|auf|bei|von) (?:spiel|zock)~(?:_~){0,2}
      installier~ herunterlad~ lad~ benutz~ nutz~ staffel_(?:von|der|des) fahr~*(?:mein|sein|ihr|unser|ein|mit_dem)~
      auf_(?:der|dem|meiner|meinem) über per kaufte?*(?:ein|mein|sein|ihr)~ der_alte dem_alten den_alten mein~_alter? ticket~*für
      karten?_für abo*(?:für|von)`,
    PERSON: `mit (?!seit|statt|samt|nicht|jetzt)[^_,]{3,}t von für gegen ohne
      (?:frag|treff|traf|ruf|rief|besuch|kenn|seh|sah|lieb|vermiss|heirat|mag|mocht|brauch|dank|gratulier|helf|half|sag|erzähl|schreib|schrieb|geb|gib|gab|zeig|schenk|leih|einlad)~(?:_(?:ich|mir|wir|dir))?
      dass weil wenn ob als und hat will sagt meint findet kommt war ist kann wird möchte muss soll ging hatte laut hallo liebe lieber
      hi danke dank an bin ich man_sie
      (?:geburtstag|hochzeit|haus|auto|zimmer|bruder|schwester|mutter|vater|sohn|tochter|mann|frau|freund|freundin|hund|katze)_von
      (?:buch|roman|lied|film|bild|gedicht)_von zwischen seit sogar auch nur`,
    PLACE: `(?:krankenhaus|bahnhof|strand|hafen|markt|museum|flughafen|universität|rathaus|innenstadt|altstadt|bürgermeister)_von
      (?:wochenende|urlaub|ferien|ausflug|markt|bahnhof|strand|wohnung|ferienwohnung|hütte|konzert|hochzeit|fest)*(?:in|nach|auf|bei)
      (?:wander|kletter|stieg|steig)~*(?:auf|in|durch) in nach aus bis ab richtung über_nach wohn~*(?:in|bei) leb~*in gebor~*in
      (?:zieh|zog|gezog|fahr|fuhr|gefahr|flieg|flog|reis|geh|ging)~*(?:nach|in|auf|an|durch)
      (?:nähe|norden|süden|osten|westen|zentrum|rand|umgebung)_von zug_(?:nach|aus) reise_nach
      (?:auf|um|an|durch|am)_(?:den|die|dem|der) am im`,
  },
  between: 'nicht auch schon noch immer nie mir uns dir ihm ihr ihn sich gestern heute gerade jetzt',
  behind: {
    PERSON: `kommen gehen wollen ziehen wohnen waren haben sind und_ich
      (?!nicht|jetzt|selbst|recht|fast|erst|sonst|meist|oft|bekannt|seit|mit|statt|samt|gut|kalt|ge[^hw]|(?:be|ver|er|ent|zer)|[^_,]{0,4}ge|~iert)[^_,]{3,}t
      arbeitet wohnt lebt sagt sagte meint meinte will wollte denkt findet fand studiert lernt spielt singt schläft isst frisst redet
      ruft rief weint kommt kam geht ging fährt fuhr zieht zog kocht liest schreibt weiß kann konnte muss musste darf mag mochte möchte
      sucht hasst fragt fragte erzählt erzählte backt bäckt beginnt gibt gab kauft kaufte trainiert heiratet heiraten macht leitet lacht
      hat hatte übernimmt bewirbt bekommt bekam bringt brachte trinkt raucht vertritt heißt hört sitzt schickt nimmt nahm wünscht freut
      besucht besuchte holt hilft half kennt versteht wartet bleibt blieb plant malt läuft lief kriegt wird war geboren nennt steht
      ist_(?:mein|meine|unser|unsere|krank|schwanger|umgezogen|da|bei|in|nach|zu|wieder|\\d+)`,
    ORGANISATION: `liefert verkauft erhöht erstattet schließt entlässt öffnet antwortet_nicht
      hat_(?:geschlossen|zu|angekündigt|~_(?:geliefert|erstattet|erhöht|gekündigt)) ist_(?:geschlossen|pleite)`,
    THING: '(?:stürzt|startet|funktioniert|lädt|springt)(?:_nicht)? ist_(?:kaputt|defekt)',
    PLACE: 'ist_(?:eine_stadt|ein_dorf|schön)',
  },
  is: 'ist war',
  isCommon: isCommonNoun,
  called: 'heiß~ hieß namens genannt nenn~ getauft',
  articles: `der die das den dem des ein eine einen einem einer eines mein~ dein~ sein~ ihr~ unser~ euer eure~ kein~ dies~ jen~ jed~ zum zur am
    im vom beim ins ans`,
  and: 'und',
  reads: 'les~ liest las gelesen schau~ guck~',
  says: 'sag~ mein~ ruf~ rief antwort~ frag~ wort~ schrei~ schrieb~',
  small: `ich du er sie es wir ihr man wer was welche welcher welches wo wohin woher wann wie warum wieso weshalb der die das dem den des
    ein eine einen einem einer eines mein meine meinem meinen meiner dein deine sein seine ihre unser unsere euer kein keine und oder
    aber denn sondern doch wenn als ob dass weil damit obwohl während bevor nachdem an auf aus bei bis durch für gegen hinter in mit
    nach neben ohne seit über um unter von vor wegen zu zwischen am im ins zum zur vom beim nicht ja nein auch schon noch immer nie
    gestern heute morgen übermorgen jetzt dann später zuerst danach hier da dort sehr viel viele mehr weniger so alles alle niemand
    jemand etwas nichts jeder jede wenig gut fast nur allein vielleicht leider endlich eigentlich danke hallo tschüss bitte letzte
    nächste letztes nächstes neulich kürzlich manchmal ab samt oft meistens bald früher vorhin inzwischen seitdem trotzdem deshalb
    dieser diese dieses jener manche einige beide kannst können kann hast hat habe bin ist sind war wird werden soll sollen muss`,
};
