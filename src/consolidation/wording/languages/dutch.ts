import type { WordingLanguage } from './wording-language.ts';

export const dutch: WordingLanguage = {
  isVerbSecond: true,
  thousands: String.raw`\.`,
  numbers: `nul:0 één:1 een:1 eén:1 twee:2 beide:2 drie:3 vier:4 vijf:5 zes:6 zeven:7 acht:8 negen:9 tien:10 elf:11 twaalf:12 dertien:13
    veertien:14 vijftien:15 zestien:16 zeventien:17 achttien:18 negentien:19 twintig:20 eenentwintig:21 tweeëntwintig:22
    drieëntwintig:23 vierentwintig:24 vijfentwintig:25 dertig:30 vijfendertig:35 veertig:40 vijfenveertig:45 vijftig:50 zestig:60
    zeventig:70 tachtig:80 negentig:90 honderd:100 tweehonderd:200 driehonderd:300 vijfhonderd:500 duizend:1000 tweeduizend:2000`,
  same: `m'n:mijn z'n:zijn d'r:haar 'm:hem 't:het €:euro euro's:euro kilo:kg kilogram:kg kilo's:kg gram:g kilometer:km kilometers:km meter:m
    liter:l procent:% megabyte:mb gigabyte:gb mail:email e-mail:email tel:telefoon telefoonnr:telefoonnummer nr:nummer bijv:bijvoorbeeld
    ca:circa okay:ok niks:niets 's:des`,
  alike:
    'mobiel:mobieltje gsm:mobieltje auto:wagen tv:televisie teevee:televisie flat:appartement fiets:rijwiel stuk:kapot',
  articles: 'de het',
  small: `zeer heel erg echt best wel ook zo ja er is zijn heeft heb hebben in bij van door al reeds dan toch even maar gewoon graag om dat`,
  ending: 'en|s|e|n',
  openings: `nou|nou ja|tja|hè|hé|hoi|hallo|eerlijk gezegd|om eerlijk te zijn|trouwens|overigens|zoals gezegd|weet je|ja|ter info|
    ter herinnering|ik moet zeggen|ik moet toegeven|eigenlijk|zoals je weet|oké|ok|in principe|eh|ah|oh|onthoud(?: dat)?|let op|
    belangrijk|notitie|kortom|kijk|luister|dus|in ieder geval|even voor de duidelijkheid`,
  written: [
    [String.raw`half (\d{1,2})(?: uur)?(?![.:]?\d)`, 'half to $1:'],
    [String.raw`kwart over (\d{1,2})(?: uur)?(?![.:]?\d)`, '$1:15'],
    [String.raw`(\d{1,2})(?:[.:](\d{2}))? ?(?:uur|u)(?: (\d{2}))?(?!\d)`, '$1:$2$3'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:'s avonds|'s middags|des avonds|des middags)`, 'pm $1'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:'s ochtends|'s morgens)`, '$1'],
    [String.raw`(\d{1,2}) m(\d{1,2})(?: (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})[-/](\d{1,2})[-/](\d{4})`, '$1.$2.$3.'],
    ['(?:elke|iedere|op|alle) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:en|s)', 'every$1'],
    ['(?:elke|iedere) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)', 'every$1'],
    ['dagelijks|elke dag|iedere dag|per dag', 'everyday'],
    ['wekelijks|elke week|iedere week|per week', 'everyweek'],
    ['maandelijks|elke maand|iedere maand|per maand', 'everymonth'],
    ['jaarlijks|elk jaar|ieder jaar|per jaar', 'everyyear'],
  ],
  often: 'altijd vaak meestal gewoonlijk normaal soms regelmatig',
  times: `ochtends morgens middags avonds nachts jaar jaren maand maanden week weken dag dagen uur uren minuten zomer winter lente voorjaar
    herfst najaar weekend weekenden avond ochtend middag nacht kerst pasen`,
  today:
    '(?:eer)?gisteren|vandaag|(?:over)?morgen|nu|vanavond|vanochtend|vanmorgen|vanmiddag|vannacht|momenteel|onlangs|pas|straks|binnenkort|zojuist|vorige|volgende|afgelopen|deze (?:week|maand|zomer|winter)|dit (?:jaar|weekend)',
  at: 'op om in aan tegen de het te',
  since: 'sinds vanaf tot voor na van elke iedere elk ieder alle vorige volgende komende',
  not: 'niet geen nooit niets niks niemand zonder nauwelijks amper noch',
  joints: 'en of maar dat omdat want als wanneer toen terwijl voordat nadat zodat hoewel zegt zei vindt',
  changes: {
    gone: 'afge(?:zegd|last|schaft|meld|blazen|broken|sloten)|opge(?:zegd|heven|geven|doekt)|geannuleerd|verkocht|weggegeven|weggegooid|overleden|gestorven|ingeslapen|voorbij|verlopen|vervallen|failliet|gesloopt|gestolen|gejat|verwijderd|gewist|vervangen|geschrapt|stopgezet|(?:in)?geruild|afgedankt|geen .{0,40}meer',
    ended:
      'niet (?:meer|langer)|niets meer|nooit meer|geen .{0,60}meer|afge(?:zegd|last|schaft|meld|blazen|broken|sloten|rond|haald|lopen|leerd|lost|studeerd|leverd)|opge(?:zegd|heven|geven|doekt|lost|haald|knapt)|geannuleerd|(?:heb|heeft|hebben|is|ben|zijn) .{0,60}(?:gestopt|verkocht|beëindigd|verloren|weggegeven|teruggegeven|verlaten|overleden|gestorven|gesloten|ontslagen|gescheiden|uitgetrokken|vertrokken)|gestopt|verkocht|uitge(?:trokken|schreven|lezen|lopen|vallen)|ingeslapen|overleden|gesloten|voorbij|gedaan|klaar|is (?:weg|eruit)|met pensioen|gepensioneerd|ontslag(?: genomen| gekregen| ingediend)?|ontslagen|uit elkaar|gescheiden|ontbonden|beëindigd|afgebouwd|vervallen|vervalt|gaat niet door|ging niet door|hersteld|verholpen|terugge(?:geven|bracht|trokken|komen|keerd|vonden)|weer single|geleverd|bezorgd|binnen|aangekomen|afbetaald|gesloopt|gestolen|gejat|geslaagd|gehaald|verwijderd|gewist|gedeactiveerd|geactiveerd|vrijgegeven|goedgekeurd|verleend|gerepareerd|gemaakt|opgelost|gevonden|weer (?:thuis|terug|gezond|beter|vrij|fit|open|bereikbaar|in orde|heel|beschikbaar)|(?:doet|werkt|draait|loopt|rijdt) .{0,60}weer|doet het weer|stopgezet|ingetrokken|herroepen|afgeleerd',
    changed:
      'vanaf (?:nu|vandaag|morgen|deze week)|voortaan|van nu af aan|sinds kort|inmiddels|verzet|verplaatst|verschoven|uitgesteld|vervroegd|verhuisd|verhuisde|overge(?:stapt|schakeld|nomen|dragen|gaan|plaatst)|gewisseld|vervangen|veranderd|gewijzigd|aangepast|omge(?:boekt|ruild|zet|doopt|bouwd)|(?:heb|heeft|hebben|is|zijn|werd|wordt) .{0,60}(?:verhoogd|verlaagd|verlengd|verkort|verminderd|uitgebreid|gepromoveerd|bijgewerkt|gemigreerd|gehalveerd|verdubbeld)|verhoogd|verlaagd|verlengd|gestegen|gedaald|gemigreerd|in plaats van|toch (?:niet|geen|maar|liever|pas|wel)|opvolger|opvolgster|leidt nu|heet (?:nu|voortaan)|hernoemd|correctie|vergist|klopt niet|nog maar|geworden|maar naar',
    begun: 'begonnen|eerste (?:werk|school)?dag|ingetrokken|nieuwe?',
    now: 'nu|inmiddels|sinds kort|voortaan|vanaf (?:nu|vandaag)|van nu af aan|sinds (?:gisteren|vandaag|maandag|dinsdag|woensdag|donderdag|vrijdag|vorige week|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)|tegenwoordig|momenteel',
    renewed: 'nieuwe?',
    deeds:
      '(?:heeft|hebben)(?= .{0,80}(?:opgezegd|verkocht|afgezegd|geannuleerd|ingeleverd|teruggegeben|verwisseld|vervangen(?= door)|verloren|weggedaan))|is gestopt met',
    carers: 'dokter|huisarts|arts|tandarts|team|bedrijf',
    company: 'met|bij',
    denials: 'niet geen nooit',
    over: String.raw`niet (?:meer(?! \p{L}+[.!]*$)|langer)|geen (?:\p{L}+ ){1,3}meer`,
    still: 'meer langer',
    single: String.raw`bedraagt|kost|weegt|meet|luidt|heet|eindigt|begint|start|sluit|opent|draait op|woon\p{L}* (?:in|bij)|wonen (?:in|bij)|werk\p{L}* (?:bij|voor|als)|\p{L}*(?:adres|nummer|wachtwoord|code|pin|prijs|huur|salaris|loon|leeftijd|gewicht|maat|versie|afspraak|termijn|deadline|dokter|huisarts|tandarts|verjaardag|budget|limiet|poort|naam|mail|baas|chef|huisbaas)(?: \p{L}+){0,4} (?:is|zijn|luidt|op|om|bij)|lievelings\p{L}+(?: \p{L}+){0,3} is|favoriete \p{L}+(?: \p{L}+){0,3} is`,
    wish: String.raw`wil|willen|wilt|wilde|wenst|zou(?:den)? .{0,20}graag|wens\p{L}*`,
    open: String.raw`misschien|eventueel|wellicht|mogelijk|overweeg\p{L}*|overweg\p{L}+|als|indien|mocht|zou|zouden|zal|zullen|kan worden|plan\p{L}*|gepland|van plan|droom\p{L}*|dromen|hoop|hoopt|hopen|ooit|volgend(?:e)? (?:jaar|maand|zomer|winter|week)|een keer|ook|bovendien|daarnaast|erbij|nog een|tweede|extra|alleen (?:vandaag|deze)|deze (?:week|maand|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|dit weekend|even(?:tjes)?|tijdelijk|voorlopig|bij uitzondering|eenmalig|vervangt .{0,30}tijdens|als kind|vroeger|destijds|toen|(?:\p{L}+|\d+) jaar geleden|jaren geleden|terwijl|tijdens|op vakantie|voor (?:een|twee|drie|een paar) (?:dag|dagen|week|weken)|bijna|naar verluidt|gerucht\p{L}*|bespreken|bespreekt|voorgesteld|voorstel|stelt .{0,30}voor|vraagt?|vraag|ongewijzigd|blijft|blijven|nog steeds|nog altijd|uitzondering|slechts|op proef|leen\p{L}*|geleend|leent|tot (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|moet(?:en)? nog`,
    people: String.raw`(?:\p{L}{0,8}(?:zus|zussen|zusje|broer|broers|broertje|moeder|vader|mama|papa|oma|opa|tante|oom|nicht|neef|neven|nichten|dochters?|zoon|zoons|zonen|kind|kinderen|ouders|vriend|vrienden|vriendin|vriendinnen|buren|buurman|buurvrouw|collega|collega's|baas|chef|huisbaas|huisgenoot|huisgenoten|zwager|schoonzus|kleinkind\p{L}*|ex|partner|maat|maten))|(?<=(?:mijn|je|jouw|zijn|haar) )(?:man|vrouw)`,
    user: 'gebruiker|gebruikster|user',
    own: 'ik|we|wij|mijn|me|mij|ons|onze|heb|ben',
    conditions: [
      [
        'kapot|stuk|defect|gestoord|uitgevallen|geblokkeerd|gedeactiveerd|verdwenen|kwijt|vermist|hapert|klemt|lekt|lek|down|offline|(?:doet|werkt|draait|loopt|start|print|laadt) (?:\\p{L}+ ){0,3}niet',
        'gerepareerd|gemaakt|verholpen|hersteld|weer (?:\\p{L}+ )?(?:heel|online|bereikbaar|in orde|terug|vrij)|(?:doet|werkt|draait|loopt|start|print|laadt|verwarmt) (?:\\p{L}+ ){0,3}weer|vervangen|gevonden|teruggevonden|opgedoken|geactiveerd|gedeblokkeerd|gedicht',
      ],
    ],
    states: [
      [
        'op (?:vakantie|reis|zakenreis)|met vakantie|in (?:quarantaine|het ziekenhuis|het buitenland)|erasmus',
        'weer (?:terug|thuis)|terugge(?:keerd|komen)|thuisgekomen|terug van|ontslagen uit',
      ],
      ['woon|woont|wonen|leef|leeft|huur|huurt|huren', 'verhuisd|verhuisde|gaan wonen|gaan samenwonen|uitgetrokken'],
      [
        'werk|werkt|werken|baan bij|in dienst bij|stagiaire?|contract|aangesteld',
        'ontslag|ontslagen|met pensioen|gepensioneerd|laatste werkdag|(?:andere|nieuwe) baan|van baan (?:gewisseld|veranderd)|werkloos',
      ],
      [
        'werkloos|werkzoekend|zonder werk|zoek\\p{L}* .{0,30}(?:baan|werk)|op zoek naar .{0,20}(?:baan|werk)',
        '(?:nieuwe )?baan (?:gevonden|gekregen)|werk gevonden|aangenomen|begonnen (?:bij|als)|arbeidscontract',
      ],
      ['single|vrijgezel|alleenstaand', 'getrouwd|verloofd|samen met|een vriendin|een vriend|een relatie|verliefd'],
      [
        'getrouwd|samen met|een relatie|verloofd|huwelijk',
        'uit elkaar|gescheiden|scheiding|uitgemaakt|verlaten|weer single',
      ],
      ['zwanger|verwacht\\p{L}* een (?:kind|baby)', 'geboren|bevallen|ter wereld|baby is er'],
      ['rook|rookt|roken|roker|rookster', 'gestopt met roken|rookt niet meer|rook niet meer|niet-roker|rookvrij'],
      [
        'vega\\p{L}*|vegetari\\p{L}+|geen vlees|eet\\p{L}* geen (?:vlees|vis)',
        'weer (?:\\p{L}+ ){0,3}(?:vlees|vis)|eet (?:nu|sinds|weer) .{0,30}(?:vlees|vis)',
      ],
      [
        'ziek|ziek gemeld|verkouden|griep|corona|koorts|in het ziekenhuis|gebroken|verstuikt|krukken|gips',
        'weer (?:\\p{L}+ ){0,2}(?:beter|gezond|thuis)|weer fit|genezen|hersteld|ontslagen uit|gips is eraf|uit het gips|opgeknapt',
      ],
      [
        'geen rijbewijs|rijbewijs .{0,20}niet|rijles\\p{L}*|rijschool',
        'rijbewijs (?:gehaald|behaald|op zak)|rijexamen gehaald|geslaagd voor .{0,20}rij(?:examen|bewijs)',
      ],
    ],
    prepositions: `in op aan uit bij met van tot voor door om tegen zonder naar sinds onder over naast tussen per vanaf wegens ondanks achter na te`,
    determiners: `de het een mijn jouw je zijn haar ons onze hun jullie geen deze dit die dat`,
    auxiliaries: 'heeft heb hebben had hadden is was waren wordt werd werden en maar of ben',
    silent: `januari februari maart april mei juni juli augustus september oktober november december lente zomer herfst winter dokter procent
      maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren vandaag morgen avond ochtend middag week weken maand maanden jaar jaren
      dag dagen uur euro een het van voor met uit bij aan dat die deze dit mij mijn zijn haar ons onze hun jullie hem ons wij heb heeft hebben had
      hadden ben bent was waren werd worden wordt geworden zou zouden zal kan kunnen moet moeten wil willen mag mogen gaat gaan ging gegaan komt
      komen gekomen doet doen gedaan maakt maken laat laten geeft niet geen nooit meer nog ook over onder naar maar omdat want als toen dan toch
      weer altijd immers heel erg veel alle alles elke iedere ander andere nieuw nieuwe oude vorige volgende eerst later eind einde eindelijk
      helaas daarna daarvoor plaats ineens meteen sinds sedert tijdens zonder tegen twee drie vier vijf zes tien gebruiker mevrouw meneer heer
      hier daar waar wie wat echt even alleen samen thuis terug iemand zelf`,
    inflection: 'en|e[nr]?|t|te|ten|de|den|s|je|jes',
  },
};
