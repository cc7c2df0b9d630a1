import type { Unit } from './relative-date.ts';

/**
 * How people count back in a language, beyond the phrases of Intl: patterns in lower case, in which `N` stands for a number, `U` for a unit and `D`
 * for a weekday. Lists are separated by blanks, the alternative forms of an entry by slashes, with `_` for a blank inside a form.
 */
export interface CountingWords {
  /** List, from one on. "A couple" counts as two, "a few" as three. */
  readonly numbers: string;
  /** A number right after one of these is the end of a larger one: "twenty-two". */
  readonly tens?: string;
  readonly units: Readonly<Record<Unit, string>>;
  /** "Two weeks ago". */
  readonly ago: string;
  /** "In the last two weeks". */
  readonly within: string;
  /** "Last week", "a week ago": one unit back without a number. */
  readonly one: Readonly<Partial<Record<Unit, string>>>;
  /** Two units back in one word. */
  readonly two?: Readonly<Partial<Record<Unit, string>>>;
  /** List, from Monday on. */
  readonly weekdays: string;
  /** "Last Monday". */
  readonly lastWeekday: string;
  /** Set if "last Monday" means the Monday of last week, not the latest one before today. */
  readonly isOfLastWeek?: true;
  readonly lastWeekend: string;
}

/** The numbers of Chinese and Japanese. */
const han = '一 二/两/兩 三/几/幾/数/數 四 五 六 七 八 九';
/** A number right after one of these is the end of a larger one. */
const hanNumber = '[一二三四五六七八九十百千万\\d]';
const chineseWeek = '(?:周|週|星期|礼拜|禮拜)';
const chinese: CountingWords = {
  numbers: `${han} 十 十一 十二 十三 十四 十五`,
  tens: hanNumber,
  units: { day: '天|日', week: `(?:个|個)?${chineseWeek}`, month: '个月|個月', year: '年' },
  ago: 'N ?U(?:之?前|以前)',
  within: '(?:最近|过去|過去|近)的? ?N ?U',
  one: {
    day: '昨[日晚夜]',
    week: `上(?:一)?(?:个|個)?${chineseWeek}`,
    month: '上(?:一)?(?:个|個)?月',
    year: '上一年',
  },
  two: { week: `上上(?:个|個)?${chineseWeek}`, month: '上上(?:个|個)?月' },
  weekdays: '一 二 三 四 五 六 日/天',
  lastWeekday: `(?<![上早晚])上(?:个|個)?${chineseWeek}D`,
  isOfLastWeek: true,
  lastWeekend: '(?<![上早晚])上(?:个|個)?(?:周|週)末',
};

/** By ISO 639 code. Other languages have only the phrases of Intl. */
export const countingWords: Readonly<Record<string, CountingWords>> = {
  de: {
    numbers:
      'ein/eine/einem/einer zwei drei/ein_paar/einigen/wenigen vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn',
    units: { day: 'tag(?:en?)?', week: 'wochen?', month: 'monat(?:en?)?', year: 'jahr(?:en?)?' },
    ago: 'vor N U',
    within: '(?:letzten|vergangenen) N U',
    one: {
      week: '(?:letzte|vergangene|vorige)[nr]? woche',
      month: '(?:letzte|vergangene|vorige)[mnrs] monats?',
      year: '(?:letzte|vergangene|vorige)[mnrs] jahr(?:es)?',
    },
    two: { week: 'vorletzte[nr]? woche', month: 'vorletzte[mnr] monats?', year: 'vorletzte[mns] jahr(?:es)?' },
    weekdays: 'montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag',
    lastWeekday: '(?:letzte|vergangene|vorige)[mnr] D',
    lastWeekend: '(?:letzte|vergangene|vorige)[mns] wochenende',
  },
  fr: {
    numbers: 'un/une deux trois/quelques quatre cinq six sept huit neuf dix onze douze treize quatorze quinze',
    tens: 'et',
    units: { day: 'jours?', week: 'semaines?', month: 'mois', year: 'ans?|ann[ée]es?' },
    ago: 'y a N U',
    within: 'N derni(?:[eè]re|er)s U|derni(?:[eè]re|er)s N U',
    one: {
      week: 'semaine (?:derni[eè]re|pass[ée]e)',
      month: 'mois (?:dernier|pass[ée])',
      year: '(?:an|ann[ée]e) (?:derni(?:er|[eè]re)|pass[ée]e?)',
    },
    weekdays: 'lundi mardi mercredi jeudi vendredi samedi dimanche',
    lastWeekday: 'D (?:dernier|pass[ée])',
    lastWeekend: 'week-?end (?:dernier|pass[ée])',
  },
  es: {
    numbers:
      'un/una dos/un_par_de tres/unos/unas/algunos/algunas/pocos/pocas cuatro cinco seis siete ocho nueve diez once doce trece catorce quince',
    tens: 'y',
    units: { day: 'd[ií]as?', week: 'semanas?', month: 'mes(?:es)?', year: 'años?' },
    ago: 'hace (?:unos |unas )?N U',
    within: '(?:[uú]ltim|pasad)[oa]s N U',
    one: {
      day: 'anoche',
      week: 'semana (?:pasada|anterior)|pasada semana',
      month: 'mes (?:pasado|anterior)|pasado mes',
      year: 'año (?:pasado|anterior)|pasado año',
    },
    weekdays: 'lunes martes miércoles/miercoles jueves viernes sábado/sabado domingo',
    lastWeekday: 'D pasado|pasado D',
    lastWeekend: 'fin de semana pasado|pasado fin de semana',
  },
  it: {
    numbers:
      'un/uno/una due/un_paio_di tre/qualche/alcuni/alcune/pochi/poche quattro cinque sei sette otto nove dieci undici dodici',
    units: { day: 'giorn[oi]', week: 'settiman[ae]', month: 'mes[ei]', year: 'ann[oi]' },
    ago: 'N U fa',
    within: '(?:ultim|scors)[ie] N U',
    one: {
      week: 'settimana (?:scorsa|passata)|scorsa settimana',
      month: 'mese (?:scorso|passato)|scorso mese',
      year: 'anno (?:scorso|passato)|scorso anno',
    },
    weekdays: 'lunedì/lunedi martedì/martedi mercoledì/mercoledi giovedì/giovedi venerdì/venerdi sabato domenica',
    lastWeekday: 'D scors[oa]|scors[oa] D',
    lastWeekend: '(?:fine settimana|week-?end) (?:scorso|passato)|scorso (?:fine settimana|week-?end)',
  },
  pt: {
    numbers:
      'um/uma dois/duas/um_par_de três/tres/alguns/algumas/uns/umas/poucos/poucas quatro cinco seis sete oito nove dez onze doze treze catorze quinze',
    tens: 'e',
    units: { day: 'dias?', week: 'semanas?', month: 'm[eê]s(?:es)?', year: 'anos?' },
    ago: '(?:h[aá]|faz) N U|N U atr[aá]s',
    within: '[uú]ltim[oa]s N U',
    one: {
      week: 'semana passada|passada semana',
      month: 'm[eê]s passado|passado m[eê]s',
      year: 'ano passado|passado ano',
    },
    weekdays: 'segunda terça/terca quarta quinta sexta sábado/sabado domingo',
    lastWeekday: 'D(?:[- ]feira)? passad[oa]|passad[oa] D(?:[- ]feira)?',
    lastWeekend: '(?:fim|final) de semana passado|passado fim de semana',
  },
  nl: {
    numbers: 'een/één twee drie/een_paar/enkele vier vijf zes zeven acht negen tien elf twaalf dertien veertien',
    units: { day: 'dag(?:en)?', week: 'we(?:ek|ken)', month: 'maand(?:en)?', year: 'ja(?:ar|ren)' },
    ago: 'N U (?:geleden|terug)',
    within: '(?:afgelopen|laatste) N U',
    one: {
      day: 'gister(?:en)?(?:avond|nacht|middag|morgen|ochtend)',
      week: '(?:vorige|afgelopen) week',
      month: '(?:vorige|afgelopen) maand',
      year: '(?:vorig|afgelopen) jaar',
    },
    weekdays: 'maandag dinsdag woensdag donderdag vrijdag zaterdag zondag',
    lastWeekday: '(?:vorige|afgelopen) D',
    lastWeekend: '(?:vorig|afgelopen) weekend',
  },
  sv: {
    numbers: 'en/ett två/ett_par tre/några fyra fem sex sju åtta nio tio elva tolv',
    units: {
      day: 'dag(?:ar(?:na)?)?|dygn(?:en)?',
      week: 'veck(?:a|or(?:na)?)',
      month: 'månad(?:er(?:na)?)?',
      year: 'år(?:en)?',
    },
    ago: 'N U sedan',
    within: '(?:senaste|sista) N U',
    one: {
      day: 'igår',
      week: '(?:förra|senaste) veckan',
      month: '(?:förra|senaste) månaden',
      year: '(?:förra|senaste) året|i fjol',
    },
    weekdays: 'måndag tisdag onsdag torsdag fredag lördag söndag',
    lastWeekday: 'i Ds|förra Den',
    lastWeekend: '(?:förra|senaste) helgen',
  },
  da: {
    numbers: 'en/et to/et_par tre/nogle/nogle_få fire fem seks syv otte ni ti elleve tolv',
    units: { day: 'dag(?:e(?:ne)?)?', week: 'uger?(?:ne)?', month: 'måned(?:er(?:ne)?)?', year: 'år(?:ene)?' },
    ago: 'N U siden',
    within: '(?:seneste|sidste) N U',
    one: { week: '(?:sidste|forrige) uge', month: '(?:sidste|forrige) måned', year: '(?:sidste|forrige) år|i fjor' },
    weekdays: 'mandag tirsdag onsdag torsdag fredag lørdag søndag',
    lastWeekday: 'i Ds|(?:sidste|forrige) D',
    lastWeekend: '(?:sidste|forrige) weekend',
  },
  no: {
    numbers: 'en/én/et/ett/ei to/et_par tre/noen fire fem seks sju/syv åtte ni ti elleve tolv',
    units: {
      day: 'dag(?:er|ene)?|døgn(?:ene)?',
      week: 'uke(?:r|ne)?|uka',
      month: 'måned(?:er|ene)?',
      year: 'år(?:ene)?',
    },
    ago: 'N U siden',
    within: '(?:siste|seneste) N U',
    one: { week: '(?:forrige|sist) uke', month: '(?:forrige|sist) måned', year: '(?:forrige|sist) år|i fjor' },
    weekdays: 'mandag tirsdag onsdag torsdag fredag lørdag søndag',
    lastWeekday: '(?:forrige|sist) D',
    lastWeekend: '(?:forrige|sist) helg',
  },
  pl: {
    numbers: 'jeden dwa/dwie/parę trzy/kilka cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście',
    tens: '\\p{L}+(?:dzieścia|dzieści|dziesiąt)',
    units: {
      day: 'dzień|dni',
      week: 'tydzień|tygodnie|tygodni',
      month: 'miesiąc|miesiące|miesięcy',
      year: 'rok|lata|lat',
    },
    ago: 'N U temu',
    within: 'ostatni(?:e|ch) N U',
    one: {
      week: '(?:zeszł|ubiegł|poprzedni)\\p{L}{1,3} ty(?:dzień|godni[ua])|tydzień temu',
      month: '(?:zeszł|ubiegł|poprzedni)\\p{L}{1,3} miesiąc[ua]|miesiąc temu',
      year: '(?:zeszł|ubiegł|poprzedni)\\p{L}{1,3} roku?|rok temu',
    },
    weekdays: 'poniedziałek wtorek środę czwartek piątek sobotę niedzielę',
    lastWeekday: '(?:zeszł|ubiegł|poprzedni)\\p{L}{1,2} D',
    lastWeekend: '(?:zeszły|ubiegły|poprzedni) weekend',
  },
  ru: {
    numbers: 'один/одну два/две/пару три/несколько четыре пять шесть семь восемь девять десять одиннадцать двенадцать',
    tens: 'двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто',
    units: { day: 'день|дня|дней', week: 'неделю|недели|недель', month: 'месяц(?:а|ев)?', year: 'год(?:а)?|лет' },
    ago: 'N U (?:тому )?назад',
    within: 'последни[ех] N U',
    one: {
      week: 'прошл\\p{L}{2,3} недел[еюи]|неделю (?:тому )?назад',
      month: 'прошл\\p{L}{2,3} месяц[еа]?|месяц (?:тому )?назад',
      year: 'прошл\\p{L}{2,3} год[уа]?|год (?:тому )?назад',
    },
    weekdays: 'понедельник вторник среду четверг пятницу субботу воскресенье',
    lastWeekday: 'прошл\\p{L}{2} D',
    lastWeekend: 'прошлы[ех] выходны[ех]',
  },
  tr: {
    numbers: 'bir iki üç/birkaç dört beş altı yedi sekiz dokuz on on_bir on_iki',
    tens: 'on|yirmi|otuz|kırk|elli',
    units: { day: 'gün', week: 'hafta', month: 'ay', year: 'yıl|sene' },
    ago: 'N U (?:önce|evvel)',
    within: 'son N U\\p{L}{0,3}',
    one: {
      day: 'dün (?:gece|akşam)',
      week: '(?:geçen|önceki) hafta',
      month: '(?:geçen|önceki) ay',
      year: '(?:geçen|önceki) (?:yıl|sene)',
    },
    weekdays: 'pazartesi salı çarşamba perşembe cuma cumartesi pazar',
    lastWeekday: 'geçen D(?: günü)?',
    lastWeekend: 'geçen hafta sonu',
  },
  ar: {
    numbers:
      'واحد/واحدة اثنان/اثنين ثلاث/ثلاثة/بضع/بضعة/عدة أربع/أربعة خمس/خمسة ست/ستة سبع/سبعة ثماني/ثمانية تسع/تسعة عشر/عشرة',
    units: { day: 'يوم|أيام|يوما', week: 'أسبوع|أسابيع', month: 'شهر|أشهر|شهور', year: 'سنة|سنوات|سنين|عام|أعوام' },
    ago: '(?:قبل|منذ) N U',
    within: 'آخر N U',
    one: {
      day: 'البارحة|امس|(?:قبل|منذ) يوم',
      week: 'الأسبوع (?:الماضي|الفائت)|(?:قبل|منذ) أسبوع',
      month: 'الشهر (?:الماضي|الفائت)|(?:قبل|منذ) شهر',
      year: '(?:السنة الماضية|العام (?:الماضي|الفائت))|(?:قبل|منذ) (?:سنة|عام)',
    },
    two: {
      day: '(?:قبل|منذ) يومين',
      week: '(?:قبل|منذ) أسبوعين',
      month: '(?:قبل|منذ) شهرين',
      year: '(?:قبل|منذ) (?:سنتين|عامين)',
    },
    weekdays: 'الاثنين/الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد',
    lastWeekday: 'D (?:الماضي|الماضية|الفائت)',
    lastWeekend: '(?:عطلة )?نهاية الأسبوع (?:الماضي|الماضية)',
  },
  zh: chinese,
  yue: chinese,
  ja: {
    numbers: `${han.replaceAll('几', '数')} 十 十一 十二 十三 十四 十五`,
    tens: hanNumber,
    units: { day: '日', week: '週間?', month: '(?:か|ヶ|カ|ヵ|ケ|箇)月', year: '年' },
    ago: 'N ?U前',
    within: '(?:この|ここ|過去|最近の?)N ?U',
    one: { day: '昨[夜晩]|きのう|ゆうべ', week: '先週|前の週', month: '先月', year: '去年|昨年' },
    two: { day: 'おととい', week: '先々週', month: '先々月', year: 'おととし|一昨年' },
    weekdays: '月 火 水 木 金 土 日',
    lastWeekday: '(?:先週の?)D曜日?',
    isOfLastWeek: true,
    lastWeekend: '先週末|先週の週末',
  },
};
