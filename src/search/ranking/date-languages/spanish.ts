import type { DateLanguage } from './date-language.ts';

const before =
  '(?:(?:semanas?|mitad|quincena|días|lunes|martes|miércoles|jueves|viernes|sábado|domingo|trimestre) de|en|desde|hasta|durante|(?:a )?principios de|(?:a )?comienzos de|(?:a )?inicios de|(?:a )?mediados de|(?:a )?fin(?:ales|es)? de|mes de|todo|entre) ';
const of = '(?:del mes de |del |de la |de los |de el |de |en |la |el )?';
const notOf = String.raw`(?! (?:de |del |en )\uE000)`;
const year = '(?:,? (?:del? )?{year})?';
const time = '(?: por la (?:mañana|tarde|noche)| al mediodía)?';

export const spanish: DateLanguage = {
  tens: 'y',
  words: {
    count: `un[oa]?|un_solo (?:dos|un_par_de) (?:tres|un[oa]s|unos_cuantos|unas_cuantas|algun[oa]s|poc[oa]s) cuatro cinco seis siete ocho nueve
      diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte`,
    unit: 'días? semanas? mes(?:es)? años?',
    single: '(?!) semana mes año',
    weekday: 'lunes martes miércoles jueves viernes sábado domingo',
    weekend: 'finde|fin_de_semana',
    which: `(?:pasad[oa]|últim[oa]|anterior) (?:este|esta) (?!) (?:antepasad[oa]|trasanterior) subsiguiente
      (?:próxim[oa]|que_viene|que_entra|siguiente)`,
    day: `(?:primero|uno) dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho
      diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve treinta
      treinta_y_uno`,
    month: `enero febrero marzo abril mayo junio julio agosto (?:septiembre|setiembre) octubre noviembre diciembre`,
    season: 'primavera verano otoño invierno',
    quarter: 'trimestre',
    half: 'semestre',
    nth: '(?:primer[oa]?s?|1[eºª.]r?) (?:segund[oa]|2[ºª.]) (?:tercer[oa]?|3[eºª.]r?) (?:cuart[oa]|4[ºª.]) (?:quint[oa]|5[ºª.]) últim[oa]s?',
    part: '(?:a_)?(?:principios?|comienzos?|inicios?) (?:a_)?mediados? (?:a_)?(?:fin(?:ales|es)?|últimos)',
    decade: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  },
  back: {
    'day 1': 'ayer|anoche',
    'day 2': 'anteayer|antier|antes de ayer|anteanoche|antenoche|antes de anoche',
    'day 3': 'trasanteayer|anteanteayer',
    'day 0': 'hoy|esta (?:mañana|tarde|noche)',
    'day -1': `(?<!(?:la|esta|de|por la|pasado|cada|una) )mañana`,
    'day -2': 'pasado mañana',
    'week 2': 'semana (?:antes de la pasada|antepasada|de antes)|hace quince días',
    'month 6': 'hace medio año',
  },
  holidays: {
    '12-24': 'nochebuena',
    '12-25': 'navidad(?:es)?',
    '12-28': '(?:día de )?los (?:santos )?inocentes',
    '12-31': 'nochevieja|fin de año',
    '01-01': 'año nuevo',
    '01-05': 'noche de reyes',
    '01-06': '(?:día de )?(?:los )?reyes(?: magos)?',
    '02-14': 'san valentín|día de (?:san valentín|los enamorados)',
    '03-19': 'san josé|día de san josé',
    '05-01': 'día del trabajo|día del trabajador',
    '05-05': 'cinco de mayo',
    '06-23': 'noche de san juan',
    '06-24': '(?:día de )?san juan',
    '10-12': 'día de la hispanidad|el pilar|fiesta nacional',
    '10-31': 'halloween',
    '11-01': '(?:día de )?todos los santos',
    '11-02': 'día de (?:los )?(?:muertos|difuntos)',
    '12-06': 'día de la constitución',
    '12-08': 'inmaculada',
    '12-12': 'día de la virgen de guadalupe',
  },
  past: String.raw`(?:(?:he|has|ha|hemos|habéis|han|había|habías|habíamos|habían) \p{L}+(?:ado|ido|to|cho|so)|fui|fue|fuimos|fueron|fuiste|era|eran|éramos|iba|íbamos|iban|dije|dijiste|dijo|dijimos|dijeron|hice|hiciste|hizo|hicimos|hicieron|tuve|tuvo|tuvimos|tuviste|estuve|estuvo|estuvimos|estuviste|puse|puso|quise|quiso|vi|vio|di|dio|traje|trajo|vine|vino|supe|supo|pude|pudo|\p{L}{2,20}(?:aste|iste|(?<!rí)amos|imos|aron|ieron|aba|abas|aban|ábamos|(?<![aei]r|dr)ía[sn]?)|\p{L}{1,20}(?<!qu|[ae]r|dr)[éíó])(?! que(?: \p{L}+){0,3} \p{L}{0,20}(?:[aei]|d)ría)`,
  ahead: String.raw`(?:voy|vas|va|vamos|van) a|tengo|tienes|tenemos|hay|toca|debo|debemos|quiero|quieres|queremos|pienso|planeo|viene|planead[oa]s?|previst[oa]s?|pendientes?|cita|agenda|\p{L}{1,20}(?:aré|eré|iré|dré|ará|erá|irá|drá|arás|erás|irás|aremos|eremos|iremos|dremos|arán|erán|irán|aríamos|eríamos|iríamos|aría|ería|iría|dría)|iré|irás|irá|iremos|irán|iríamos`,
  said: {
    noDate: `(?:calle|plaza|avenida|paseo|glorieta|metro|estación|barrio|colegio) (?:del? )?(?:{day} de )?{month}|(?:película|libro|novela|canción|disco|serie|juego|habitación|sala|código|pin|número|peugeot|página|autobús|línea) {year}|{year} (?:euros?|dólares?|pesos|páginas|personas|palabras|pasos|calorías|kilómetros|veces)|plácido domingo|(?:cada|todos los) años? (?:en |por )?{holiday}|cien años`,
    winter: '{season} (?:de(?:l)? )?{from=year} ?[-/] ?(?:{to=year}|\\d\\d)',
    holiday: `(?<=(?<before>(?:en|por|para|desde|hasta|antes de|después de|durante|el|la|las|del|el día de|día de|a) (?:la |el |las |los )?)){holiday}(?: {which})?${year}|{which} {holiday}|{holiday} {which}|{holiday} (?:de |del )?{year}|{holiday}(?= (?:del? )?(?:el |este )?año)`,
    days: `{from=day}(?: al? | y(?: el)? | hasta el | ?[-–] ?){day} de {month}${year}`,
    day: `{day}º? de {month}${year}|(?<=(?:el|del|al|desde el|hasta el|día) ){day}[/.-](?<month>\\d{1,2})(?:[/.-]{shortYear})?(?![/.-]?\\d)`,
    month: `{monthName} {which}|{which} {monthName}|(?<=${before}){monthName}(?! \\d)${year}|(?<=del? ){monthName}${year}(?= (?:a|hasta) )|{month}\\.? (?:de |del )?{year}`,
    toMonth: `(?<={@from} (?:y|a|hasta|o) ){monthName}${year}`,
    years: '{from=year}(?: a | y | hasta | al? | ?[-–] ?){year}',
    year: String.raw`(?<=^|(?:en|desde|hasta|año|de|del|entre|durante|verano|invierno|primavera|otoño|navidad|trimestre|semestre|\uE001) (?:el (?:año )?)?)(?<!(?:un|una|peugeot|modelo) .{0,12}){year}`,
    ago: 'hace (?:ya )?(?:unos |unas |como |casi |más de )?{count} {unit}|{count} {unit} atrás',
    within: `(?:últim|pasad)[oa]s {count} {unit}${notOf}|{count} últim[oa]s {unit}${notOf}`,
    coming: '(?:próxim[oa]s|siguientes) {count} {unit}|{count} próxim[oa]s {unit}',
    unit: `{single} {which}${notOf}|{which} {single}${notOf}|(?<=(?:principios?|comienzos?|inicios?|mediados?|fin(?:ales|es)?|mitad|lo que va) )(?<of>del |de la |de ){single}(?! {which})`,
    weekdays: `(?:del?|entre)(?: el)? {weekday}${time} (?:al|a|y|hasta)(?: el)? {end=weekday}`,
    weekdayIn: `{weekday}${time}(?:,| de| en)?(?: la| el)? {@week}|{@week},?(?: el)? {weekday}`,
    weekday: `{weekday} {which}${notOf}|{which} {weekday}${notOf}|(?<=(?:el|este|desde|hasta el|del) ){weekday}${time}${notOf}`,
    weekend: `{weekend} {which}${notOf}|{which} {weekend}${notOf}|(?:el|durante el) {weekend}${notOf}`,
    season: `(?<=(?:en|el|la|este|esta|desde el|desde la|durante el|durante la|todo el|toda la|del|de la) ){season}(?: {which})?(?: (?:del? )?(?:el )?{@year})?|{season} {which}|{which} {season}|{season} (?:del? )?(?:el )?{@year}`,
    quarter: `{nth} {quarter}(?: (?:del? )?(?:el |este )?{@year})?|(?<=(?:en|el|del|desde el) )[qt](?<q>[1-4])(?: (?:de )?{@year})?|[qt](?<q>[1-4]) (?:de )?{@year}`,
    ownQuarter: '{quarter} {which}|{which} {quarter}(?! (?:del? )?(?:el )?\\uE000)',
    half: `{nth} {half}(?: (?:del? )?(?:el )?{@year})?`,
    numberedWeek: `semana (?<week>\\d{1,2})(?:[ ,/]+{iso=year}| (?:del? )?(?:el )?{@year}|(?! del? ))`,
    decade:
      'años (?:{named=decade}|(?<century>19|20)?(?<tens>\\d)0)(?! años)|(?<=los ){named=decade}(?= ?(?:[?,.]|$))|década de (?:los )?(?:{named=decade}|(?<century>19|20)?(?<tens>\\d)0)',
    withYear: `{@date}(?:,? | en | de | del? (?:el )?){@year}|{@year}(?:,| en| por| a| el)?(?: la | el )? ?{@date}`,
    daysOfMonth: `{day} (?:del? )?{@month}|(?<=(?:el|del|día|desde el|hasta el) )(?:día )?{day}(?= ?(?:[?,.]|$)| (?:y|o|que|me|te|se|yo|de (?:este|pasado))(?: |$))|del {from=day} al {day}(?: (?:del? )?{@month})?(?= ?(?:[?,.]|$))`,
    nthOf: `{nth} (?:{what=weekday}|{what=week}|{what=weekend}) ${of}{@of}`,
    endOf: `{count} {end=nth} {what=unit} ${of}{@of}|{end=nth} {count} {what=unit} ${of}{@of}`,
    halfOf: `{nth} (?:mitad|quincena) ${of}{@of}`,
    thirdOf: `{part} ${of}{@of}`,
    weekOf: 'semana del {@day}',
    soFar: '(?:hasta ahora|ya|en lo que va)(?: de)?(?: el| la)? ?{@of}|{@of} hasta ahora',
    sinceThen: '(?:desde|a partir de)l?(?: el| la| los| las)? {@from}(?: hasta (?:hoy|ahora))?',
    between: `(?:del?|desde|entre)(?: el| la)? {@from} (?:al?|y|hasta)(?: el| la)? {@to}|{@from}(?: al? | hasta (?:el )?| ?[-–] ?){@to}`,
    joined: '{@from} (?:y|o)(?: en)? {@to}',
  },
};
