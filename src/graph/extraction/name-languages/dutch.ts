import type { NameLanguage } from './name-language.ts';

export const dutch: NameLanguage = {
  nouns: {
    PERSON: `moeder vader mama papa mam pap ouders broer~ zus zusje zussen zoon zoontje dochter dochtertje man vrouw echtgeno~ partner vriend
      vriendin vriendje vriendinnetje verloofde neef neefje nicht nichtje oom tante opa oma kleinzoon kleindochter kleinkind
      schoonmoeder schoonvader schoonzus schoonbroer zwager schoonzoon schoondochter peettante peetoom tweeling baby kind meisje jongen
      buurvrouw buurman buurmeisje buurjongen collega baas chef directeur manager leidinggevende compagnon secretaresse docent~ leraar
      lerares juf meester leerling student~ trainer coach dokter dokters arts huisarts tandarts fysio~ verpleegkundige psycholoog
      dierenarts advocaat notaris rechter burgemeester minister president loodgieter elektricien bakker kapper kapster oppas huisgenoot
      huisgenote huurder verhuurder meneer mevrouw dhr mevr mw pater dominee schrijver schrijfster dichter zanger zangeres acteur
      actrice schilder regisseur hond hondje puppy kat kater poes poesje kitten konijn cavia hamster papegaai parkiet kanarie schildpad
      paard pony ezel kip`,
    ORGANISATION: `bedrijf firma start-up startup bank verzekeraar restaurant eetcafé café bar kroeg pizzeria hotel bakkerij boekhandel winkel
      supermarkt garage bureau praktijk kliniek club team groep band vereniging koor orkest crèche kinderdagverblijf kinderopvang opvang
      peuterspeelzaal basisschool school sportschool stichting vakbond partij merk provider leverancier uitgeverij bioscoop apotheek
      verzorgingshuis`,
    PLACE: `stad stadje dorp dorpje wijk buurt regio provincie eiland berg vulkaan rivier strand camping gemeente bos meer`,
    THING: `boek roman strip film serie documentaire album nummer liedje lied plaat musical opera spel game app applicatie programma site
      website tool auto motor fiets boot schip veerboot console tijdschrift blad krant podcast medicijn festival beurs project model`,
  },
  within: {
    ORGANISATION: `ziekenhuis kliniek lyceum gymnasium college school basisschool universiteit hogeschool academie conservatorium instituut museum
      gemeente theater schouwburg bank verzekering~ vereniging club fc sc vv voetbal~ ajax apotheek ministerie bibliotheek orkest hotel
      restaurant café eetcafé bakkerij groep uitgeverij stichting bond bv nv ~dienst ~umc umc ~bank ~fonds ~schap ~bedrijf ~winkel
      ~markt ~college ~school ~lyceum medisch centrum`,
    PLACE: `~straat ~laan ~weg ~plein ~gracht ~kade ~singel ~dijk ~steeg ~brug ~park park ~meer ~berg ~duinen ~bos ~eiland ~haven haven ~plas
      ~dam ~kerk station luchthaven kasteel veluwe toren sint-~ ~wijk`,
    THING: 'festival beker prijs toernooi grand_prix windows pokémon',
  },
  lastTells: true,
  joins: 'aan_den',
  before: {
    ORGANISATION: `luister~*naar (?:opgenomen|geopereerd|ontslagen|verzekerd)*(?:in|bij) wedstrijd_(?:van|tegen) ruzie_met_de bellen*met_de
      (?:bel|belde|bellen)_de werk~*(?:bij|voor|aan) (?:sollicitatie|baan|stage|contract|abonnement|account|rekening)~*(?:bij|van)
      solliciteer~*(?:bij|naar) (?:factuur|pakket|bestelling|brief|boete)_van gekocht_bij koop~*bij bestel~*bij concert_van
      (?:keept|speelt|voetbalt|tennist|traint|hockeyt)_bij (?:klant|lid)_(?:van|bij) aangenomen_bij begin~*bij
      (?:mail|brief)*(?:naar|van)_(?:de|het) zit_op(?:_het|_de)? ligt_in_(?:het|de) studeer~*aan supporter_van fan_van
      afspraak*(?:bij|met_de)`,
    THING: `download~ (?:aflevering|seizoen)~*van (?:wachtwoord|account|foto|bericht|filmpje|groep|bestand|versie)~*(?:van|op|in) kijk~*op
      installe~ gebruik~ speel~ (?:zijn|haar|mijn|onze|een)_(?:oude|nieuwe) (?:kaartje|ticket)s?_voor
      (?:koop|kocht|verkoop|verkocht|heeft|heb|rijd|reed)~*(?:zijn|haar|mijn|onze|een) abonnement_op foto~_(?:op|in) met_de_app
      op_(?:mijn|zijn|haar)`,
    PERSON: `met (?!uit|tot|niet|het)[^_,]{3,}t vraag~?_(?:aan)? gezien zag zie ontmoet~ bel belde help bezoek~ ken kende mis
      (?:vertel|zeg|zei|gaf|geef|geven|schrijf|leen|stuur)~*aan zei vertelde zegt vindt wil heeft komt kwam moet gaat zal_ik kan had was
      vroeg is mag volgens hoi hallo lieve beste dag bedankt dankzij
      (?:verjaardag|bruiloft|huis|auto|kamer|broer|zus|moeder|vader|zoon|dochter|man|vrouw|vriend|vriendin|hond|kat)_van
      (?:boek|roman|liedje|film|schilderij|gedicht)_van bij voor door
      (?<!(?:boot|trein|bus|vlucht|reis|weg|rekening|centrum|rand|buurt)_)van sinds dat omdat als toen ben`,
    PLACE: `(?:ziekenhuis|station|strand|haven|markt|museum|vliegveld|universiteit|binnenstad|gemeente|burgemeester)_van
      (?:weekend|vakantie|markt|station|strand|huis|appartement|camping|concert|bruiloft|feest|logeren|kamperen)*(?:in|naar|op|te)
      opgegroeid beklom~ beklim~ in naar uit te vanuit richting via tot woon~*(?:in|bij|op)
      (?:boot|trein|bus|vlucht|reis|weg)_(?:van|naar) van_~_naar geboren_in
      (?:verhui|vlieg|reis|rijd|ga|gaan|fiets|wandel)~*(?:naar|over|door) (?:over|op|langs|rond|door)_(?:de|het) buurt_van
      (?:noorden|zuiden|oosten|westen|centrum|rand)_van vlak_bij(?:_het|_de)? bezoch?t~`,
  },
  between: 'niet ook al nog altijd nooit',
  behind: {
    PERSON: `komen gaan wonen willen en_ik (?:heeft|had)_(?:haar|zijn|een|de|het|mijn|me|gisteren|wel|geen|donderdag|zich|al|~(?:t|d|en)) werkt woont zegt zei
      wil wilde denkt vindt vond studeert speelt zingt slaapt eet praat belt belde huilt komt kwam gaat ging vertrekt kookt leest
      schrijft leert weet kan kon moet mag zoekt lust haat houdt vraagt vroeg verhuist bakt begint geeft gaf kocht koopt trainde traint
      viel trouwt trouwen doet lacht verkocht heet is_(?:jarig|ziek|zwanger|verhuisd|mijn|onze|bang|~(?:_~){0,6}_geboren)
      wordt_\\d+`,
    ORGANISATION: `verkoopt levert rekent bezorgt sluit opende neemt_aan reageert vergoedt
      heeft_(?:aangekondigd|geleverd|~(?:_~){0,4}_(?:opgestuurd|ontslagen|aangenomen|terugbetaald|verhoogd))
      is_(?:gesloten|failliet|dicht|open) zoek`,
    THING: '(?:werkt_niet|crasht|start_niet|laadt|doet_het) is_(?:kapot|stuk)',
    PLACE: 'is_(?:een_stad|een_dorp|prachtig)',
  },
  is: 'is was',
  called: 'heet~ genaamd genoemd noem~',
  articles: "de het een 't mijn m'n jouw je zijn z'n haar ons onze hun deze die dit dat",
  and: 'en',
  reads: 'lees~ las lezen gelezen kijk~ keken keek bekeken',
  says: 'zeg~ zei~ antwoord~ roep~ riep vraag~ vroeg woord schre~',
  small: `ik jij je u hij zij ze het wij we jullie hen hun men dit dat deze die wie wat welke welk waar wanneer hoe hoeveel waarom en of
    maar want dus als dan toen terwijl omdat hoewel aan achter bij binnen boven buiten door in langs met na naar naast om onder op
    over per rond sinds te tegen tot tussen uit van vanaf via volgens voor zonder de een 't mijn m'n jouw zijn haar ons onze niet wel
    geen ja nee ook al nog altijd nooit soms vaak gisteren vandaag morgen overmorgen vanavond vanmorgen vanmiddag vannacht gisteravond
    nu straks later eerst daarna hier daar er ergens nergens heel erg veel meer minder zo alles alle allemaal niets niks niemand iets
    iemand iedereen ieder elke elk weinig goed slecht bijna alleen misschien helaas gelukkig eindelijk eigenlijk bedankt dank hallo
    hoi dag mama papa oma opa mensen kinderen volgende vorige laatst laatste tegenwoordig meestal binnenkort vroeger doe kun kunt heb
    ben waarschijnlijk`,
};
