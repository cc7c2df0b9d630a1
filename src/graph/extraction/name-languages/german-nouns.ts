import { oneOf, wordSet } from '../../../platform/word-lists.ts';

/**
 * German nouns that often stand without an article, or end compounds that do, without the endings of cases and plurals and with
 * plain vowels. Written by hand from general knowledge.
 */
const nouns = wordSet(`
  abbau abend abenteuer abfahrt abfall abgab abitur ablauf abo abrechnung absag abschied abschluss abschnitt absender absicht abstand
  absturz abteil abteilung achtung adapter adress advent agentur ahnung ahorn akku akt aktion alarm alben alge alkohol allee allergie
  allianz alltag alpen altbau alter ambulanz ameise ampel amsel amt ananas anbau anblick andenken anekdote anfall anfang anfanger
  anfrag angebot angehor angst anhang anhanger anhieb anker ankunft anlag anlass anlauf anleitung anmeldung annahme anordnung anruf
  ansage anschlag anschluss ansicht anspruch anstrich anteil antrag antrieb anwalt anwesenheit anwohner anzeig anzug apfel apotheker
  app appetit aprikose april aquarium arbeit architekt arger argument arm armband armel aroma art artikel arznei arzt arztin asche ast
  asyl atelier atem attest attrappe aubergine aue aufbau aufgab aufmerksamkeit aufnahme aufregung aufruf aufsatz aufstieg auftrag
  aufzug aug august ausbau ausgab aushang auskunft ausloser ausnahm ausrust aussag ausweis auszug auto autor avocado axt baby bach
  backend backer backup bad badminton bagger bahn bahnhof bakterie balkon ball ballett ban banane bande bank barsch bart basilikum
  basis bast batteri bau bauch baum bausparer bazillus beamt becher bedarf beer beet befund begeister beginn begriff behandlung
  behorde beilag bein beirat beitrag bekannt belag beleg bemerkung benzin berater beratung bereich bericht beruf beruhigung bescheid
  beschwerd besen besitz besitzer bestand besteck bestell besuch besucher beteiligte beton betrag betreiber betreuer betrieb betrug
  bett beutel beweg beweis bewerb bewohner beziehung bezirk biene bier bilanz bild bilder bindung bio birke birn biss bitt blase blatt
  blatter blaubeere blech blick blitz block blum bluse blut boden bogen bohn bohrer bohrung bombe bonbon bonus boot bord borse boss
  bot boxen brand brat brauch brauerei braut brei breit bremse brett brezel brief brill brisanz brise broccoli bronze brosche
  broschure brot brotchen browser bruch bruck brust bube buch bucher bucht bude budget buffet bugel buhn bund bundel burger buro
  bursch burste bus busch butter cafe camping cent champion chance changelog charge chat check checkliste chef chemi chili chips
  chirurg chor christ clown club code cola comput container couch couscous cousin creme curry dach dacher dame dampf dank darlehen
  darm dat datei datum dauer daumen deck defekt delfin delle demenz demo denkmal depot depression dessert detail deutsch dezember
  diagnose dialog diat dichter dieb diele dienst dienstag dienstreise diesel diktat dille ding dirigent disk dispo distanz doktor
  dokument dom donner donnerstag dorf dorfer dorn dose dosis drachen draht drama dreck dresche drink drittel droge drohne drossel
  druck drucker dschungel duell duft dunger dunk durst dusch dynamo ebbe ebene ecke edel ehe ei eiche eichel eidechse eifer eigentum
  eigentumer eile eimer einband einbau einheit einkommen einleitung einnahme einsatz einwohner einzahlung eis eiter eiweiss ekel elch
  elefant elektriker elektronik elend eltern email ende energi engel englisch enkel ente entlassung entscheid entwicklung entzundung
  erbe erbschaft erbse erd erdgeschoss ereignis erfahr erfolg ergebnis erholung erinner erkalt erklarung erkrank erlaub erlebnis
  ernahrung ernte ersatz ersparnis erwachsen erzieher esel essen essig etage etat etikett etui eule euro examen exemplar exkursion
  experiment export fabrik fach fackel faden fahr fahrer fahrrad fahrt fakt fall falte familie fan fang farb fasching fass fassad
  fassung faule faust februar feder fee feed fehler feier feiertag feile feind feinheit feld felder felge fell fels fenster ferien
  fernbedienung ferne fernseh ferse fertig fest festival fete fett feuer fichte fieber figur filiale film filter filz finanz finger
  fink firma fisch flach flagge flamme flasch flaute fleck fleece fleisch fleiss flieg fliese flocke floh floss flote flucht flug
  flugel flur flusigkeit fluss flut fohn folg folie forderung forelle form formular forsch forst foto fotograf foyer fracht frag
  fraktion franken frau freibad freie freiheit freitag fremd freud freund freundin fried friedhof friseur frist frontend frosch frost
  frucht fruhling fuchs fuge fuhrer fuhrung fund fundament funke funktion furcht fuss futter futternapf gabel galerie gang gans garage
  garantie gardine garten gartner gas gasse gast gastgeber gattung gebaud gebet gebiet gebirg gebiss gebot gebuhr geburt geburtstag
  gedanke gedicht geduld gefahr gefahrte gefallen geflugel gefuhl gegend gegner gehalt gehaus gehege geheimnis gehilfe gehirn gehor
  geige geist gelande gelb geld gelee gelegenheit gelenk gemalde gemeinde gemus generation genick genosse genuss gepack gerat gerausch
  gerede gericht gerste geruch gesang geschaft geschenk geschicht geschirr geschmack geschwindigkeit geschwister gesellschaft gesetz
  gesicht gesprach gestalt gestein gestell gesund gesundheit getrank getreide getriebe gewalt gewebe gewehr gewicht gewinde gewinn
  gewissen gewitter gewohnheit gewurz gipfel gips gitarr gitter glanz glas glaser glasur glatteis glaub gleich glied glocke gluck glut
  gnade gold golf gott gotter grab grad grafik gramm granit gras grat graupe grenz griess griff grill grippe groschen gross grube
  grund gruppe gruss gulasch gummi gurk gurt guss gutachten guthab gym gymnastik haar hacke hafen hafer hagel hahn haken halfte halle
  hallenbad hals halt haltestelle hammer hand handel handy hantel harke hase hasel hass hauch haufen haupt haus hauser haut hecke
  heckenschere hefe heft heide heim heimat heimweg heirat heizlufter heizol heizung hektar helfer helm hemd hemmung henkel herberge
  herbst herd hering herkunft herr herz herzinfarkt heu heuschnupfen hexe hilf himbeere himmel hindernis hinterhof hinweg hinweis
  hirsch hirse hit hitz hobby hobel hocker hof hoffnung hohe hohl holz homeoffice honig horn hose hospiz hotel huf hufte hugel huhn
  huhner hummel hummus hund hunger hupe hurde husky husten hut hutte hygiene idee igel imker imkerin impfung import impuls infekt
  inflation info informant informatik ingenieur ingwer inhalt innenstadt insekt insel inserat instanz instrument integral interess
  internet interview inventar irrtum isolation ja jack jahr jahrestag jahrhundert jalousie jam januar job joga jogging joghurt joker
  journal jubel jubilaum judo jugend juli juni jurist jury juwel kabel kabeljau kabine kachel kafer kaffee kafig kahn kajak kakao
  kaktus kalb kalber kalender kalk kaltmiete kamera kamille kamin kamm kampagne kampf kanal kandidat kaninchen kann kante kantine kanu
  kapelle kapital kapitel kappe kapsel karate karotte karpfen karriere kart kartoffel karton kaschmir kase kasse kassette kassler
  kastanie kasten katalog kater katze kauf kaution kegel kehle keim keks kelle keller kellner kenntnis kerbel kern kerz kessel ketchup
  kette keule kicker kiefer kies kilo kind kinder kindergart kinn kino kirche kirsch kissen kiste kita kitsch kittel kiwi klammer
  klamott klang klapp klarheit klarinette klasse klaue klausur klavier kleber kleid kleider kleidung klempner klett klettern klima
  klinge klingel klinik klinikum klinke klo kloss kloster klotz klub knall kneipe knie knirps knochel knochen knodel knoll knopf
  knospe knoten kobold kode koffer kohl koje kokos kolleg kollegin kolonne koma kombi komet komfort komitee komma kommentar
  kommunikation komodie kompliment komponist kompost kompott kompromiss kondition konferenz konfetti konfirm konflikt konkurrenz
  konserve konto kontra konzept konzert kopf kopfhorer kopie koralle korb korn korper korridor kosmetik kost kostum kotelett krabbe
  krach kraft kragen kralle kram krampf kranich krank krankheit krater kratzer kraut krauter krebs kredit kreide kreis kreuz krieg
  krimi kriminalitat kringel krippe krise kritik krokodil krone krote krucke krug krume kruste kuche kuckuck kugel kuh kuhl kultur
  kummel kummer kund kundigung kundin kunst kunstler kupfer kuppel kur kurbis kurs kurv kusine kuss kuste kutsche labor labrador
  lachen lachgas lachs lack lad ladung lage lager laktose lamm lamp lampion land lander landkarte landschaft laptop larm lasagne
  lasche last laster latein laterne latte laub lauch lauf laufer laufrad laun laus laut lava lavendel lawine leasing leb leber leck
  leckage leckerbissen leder lehm lehne lehr lehrer leiche leid leinen leiste leistung leit leiter lektion lektorin lenker lesung
  leute lexikon liane licht lid lieb lied lieder lieferant lieferung liege lift likor limit limo limonad linde lineal linie linke
  linse lippe list liter lob loch locher locke loffel loge logik lohn lok lokal los losung lot lotse lowe luchs luck luft luftballon
  luke lunge lupe lust luxus macht magen magenta magnet mahnung mai mail majoran makler makrele mal maler malz mama mandarine mandat
  mandel manege mangel mango mann manner mantel manuskript mappe marder margarine margerite marine mark markt marmelad marmor marsch
  marz marzipan maschin masern maske mass material mathe matratze matrose matte mauer maurer maus mayo medaille medikament medizin
  meer mehl mehrheit meile meinung meise meister melodie melone menge mensa mensch menschheit menu merkmal mess messer metall meter
  methode metzger mieder miet mieter migrane mikrofon milbe milch militar million minderheit mineral minister minus minute minze
  mischung missgeschick mist mittag mittagspause mitte mittel mittwoch mixer mobel mode modell moderator mohn mohr mole moment monat
  mond monster montag monteur moor moos moped moral morast mord morgen mosaik motiv motor motorrad motte mowe mucke mud mull mumie
  mund mundart munz murmel muschel museum musik muskel musli muster mut mutter mutze mythos nach nachbar nachbarin nachfolge nachfrage
  nachhause nachricht nacht nacken nadel nagel nah nahrung naht name narbe nase natur nebel neffe neid nein nelke nerv nest netz
  neubau neugier niederlag niemand niere nikotin niveau norm not notar notebook notiz november novize nuance nudel null nummer nuss
  nutz nutzer oase obdach ober oberarm oberflache objekt obst ofen offnung ohr okonom ol oliv olympiade oma omelett onkel op opa oper
  operation opfer optik orange orchester orden ordner ordnung organ orgel orientierung original orkan ort osten osterei ostern ozean
  paar pacht pack packung paddel paket palme panik panne panzer papa papier pappe pappel paprika paradies parfum park parkett
  parlament parole partei partie partner party pass passagier pasta pate patent patient patin patzer pauke paus pech pedal pegel pein
  peitsche pelz pendel pendler penicillin pension pensum perle person personal perspektive pesto petersilie pfad pfand pfanne pfarrer
  pfau pfeffer pfeife pfeil pfeiler pferd pfingsten pfirsich pflanz pflaster pflaume pflege pflegeheim pflicht pforte pfosten pfote
  pfund pfutze phantasie phase physik pilger pille pilot pilz pinsel pirat piste pizza plage plakat plan planet plastik plateau
  platine platt platz pleite plombe plus pokal pol politik politiker polizei pollen polster pommes ponyhof pore porree portal portion
  porto portrat posaune postkarte pracht praktik praktikum praline praxis preis prise privileg probe probeabo problem produkt
  professor profi profil prognose projekt prospekt protein protokoll prototyp prozent prozess prufung psyche publikum pudel puder
  puffer pullover puls pult pulver pumpe pumpernickel punkt puppe puree putz puzzle pyjama qualle qualm quark quartal quarz quatsch
  quell quittung quiz quote rabatt rabbi rabe rache rad rader radieschen radio radler rahmen rakete ramen rampe rand rang rapport raps
  rasen rasenmaher rasierer rass raststatte rasur rat ratsel ratte raub rauch raucher raum raupe rausch realitat rebe rechner rechnung
  recht rede redner referat reflex reform regal regel regelung regen regi region register reh reha reich reif reihe reihenfolge
  reinigung reis reiter reiz reklamation rekord rektor reling rendite renovierung rente reparatur reporter reserve residenz respekt
  rest restaurant resultat retter rettich rettung reue revanche revier rezept rhythmus richtung riegel riese rind rinder rippe risiko
  risotto riss ritt ritter ritual robbe roboter rock roggen rohbau rohr rolle roller roman rontgen rosette rosmarin rost rot roulade
  route router rubin ruck ruckgabe ruckkehr ruckweg rudel ruder ruf ruhe ruhm ruine rumpf rund russ rustung rute rutsch saal saat
  sabbat sach sack saft sage sahne saite sakko salami salat salbe salon salto salz samen sammlung samt sand sanger sanierung sarg
  satellit sattel sau sauce sauger saugling saule saum sauna saure schach schacht schachtel schadel schaden schaf schaffner schal
  scham schanze schar scharf scharlach schatten schatz schauer schaufel schaukel schauspieler scheck scheib scheide scheidung schein
  schema scher scherz scheu scheune schi schicht schicksal schiedsrichter schiene schiff schild schilddruse schilf schimmel schimpanse
  schinken schirm schlaf schlag schlang schlappe schlecht schleier schleife schlinge schlitten schloss schluss schlussel schmelze
  schmerz schmetterling schmied schmuck schmutz schnabel schnalle schnapp schnaps schnee schneide schnitt schnitzel schnuller schnupf
  schnupper schnur schock schokolad schonheit schoppen schorle schornstein schote schotter schrank schraube schrauber schreck
  schreiber schreiner schrift schrott schubkarre schublade schuh schul schulband schulbus schuld schuler schulter schuppen schurz
  schussel schuttler schutz schwabe schwager schwalbe schwamm schwan schwang schwangerschaft schwanz schwarte schweif schweigen
  schweiss schwester schwierigkeit schwimmbad schwimmen schwung see seele segel sehn seide seife seil seite sekretar sekt sekund
  selbsthilfe sellerie semester sendung senf seniorin sense sensor september serie server service sessel sex sicherheit sicht sieg
  signal silber sinn sirene sirup sitz sitzung skandal skat skelett ski skizze sklave slip smoking snack socke sofa sohle sohn soja
  sold soldat solist solo sommer sonde sonn sonnenblume sonntag sorg sorte sosse sozialamt spagat spaghetti spalt span spange spargel
  spass spaten spatz specht speck speicher speise spektakel spende spender sperre spezi spiegel spiel spinat spinne spion spital
  spitze splitter sponsor sport sportler sprach sprecher spritz spruch sprung spuk spul spur staat stab stachel stadion stadt stadtrat
  staffel stahl stall stamm stand stange stapel star start station statistik statt statue stau staub steak steck stecker steg stell
  stempel stepp stern steuer stich sticker stiefel stier stift stil still stimm stimmung stipendium stirn stock stoff stollen stolz
  storch stornierung storung strafe strahl strand strasse strauch strauss streich streifen streik streit stress streusel strich strick
  stroh strom strudel struktur strumpf stube stuck student studi studium stufe stuhl stunde stunt sturm sturz stute stutze substanz
  such sucht sud sulze summe sumpf sunde suppe symbol symptom synode system szen tabak tabell tablet tablett tafel tag takt tal talent
  taler tank tankstelle tanne tante tanz tapete tarif tarnung tasche tasse tastatur taste tat tater tattoo taub taucher taufe tausch
  taxi team technik tee teich teig teil teilnahme teilnehmer telefon teleskop teller temperatur tempo tennis tenor teppich termin
  terror test testament teufel text textil theater theke thema theorie therapie these thron thymian tief tier tierheim tiger tinte
  tipp tisch tischler titel toast tochter tod tofu toilett toleranz tollwut tomat tombola ton tonne topf topflappen tor torf tornado
  torte tote tour tourist tracht tradition trage trager trailer traktor trampolin tran transporter traube trauer traum trauung trecker
  treff treffer trend treppe tresen tribune trick trikot trilogie trink trip tritt trockner trommel trompete tropfen trophae trost
  truhe tuch tulpe tumor tunnel tur turbine turkis turm turnier tut tuv typ ubel ubung ufer ufo uhr uhu ulme umarmung umbau umfang
  umfrage umgang umgebung umleitung umsatz umschlag umstand umtausch umwelt umzug unfall unglaube uni union universitat unkraut
  unrecht unschuld unsinn unterarm unterkunft unterlag unternehmen unterricht unterschied update upgrade urenkel urin urkunde urlaub
  urlaubstag urne ursach urteil urwald vampir vanille vase vater veganer vegetarier veilchen vene ventil ventilator verantwortung
  verband verbot verdacht verein verfasser verfolger vergaser vergnug verkaufer verkehr verlag verletzung verlobte vermittler vermogen
  vers versicher verspatung verstarker verstorben vertrag vertrau vertreter verwalt verwandt vesper video vieh viertel vikar villa
  violine virus visite visum vitamin vitrine vogel volk volt voraus vorbereitung vorfreude vorgesetzte vorhang vorort vorrat vortrag
  vulkan waage wachs wachter waffe waffel wagen wahl wahler wahrheit wahrung waise wal wald walder walze wand wander wanderung wange
  wanne wappen ware warm warnung wart warteliste warze wasch waschbecken waschmaschine wasser watte wechsel wechselkurs wecker weckruf
  weg wehe wehr weiche weide weih weiher wein weinberg weise weisheit weite weizen welle wellensittich welt weltreise wende wendung
  werbung werk wert wesen wespe weste wette wetter wg whiskey wichtel wiedersehen wiege wiese wild will wimper wind windel winkel
  winter winzer wippe wirbel wirkung wirsing wirt wirtschaft wissen wissenschaft witwe witwer witz wlan woche wohl wohnheim wohnung
  wolke woll wort worter wrack wucher wunde wunder wundertute wunsch wurf wurfel wurm wurst wurze wurzel wuste wut yacht yoga yoghurt
  zahl zahler zahn zander zange zapfen zaster zauber zaun zebra zecke zehe zeichen zeile zeit zeitung zelle zelt zement zensur zentner
  zentrum zeremonie zettel zeug zeugnis zicke ziege ziegel ziel zierde ziffer zigarette zimmer zimmerpflanze zimt zins zirkus zitron
  zoff zoll zone zoo zopf zorn zubehor zucchini zucht zuchter zucker zufall zufluss zug zugabe zugang zuhause zuhorer zukunft zulage
  zulassung zulieferer zunder zundkerze zuneigung zunge zuruf zusag zusammenhang zusatz zuschauer zuschlag zuschuss zustand zustimmung
  zutat zuwachs zuzahlung zwang zweck zweifel zweig zwerg zwetschge zwieb zwiebel zwilling zwolften zyklus`);

/** Endings of words that are nouns by how they are formed. */
const formed = new RegExp(
  `${oneOf(`
    ung(?:en)?|heit(?:en)?|keit(?:en)?|schaft(?:en)?|[st]ion(?:en)?|tät(?:en)?|[bdghkmrst]nis(?:sen?)?
    (?<=.{3})(?<!mün)chen|lein|ismus|(?<!cle)ment|linge?n?|(?:er|id|ig|urr|nd|et)enz|enzen|(?<=.{4})ist(?:in|en)?
    eur|tum|[ei]um|logie|graphie|grafie|loge|erei|tik|sik|(?<!mi)nik|brik|iker(?:in)?|(?<!sev|kath|cath)erin|erinnen|ator|essor|isch
  `)}$`,
);

/** Endings of cases and plurals. */
const endings = /(?:innen|en|es|em|e|n|s)$/;
const shortestHead = 4;
const longestHead = 13;

const plain = (text: string): string =>
  text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ä', 'a').replaceAll('ö', 'o').replaceAll('ü', 'u');

/** Whether a German noun is an ordinary one: known, formed as one, or a compound that ends with one. */
export function isCommonNoun(text: string): boolean {
  if (formed.test(text.toLowerCase())) return true;
  const word = plain(text);
  const forms = [word, word.replace(endings, ''), word.replace(/[ens]$/, '')];
  return forms.some((form) => nouns.has(form) || endsWithNoun(form));
}

function endsWithNoun(form: string): boolean {
  for (let length = shortestHead; length <= Math.min(longestHead, form.length - 3); length += 1)
    if (nouns.has(form.slice(-length)) && !ofPlaces.test(form)) return true;
  return false;
}

/** Towns and waters are named by compounds, too. */
const ofPlaces =
  /(?:berg|burg|dorf|stadt|heim|see|bach|brucke|eier|bauer|fried|helm|mund|mond|wald|ufer|furt|tal|haven|stein|mann)$/;
