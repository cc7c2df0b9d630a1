import type { DateLanguage } from './date-language.ts';

/** Endings: "in", "from", "until". */
const at = "'?(?:[dt][ea](?:ki)?)?";
const of = "'?(?:n?[ıiuü]n)?";
const from = "'?[dt][ea]n";
const year = '(?: {year})?';

export const turkish: DateLanguage = {
  tens: 'on|yirmi|otuz|kırk|elli',
  words: {
    count: 'bir iki üç|birkaç dört beş altı yedi sekiz dokuz on on_bir on_iki on_üç on_dört on_beş',
    unit: 'gün hafta ay (?:yıl|sene)',
    single: '(?!) hafta ay (?:yıl|sene)',
    weekday: 'pazartesi salı çarşamba perşembe cuma cumartesi pazar',
    weekend: 'hafta_sonu',
    which: '(?:geçen|önceki|geçtiğimiz) bu (?:gelecek|haftaya|önümüzdeki) evvelki',
    season: '(?:ilkbahar|bahar) yaz sonbahar kış',
    quarter: 'çeyre[kğ](?:i|te|inde)?',
    half: 'yarıyıl(?:ı|da)?',
    nth: '(?:ilk|birinci) ikinci üçüncü dördüncü beşinci son',
    part: '(?:başı|başında|başları|başlarında|başından) (?:ortası|ortasında|ortaları|ortalarında) (?:sonu|sonunda|sonları|sonlarında)',
    decade: 'yirmili otuzlu kırklı ellili altmışlı yetmişli seksenli doksanlı',
  },
  back: {
    'night 1': 'dün (?:gece|akşam)',
    'morning 1': 'dün sabah',
    'day 1': 'dün',
    'day 2': 'evvelsi gün|önceki gün|evvelki gün',
    'morning 0': 'bu sabah',
    'night 0': 'bu akşam',
    'day 0': 'bugün',
    'year 1': 'geçen (?:yıl|sene)',
    'month 6': 'altı ay önce|yarım yıl önce',
  },
  holidays: {
    '01-01': 'yılbaşı(?:nda)?',
    '02-14': 'sevgililer günü(?:nde)?',
    '04-23': '(?:23 nisan )?çocuk bayramı(?:nda)?',
    '05-01': 'işçi bayramı(?:nda)?',
    '10-29': 'cumhuriyet bayramı(?:nda)?',
    '12-25': "noel(?:'?de)?",
    '12-31': 'yılbaşı gecesi(?:nde)?',
  },
  ahead: String.raw`\p{L}+(?:ac|ec)a[ğk]\p{L}*|\p{L}+ec[eı]ğ\p{L}*|lazım|gerek|randevu\p{L}*|planlan\p{L}*|var mı`,
  said: {
    noDate:
      '{day} {month} (?:caddesi|sokağı|bulvarı|meydanı|mahallesi|stadı)\\p{L}*|(?:film|kitap|roman|oda|kod|numara)\\p{L}* {year}',
    holiday: `{which} {holiday}|{holiday}(?<=(?<before>nda|nde|'?de))`,
    days: `{from=day}(?: ile |['’]?[dt][ea]n | ?[-–] ?){day} {month}${year}`,
    day: `{day} {month}${year}${at}`,
    month: `{which} {monthName}|{monthName}(?: ayı)?'?(?:[dt][ea](?:n|ki)?|n?[ıiuü]n|[ıi])(?! \\d{1,2}(?!\\d))|{monthName}(?= (?:başı|ortası|sonu|ayı|ile))|{month} {year}${at}|{year} {month}${at}`,
    years: "{from=year}(?: ile |'?[dt][ea]n | ?[-–] ?){year}",
    year: "{year}(?:'?[dt][ea](?:n|ki)?| yılı(?:nda|ndan)?| senesi(?:nde)?)",
    ago: '{count} {unit} (?:önce|evvel)',
    within: 'son {count} {unit}\\p{L}{0,3}',
    coming: '(?:gelecek|önümüzdeki) {count} {unit}\\p{L}{0,3}',
    weekend: '{which} {weekend}(?:nda)?|(?<=(?:bu) ){weekend}',
    unit: '{which} {single}',
    weekdayIn: '{@week} {weekday}',
    weekday: '{which} {weekday}(?: günü)?|{weekday} günü',
    season: `{which} {season}(?:ın)?|{@year} {season}(?:ında|ın)?|(?<=(?:yılı) ){season}`,
    quarter: "{@year}'?(?:n[ıiuü]n|[ıiuü]n)? {nth} {quarter}|{nth} {quarter}",
    decade: "(?<century>19|20)?(?<tens>\\d)0'?l[ae]r(?:da|de)?|{named=decade} yıllar(?:da)?",
    withYear: `{@year} {@date}`,
    nthOf: `{@of}${of}? {nth} (?:{what=weekday}|{what=week}|{what=weekend})(?:sı|si|sında|sinde|ı|i|ında|inde|nda)?`,
    thirdOf: `{@of}${of}? {part}`,
    halfOf: `{@of}${of}? {nth} yarısı(?:nda)?`,
    sinceThen: `{@from}(?:${from})? (?:beri|bu yana|itibaren)`,
    between: `{@from}(?:${from}| ile) {@to}(?:'?[yn]?[ea])?(?: kadar| arası(?:nda)?)?`,
  },
};
