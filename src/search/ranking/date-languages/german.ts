import type { DateLanguage } from './date-language.ts';
import { feastBeside } from './said-with.ts';

const time = '(?: ?(?:abend|morgen|nachmittag|vormittag|mittag|nacht|früh))?';
/** Behind these a month or a season is no name. */
const before = '(?:im|seit|ab|bis|anfang|mitte|ende|vom|zum|des|zwischen|den ganzen) (?:(?:monat|dem|den) )?';
const of = '(?:im|in|des|der|dem|den|von|vom) ';
/** What may follow "am 5.", unlike the name of a thing: "am 5. Platz". */
const noThing = String.raw`(?= ?(?:[?!,]|$)| (?:hab|hatte|war|wurde?|bin|ist|sind|gab|ging|kam|und|bis|oder|los|ge\p{L}+t)(?:\p{L}*))`;
/** "The last Friday of September" is not last Friday. */
const notOf = String.raw`(?! (?:im|des|von|der|vom) \u00A4)`;
const year = '(?:[ ,]+{year})?';
const ofYear = `(?:[ ,/]+{year}| (?:${of})?{@year})`;

const have = 'hab|habe|hast|hat|haben|habt|bin|bist|ist|sind';
/** What is planned is still to come. */
const participle = String.raw`(?!geplant|vorgesehen|angesetzt)\p{L}{0,20}(?:(?:ge|be|er|ver|zer|ent)\p{L}{2,20}(?:t|en)|iert)`;

export const german: DateLanguage = {
  locales: ['de-AT'],
  words: {
    count: `ein(?:e[mnr]?)? zwei|beiden drei|(?:ein_)?paar|einigen|wenigen vier fünf sechs sieben acht neun zehn elf zwölf dreizehn
      vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig`,
    unit: 'tag(?:en?)? wochen? monat(?:en?)? jahr(?:en?)?',
    single: '(?!) woche monat(?:s|es)? jahr(?:es)?',
    weekday: 'montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag',
    weekend: 'wochenende',
    which: `(?:letzt|vergangen|vorig)e[mnrs]? diese[mnrs]? nächste[mnrs]? (?:vorletzt|vorvorig)e[mnrs]?
      übernächste[mnrs]? kommende[mnrs]?`,
    day: `ersten zweiten dritten vierten fünften sechsten siebten|siebenten achten neunten zehnten elften zwölften dreizehnten
      vierzehnten fünfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten einundzwanzigsten zweiundzwanzigsten
      dreiundzwanzigsten vierundzwanzigsten fünfundzwanzigsten sechsundzwanzigsten siebenundzwanzigsten achtundzwanzigsten
      neunundzwanzigsten dreißigsten einunddreißigsten`,
    season: '(?:frühlings?|frühjahrs?) sommers? herbst(?:es)? winters?',
    quarter: 'quartals?',
    half: 'halbjahr(?:e?s)?|jahreshälfte',
    nth: '(?:erste[mnrs]?|1\\.) (?:zweite[mnrs]?|2\\.) (?:dritte[mnrs]?|3\\.) (?:vierte[mnrs]?|4\\.) (?:fünfte[mnrs]?|5\\.) letzte[mnrs]?',
    part: '(?:anfang|beginn) mitte ende',
    decade: 'zwanziger dreißiger vierziger fünfziger sechziger siebziger achtziger neunziger',
  },
  back: {
    'night 1': 'letzte nacht|(?<!von )gestern (?:abend|nacht)',
    'morning 1': '(?<!von )gestern (?:morgen|früh|vormittag)',
    'afternoon 1': '(?<!von )gestern nachmittag',
    'day 1': '(?<!von )gestern',
    'night 0': 'heute abend',
    'morning 0': 'heute (?:morgen|früh|vormittag)',
    'afternoon 0': 'heute nachmittag',
    'day 3': 'vorvorgestern',
    'month 6': 'vor einem halben jahr',
    'week 1': 'vorwoche',
    'month 1': 'vormonat',
    'year 1': 'vorjahr',
    'week 2': 'woche (?:davor|vor der letzten)',
    'day -1': '(?<!(?:heute|gestern|am|zum|vom|gegen|jeden|diesen|guten|frühen|späten|den|dem|der|tag) )morgen',
  },
  holidays: {
    '12-24': 'heilig(?:er |en )?abend',
    '12-25': 'weihnacht(?:en|stage?)|(?:ersten )weihnachtstag|1\\. weihnachtstag',
    '12-26': '(?:zweiten|2\\.) weihnachtstag|stephanstag',
    '12-31': 'silvester|sylvester',
    '01-01': 'neujahr(?:stag)?',
    '01-06': '(?:heilige[nr]? )?drei(?:königstag|könige?)',
    '02-14': 'valentinstag',
    '05-01': 'tag der arbeit|maifeiertag',
    '10-03': 'tag der (?:deutschen )?einheit',
    '10-31': 'halloween|reformationstag',
    '11-01': 'allerheiligen',
    '11-11': 'martinstag',
    '12-06': 'nikolaus(?:tag|abend)|(?<!(?:über|von|mit) )nikolaus',
  },
  feasts: {
    'easter -2 1': 'ostern|osterwochenende|osterfeiertagen?|ostertagen?',
    'easter 0': 'ostersonntag',
    'easter 1': 'ostermontag',
    'easter -1': '(?:kar|oster)samstag',
    'easter -2': 'karfreitag',
    'easter -3': 'gründonnerstag',
    'easter -7': 'palmsonntag',
    'easter -7 -1': 'karwoche',
    'easter -46': 'aschermittwoch',
    'easter -48': 'rosenmontag',
    'easter -47': 'faschingsdienstag|fastnacht(?:sdienstag)?|veilchendienstag',
    'easter -52': 'weiberfastnacht|altweiber',
    'easter -52 -47': 'karneval|fasching|fasnacht',
    'easter 39': '(?:christi )?himmelfahrt(?:stag)?|vatertag',
    'easter 49 50': 'pfingsten|pfingstwochenende',
    'easter 49': 'pfingstsonntag',
    'easter 50': 'pfingstmontag',
    'easter 60': 'fronleichnam',
    '5 2 sunday': 'muttertag',
    '11 4 thursday': 'thanksgiving',
    '11 4 thursday 1': 'black friday',
    'islamic-umalqura 9-1 30': 'ramadan',
    'islamic-umalqura 10-1': 'zuckerfest',
    'islamic-umalqura 12-10': 'opferfest',
    'hebrew kislev-25 8': 'chanukka|hanukkah',
    'advent 1': '(?:ersten|1\\.) advent',
    'advent 2': '(?:zweiten|2\\.) advent',
    'advent 3': '(?:dritten|3\\.) advent',
    'advent 4': '(?:vierten|4\\.) advent',
    'chinese 1-1': 'chinesische[ns]? neujahr(?:sfest)?',
  },
  past: `hatte(?:st|n|t)?|wars?t?|waren|wurden?|gab|(?:${have})(?: [^ ]+){0,20} ${participle}|${participle} (?:${have})`,
  ahead: String.raw`werden?|wirst|wird|muss(?:t|te)?|müssen|soll(?:te)?|sollen|will|wollen|wollte|möchte|steht|stehen|vorhabe?|vor(?= ?\?)|geplant|plane|anstehen|termine?|fällig|kommt|kommen|kommende\p{L}|(?:was|wer|wann|wo|wohin) (?:ist|gibt es|gibts)`,
  said: {
    noDate: `(?:herrn?|frau|familie|dr\\.?|prof(?:essor)?\\.?|onkel|tante|guy) (?:{monthName}|{weekday}|{season}|morgen|heute|gestern)|{count} morgen|(?:psychologie|theater|leute|deutschland) heute|(?:bewegung|schule|kita|siedlung|hotel|stadion|café) {day}\\.? {month}|{day} {month}[- ]?(?:platz|straße)|(?:straße|platz|brücke|park|allee) des {day}\\.? {month}|heute[ -](?:journal|show)|(?:das heute|tagesschau)|(?:film|buch|roman|lied|song|band|album|serie|spiel|zimmer|raum|code|pin|nummer|peugeot|seite) {year}|{year} (?:euro|dollar|franken|seiten|leute|schritte|kalorien|kilometer|metern?|gramm|watt|jahren?|stück|punkte|mal|wörter)|(?:jedes jahr|immer) (?:(?:an|zu|am) )?{holiday}|mai tai`,
    winter: '{season} {from=year}(?:/|-| auf ){to=year}|{season} {from=year}(?:/|-)\\d\\d',
    holiday: `(?<=(?<before>(?:an|zu|über|seit|vor|nach|bis|am|zum|vom|zwischen|zwischen .{3,25} und|jahr|jahres) ))(?:{which} )?{holiday}(?: {year})?|{which} {holiday}|{holiday} {year}|{holiday}(?= (?:letzte|dieses|nächste)[ns]? jahr)`,
    days: `{from=day}\\.?(?: bis(?: zum)?| ?[-–]| und(?: dem)?) ?{day}\\.? {month}\\.?${year}|(?<=vom ){from=day}\\.(?: bis(?: zum)?) {day}\\.(?<month>\\d{1,2})\\.?(?:{year})?`,
    day: `{day}\\.? {month}\\.?${year}|(?<=(?:am|vom|zum|dem|seit|bis|den|ab) ){day}\\. ?(?<month>\\d{1,2})\\.(?: ?{shortYear})?(?![.\\d])|(?<=am ){day}\\.(?<month>\\d{1,2})(?![.\\d]| uhr)`,
    month: `(?<=${before}){monthName}s?(?! \\d)${year}|{which} {monthName}|(?<=(?:von) ){monthName}${year}(?= bis )|{month}\\.? (?:des jahres )?{year}`,
    toMonth: `(?<={@from} (?:und|bis|oder) ){monthName}${year}`,
    years: '{from=year}(?: bis | und | ?[-–] ?){year}',
    year: String.raw`(?<=^|(?:in|im|jahr|jahre|jahres|seit|ab|von|vor|nach|bis|ende|anfang|mitte|zwischen|sommer|winter|herbst|frühling|weihnachten|silvester|quartal|halbjahr|\u00A6) (?:des jahres |dem jahr )?|^(?:was|wen|wohin|wie viele?|welche[nmrs]?)(?!\p{L}).* (?:ich|wir|mir|dir|uns|war|waren|es|man) ){year}`,
    feast: feastBeside(
      '(?:an|zu|über|übers|seit|vor|nach|bis|am|zum|vom|zwischen|um|für|im|beim)(?: (?:die|den|dem|der|das))?',
      'im|in|vom|von',
    ),
    ago: 'vor (?:(?:etwa|ungefähr|rund|gut|knapp|genau|circa|ca\\.) )?{count} {unit}',
    within: `(?:letzten|vergangenen) {count} {unit}${notOf}`,
    coming: '(?:nächsten|kommenden) {count} {unit}',
    unit: `{which} {single}|(?<=(?:anfang|mitte|ende|beginn|hälfte) )(?<of>des|der) {single}`,
    weekdays: `(?:von|vom|zwischen) {weekday}${time}(?: bis(?: zum)?| und) {end=weekday}`,
    weekdayIn: `{@week} (?:am )?{weekday}${time}|{weekday}${time}(?:,| der| in der| von)? {@week}`,
    weekday: `{which} {weekday}${time}${notOf}|(?<=(?:am|seit|bis|vom|zum|ab|für|ich|wir|du|mir|dir|uns) ){weekday}${time}`,
    weekend: `(?!diese|kommende){which} {weekend}${notOf}|(?:am|übers|über das|dieses|kommendes) {weekend}${notOf}`,
    season: `(?<=(?:im|über den|den ganzen|seit dem|seit|ende|anfang|mitte) ){season}(?: {@year})?|{which} {season}|{season} {@year}|{@year} im {season}`,
    quarter: `{nth} {quarter}(?: (?:${of})?{@year})?|(?<=(?:im|in|aus|fürs?|seit|bis|das|des|von) )q(?<q>[1-4])(?: {@year})?|q(?<q>[1-4]) {@year}`,
    ownQuarter: `{which} {quarter}(?! (?:${of})?\\u00A4)`,
    half: `{nth} {half}(?: (?:${of})?{@year})?`,
    numberedWeek: `(?:kw|kalenderwoche) ?(?<week>\\d{1,2})${ofYear}?|(?<week>\\d{1,2})\\. (?:kw|kalenderwoche)${ofYear}?|(?<=(?:in|seit|bis|ab|vor|nach|für) )woche (?<week>\\d{1,2})(?:${ofYear}|(?! ${of}))`,
    decade: String.raw`(?:(?<=(?:in|aus|seit|während) (?:den|der) )|{part} der )(?:{named=decade}|(?<century>19|20)?(?<tens>\d)0er)n?(?:[ -]?jahren?)?`,
    withYear: `{@date}(?:,? | im | in | vom ){@year}|{@year}(?: an| zu| am| im|,)? {@date}`,
    daysOfMonth: `{day}\\. (?:${of})?{@month}|(?<=(?:am|seit|bis|vom|zum|dem) ){day}\\.${noThing}|(?:vom|zwischen dem) {from=day}\\.(?: bis(?: zum)?| und(?: dem)?) {day}\\.(?: (?:${of})?{@month})?`,
    nthOf: `{nth} (?:{what=weekday}|{what=week}|{what=weekend}) (?:${of})?{@of}`,
    endOf: `{end=nth} {count} {what=unit} (?:${of})?{@of}`,
    halfOf: `{nth} hälfte (?:${of})?{@of}`,
    thirdOf: `{part} (?:${of})?{@of}`,
    weekOf: 'woche (?:vom|ab(?: dem)?|um den) {@day}',
    soFar: '(?:bisher|bislang|schon) (?:in |im )?{@of}|{@of} (?:bisher|bislang)',
    sinceThen:
      'seit (?:dem |der |den )?{@from}|ab (?:dem )?{@from}(?: bis (?:heute|jetzt))|(?:von|vom) {@from} bis (?:heute|jetzt)',
    between: `(?:von|vom|zwischen) (?:dem |der )?{@from}(?: bis(?: zum)?| und)(?: dem| der)? {@to}|{@from}(?: bis(?: zum)? | ?[-–] ?){@to}`,
    joined: '{@from} (?:und|oder)(?: im)? {@to}',
  },
};
