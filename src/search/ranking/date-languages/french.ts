import type { DateLanguage } from './date-language.ts';

const time = '(?: (?:matin|midi|après-midi|soir))?';
const before =
  "(?:en|depuis|dès|jusqu'en|jusqu'à|début|fin|mi-|mi|mois de|mois d'|courant|entre|pendant|vers|(?:semaines?|week-end|moitié|quinzaine|jours|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:de|d')) ?(?:le mois de |le mois d')?";
const of = "(?:du mois de |du mois d'|du |de l'|de la |de |d'|en |l'|la |le |au )?";
const notOf = String.raw`(?! (?:de |d'|du )\uE000)`;
const year = '(?: (?:de )?{year})?';

export const french: DateLanguage = {
  tens: 'et|vingt|vingt-|trente|trente-|quarante|quarante-',
  words: {
    count: `une? deux|une?_couple_de trois|quelques quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
      dix-huit dix-neuf vingt`,
    unit: 'jours? semaines? mois (?:ans?|années?)',
    single: '(?!) semaine mois (?:an|année)',
    weekday: 'lundi mardi mercredi jeudi vendredi samedi dimanche',
    weekend: 'week-?end|fin_de_semaine',
    which: `(?:derni(?:er|ère)|passée?|précédente?) (?:ce|cet|cette) (?!)
      (?:d'avant|avant_derni(?:er|ère)|avant-derni(?:er|ère)) d'après (?:prochaine?|à_venir|qui_vient|suivante?)`,
    day: 'premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
    season: 'printemps été automne hiver',
    quarter: 'trimestre',
    half: 'semestre',
    nth: '(?:premi(?:er|ère)|1ère?|1er) (?:deuxième|seconde?|2e|2ème) (?:troisième|3e|3ème) (?:quatrième|4e|4ème) (?:cinquième|5e) derni(?:er|ère)s?',
    part: '(?:début|au_début|commencement) (?:mi-?|milieu) fin',
    decade: 'vingt trente quarante cinquante soixante soixante-dix quatre-vingts? quatre-vingt-dix',
  },
  back: {
    'day 1': 'hier|cette nuit',
    'day 2': 'avant-hier|avant hier',
    'day 0': "aujourd'hui|ce matin|cet après-midi|ce soir",
    'day -1': '(?<!après[ -])demain',
    'day -2': 'après[ -]demain',
    'week 2': "semaine (?:d'avant|avant la dernière)|il y a quinze jours",
    'month 6': 'il y a six mois',
  },
  holidays: {
    '12-24': 'réveillon de noël|veille de noël',
    '12-25': 'noël',
    '12-31': 'saint-sylvestre|réveillon|réveillon du (?:nouvel an|jour de l.an)|veille du (?:nouvel an|jour de l.an)',
    '01-01': "(?:jour de l'an|nouvel an)",
    '01-06': '(?:épiphanie|fête des rois|jour des rois)',
    '02-02': 'chandeleur',
    '02-14': 'saint[- ]valentin',
    '05-01': 'fête du travail',
    '06-21': 'fête de la musique',
    '07-14': 'fête nationale',
    '08-15': 'assomption',
    '10-31': 'halloween',
    '11-01': 'toussaint',
    '11-11': 'armistice',
  },
  past: String.raw`(?<!il y |y )(?:ai|as|a|ont|avons|avez|suis|es|est|sommes|êtes|sont|avais|avait|avions|aviez|avaient)(?:-(?:je|tu|t-il|t-elle|t-on|il|elle|on|nous|vous|ils|elles))?(?: \p{L}+){0,2} (?:\p{L}+(?:é|ée|és|ées|u|us|ue|ues|ert|erte|iné|uit)|dite?s?|faite?s?|mise?s?|prise?s?|écrite?s?|appris|compris|promise?|choisie?s?|finie?s?|partie?s?|sortie?s?|dormi|réussi|suivie?s?|servie?)|(?:étais|était|étions|étaient|avais|avait|avions|avaient|\p{L}{3,}(?:ais|ait|aient))(?:-\p{L}+)*`,
  ahead: String.raw`(?:vais|vas|va|allons|allez|vont|dois|doit|devons|devez|dois-je|prévus?|prévue?s?|prévoi\p{L}+|rendez-vous|agenda|planning|\p{L}{2,}(?:erai|eras|era|erons|erez|eront|irai|iras|ira|irons|iront|drai|dra|drons|rai)|qu'est-ce qu'il y a|qu'ai-je|ai-je (?:quoi|un|une|des)|j'ai quoi)(?:-\p{L}+)*`,
  said: {
    noDate: `(?:rue|place|avenue|boulevard|pont|métro|quai|station) (?:du |de la |de l'|le )?{day}(?:er)? {month}|aujourd'hui en france|mai 68|(?:film|livre|roman|chanson|album|série|jeu|chambre|salle|code|pin|numéro|peugeot|page|bus|ligne) {year}|{year} (?:euros?|dollars?|pages|personnes|mots|pas|calories|kilomètres|fois|francs)|vendredi ou l[ae]s? (?:vie|limbes)|demain nous appartient|chaque année (?:à |pour |le )?{holiday}|(?:monsieur|madame|mme|m\\.|docteur|dr) (?:{monthName}|{weekday}|noël)`,
    winter: '{season} {from=year}[-/](?:{to=year}|\\d\\d)',
    holiday: `(?<=(?<before>(?:à|au|pour|avant|après|depuis|pendant|jusqu'à|vers|le|la|le jour de|le jour du|du) (?:la |le |l'|les )?))(?:{holiday})(?: {which})?${year}|{holiday} {which}|{holiday} {year}|(?<=à l')(?<before>){holiday}${year}`,
    days: `{from=day}(?:er)?(?: au | et(?: le)? | ?[-–] ?| à ){day} {month}\\.?${year}`,
    day: `{day}(?:er)? {month}\\.?${year}|(?<=(?:le|du|au|depuis le|dès le) ){day}[/.](?<month>\\d{1,2})(?:[/.]{shortYear})?(?![/.]?\\d)`,
    month: `{monthName} {which}|(?<=(?<![\\p{L}])${before}){monthName}(?! \\d)${year}|(?<=(?:de |d')){monthName}(?= (?:à|jusqu))|{month}\\.? (?:de )?{year}`,
    toMonth: `(?<={@from} (?:et|à|jusqu'à|jusqu'en|ou) ){monthName}${year}`,
    years: '{from=year}(?: à | et | ?[-–] ?){year}',
    year: String.raw`(?<=^|(?:en|depuis|dès|année|années|de l'année|l'an|jusqu'en|fin|début|mi|entre|été|hiver|printemps|automne|noël|trimestre|semestre|courant|\uE001) ){year}`,
    ago: '(?:il )?y a (?:environ |à peu près )?{count} {unit}|{count} {unit} plus tôt',
    within: `{count} derni(?:ères|ers) {unit}${notOf}|derni(?:ères|ers) {count} {unit}`,
    coming: '{count} prochaine?s {unit}|prochaine?s {count} {unit}',
    unit: `{single}[- ]{which}${notOf}|{which} {single}(?:-ci|-là)?${notOf}|(?<=(?:début|milieu|fin|moitié|commencement) )(?<of>du |de la |de l'){single}(?! {which})`,
    weekdays: `(?:de|du|entre)(?: le)? {weekday}${time}(?: à| au| et)(?: le)? {end=weekday}`,
    weekdayIn: `{weekday}${time}(?:,| de| dans)?(?: la| l'| le)? {@week}|{@week},?(?: le)? {weekday}${time}`,
    weekday: `{weekday} {which}${notOf}|(?<!(?:tous les|chaque|les|le|un|et|ou|du) ){weekday}(?! gras)${time}${notOf}(?! (?:13|et|ou)(?!\\d))`,
    weekend: `{weekend} {which}${notOf}|(?:ce|cette|le|au|pendant le) {weekend}${notOf}(?! (?:de|du) )`,
    season: `(?<=(?:cet|cette|l'|l'|au|en|à l'|depuis l'|depuis le|pendant l'|dès le|fin de l') ?){season}(?: {which})?(?: (?:de )?{@year})?|{season} {which}|{which} {season}|{season} (?:de )?(?:l')?{@year}`,
    quarter: `{nth} {quarter}(?: (?:de )?(?:l')?{@year})?|(?<=(?:en|au|du|depuis le|le) )[qt](?<q>[1-4])(?: {@year})?|[qt](?<q>[1-4]) {@year}`,
    ownQuarter: "{quarter} {which}|{which} {quarter}(?! (?:de )?(?:l')?\\uE000)",
    half: `{nth} {half}(?: (?:de )?(?:l')?{@year})?`,
    numberedWeek: `semaine (?<week>\\d{1,2})(?:[ ,/]+{iso=year}| (?:de )?(?:l')?{@year}|(?! d(?:e|u|es) | d'))`,
    decade: '(?:{part} des )?années (?:{named=decade}|(?<century>19|20)?(?<tens>\\d)0)',
    notDate: "pas (?:la |le |l')?{@date}",
    withYear: `{@date}(?:,? | en | de | de l')${of}{@year}|{@year}(?:,| à| au| en| pour)?(?: le | la | )?{@date}`,
    daysOfMonth: `{day}(?:er)? (?:du |de la |de )?{@month}|(?<=(?:le|depuis le|jusqu'au|avant le|après le|dès le) ){day}(?:er)?(?= ?(?:[?!,.]|$)| (?:j'|je|tu|on|il|elle|nous|vous|et|ou|à|dernier))|du {from=day} au {day}(?: (?:du |de )?{@month})?(?= ?(?:[?!,.]|$)| (?:j'|je|tu|on|il|elle|nous))`,
    nthOf: `{nth} (?:{what=weekday}|{what=week}|{what=weekend}) ${of}{@of}`,
    endOf: `{count} {end=nth} {what=unit} ${of}{@of}|{end=nth} {count} {what=unit} ${of}{@of}`,
    halfOf: `{nth} (?:moitié|quinzaine) ${of}{@of}`,
    thirdOf: `{part}(?: |-)?${of}{@of}`,
    weekOf: 'semaine du {@day}',
    soFar: `(?:jusqu'ici|jusqu'à présent|déjà) {@of}|{@of} (?:jusqu'ici|jusqu'à présent)|depuis le début ${of}{@of}`,
    sinceThen:
      "(?:depuis|dès|à partir de?)(?: le| la| l'| du)? ?(?:mois de |mois d')?{@from}|de {@from} (?:à|jusqu'à) (?:aujourd'hui|maintenant)",
    between: `(?:de|du|d'|entre)(?: le| la| l')? ?(?:mois de )?{@from}(?: à| au| et| jusqu'à| jusqu'au| jusqu'en)(?: le| la| l')? (?:mois de )?{@to}|{@from}(?: au | à | jusqu'à | jusqu'au | ?[-–] ?){@to}`,
    joined: '{@from} (?:et|ou)(?: en)? {@to}',
  },
};
