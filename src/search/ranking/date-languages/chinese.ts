import type { DateLanguage } from './date-language.ts';

/** Numbers, by their values. */
const han = '一 二|两|兩 三|几|幾|数|數 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十';
/** A number right after one of these is the end of a larger one. */
const hanNumber = '[一二三四五六七八九十百千万零\\d]';
const week = '(?:周|週|星期|礼拜|禮拜)';
const hanMonths = ['一|元', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
/** "3月", "三月份", but not "3个月" or the 一月 of 十一月. */
const months = hanMonths.map((one, place) => `(?:(?<![\\d十])${place + 1}|(?<!${hanNumber})(?:${one}))月份?`).join(' ');
const hanDays = '一 二 三 四 五 六 七 八 九 十'.split(' ');
const dayNumbers = Array.from({ length: 31 }, (_, place) => {
  const [tens, ones] = [Math.floor((place + 1) / 10), (place + 1) % 10];
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : hanDays[tens - 1]}十`;
  return `(?<!${hanNumber})${ten}${ones === 0 ? '' : hanDays[ones - 1]}`;
}).join(' ');
/** What may follow "5号", unlike the name of a thing: "5号线". */
const noThing = '(?=我|你|他|她|咱|那天|的时候|的時候|晚上|早上|上午|下午|中午)';
/** Beside these a weekday, a month or a feast is no name: "周六福", "七月", "五一广场". */
const isTime =
  '(?=我|你|他|她|咱|大家|那|的时候|的時候|当天|當天|期间|期間|假期|放假|去|见|見|收到|送|以[来來]|到|至|和|开|開|做|买|買|吃|说|說|的?(?:早|晚|上午|下午|中午)|[，,、？?])';
const afterTime = '(?<=[我你他她们們在从從到至自和这這])';

export const chinese: DateLanguage = {
  isUnbroken: true,
  tens: hanNumber,
  words: {
    count: han,
    unit: `(?:天|日) (?:个|個)?${week} (?:个|個)月 年`,
    single: `(?!) (?:一)?(?:个|個)?${week} (?:一)?(?:个|個)?月(?![\\d一二三四五六七八九十球亮台饼餅经光子刊]) 年(?![级級纪紀头頭糕])`,
    weekday: '[一1] [二2] [三3] [四4] [五5] [六6] [日天](?![气氣天])',
    weekend: '(?:周|週)末',
    which: '(?<![上早晚以])上 (?:[这這]|(?<![日书書一])本) (?<![上一以])下(?!下) 上上 下下',
    month: months,
    day: dayNumbers,
    season: '春[天季] 夏[天季]|暑假 秋[天季] 冬[天季]|寒假',
    quarter: '季度',
    half: '半年',
    nth: '第?[一1]|[头頭上] 第?[二2]|下 第?[三3] 第?[四4] 第?[五5] 最[后後](?:一)?',
    part: '(?:初|上旬|年初|月初|开头|開頭) (?:中|中旬|年中|月中|中间|中間) (?:底|末|下旬|年底|月底|月末|年末)',
    decade: '二十 三十 四十 五十 六十 七十 八十 九十',
  },
  back: {
    'day 1': '昨[天晚夜]|昨日(?!重现|重現|本)',
    'day 2': '(?<![目以之大年提眼\\d月])前(?:天|日(?!本)|晚)(?!线|数)',
    'day 3': '大前[天日]',
    'day 0': '今[天晚早]|今日(?!头条|頭條|本|说法|說法)|今儿',
    'day -1': '明(?:天(?!会更好)|晚|早|日(?!方舟|香|本|之后|之後))|明儿',
    'day -2': '(?<![大以之今])[后後]天(?!性|培养|教育)|[后後]日',
    'day -3': '大[后後][天日]',
    'year 2': '(?<![目以之大天日月\\d年])前年',
    'year 3': '大前年',
    'year 1': '(?<!过|過)去年|上一年',
    'year -2': '(?<![以之今往])[后後]年(?!级|代)',
    'month 6': '半年(?:之?前|以前)',
    'month 0': '(?!)',
    'week 0': '(?!)',
    'year 0': '今年|(?<![日书書一])本年度?',
  },
  holidays: {
    '01-01': '元旦',
    '02-14': '情人节|情人節',
    '03-08': '妇女节|婦女節|三八节',
    '04-05': '清明节?|清明節',
    '05-01': '劳动节|勞動節|五一',
    '05-04': '青年节|五四青年节',
    '06-01': '儿童节|兒童節|六一',
    '07-01': '建党节',
    '08-01': '建军节',
    '09-10': '教师节',
    '10-01': '国庆节?|國慶節?|十一(?:长假|黄金周|假期)',
    '10-31': '万圣节|萬聖節',
    '11-11': '双十一|光棍节|双11',
    '12-24': '平安夜|圣诞前夜|聖誕前夜',
    '12-25': '圣诞节?|聖誕節?',
    '12-31': '跨年夜?',
  },
  feasts: {
    'chinese 1-1': '(?:春节|春節|大年初一|农历新年|過年|过年)(?![联聯]欢|晚会|檔|档|运)',
    'chinese 1-15': '元宵节?|元宵節',
    'chinese 5-5': '端午节?|端午節',
    'chinese 7-7': '七夕节?|七夕節',
    'chinese 8-15': '中秋节?|中秋節',
    'chinese 9-9': '重阳节?|重陽節',
    'easter -2 1': '复活节|復活節',
    '5 2 sunday': '母亲节|母親節',
    '6 3 sunday': '父亲节|父親節',
    '11 4 thursday': '感恩节|感恩節',
    '11 4 thursday 1': '黑色星期五|黑五',
  },
  ahead: '[会會](?![议議员員])|要|打算|[计計][划劃]|安排|准备|準備|得去|预约|預約|约了|約了|约好|该|日程',
  past: '了|[过過]|[曾]|[的]是|[跟和]你(?:说|讲|講|說|提)|是.*的',
  said: {
    noDate: `《[^》]{0,200}》|[“「『][^”」』]{0,200}[”」』]|[目之]前天(?=气|氣)|以前(?=天)|每(?:个|個)?(?:${week}[一二三四五六日天]|周末)|(?:${week})[一二三四五六日天]到(?:${week})?[一二三四五六日天](?=上班|都)|五月天|每年的?(?:{month}|{holiday}|{season})|{year}(?:块|塊|元|人|页|頁|个|個|公里|步|次|房|号|號)|(?:房间|密码|密碼|型号|编号|標致|标致)[是为]?{year}|\\d{1,2}[号號](?:线|線|楼|樓|门|門|店|馆|桌|车|機|机|站|院|室|房|铺|口|台|病|床|电池)`,
    winter: '{from=year}(?:年)?[-–到至/](?:{to=year}|\\d\\d)年?(?:的)?{season}',
    holiday: `{holiday}${isTime}|${afterTime}{holiday}(?![路广廣大小中新老树樹卡帽村店桥橋公])|(?<=[在从從到年自过過个個])(?<!路|(?:去|到))(?<before>){holiday}(?!路|广场|廣場|大街|树|樹|老人|村|店)`,
    days: '(?:{year}年)?{month}{from=day}[日号號]?(?:到|至|[-–—~]){day}(?:[日号號]|(?![\\d月]))',
    day: '(?:{year}年)?{month}{day}[日号號]',
    month: `{year}年(?:的)?{month}|(?=\\d){monthName}|(?<=[去今明前后後]年的?|[在从從到至自和][^一-十]?){monthName}|{monthName}(?:(?<=份)|(?=底|初|末|[上中下]旬|的?第|的?最[后後]|[上下]半|\\d|${isTime}))`,
    toMonth: '(?<={@from}(?:到|至|和)){monthName}',
    years: '{from=year}年?(?:到|至|[-–—~]){year}年',
    year: '{year}(?:年(?!级|級)|那年)',
    feast: '(?:{@year}的?|{year}年?的?|{which}(?:一)?(?:个|個)?(?:年的?)?)?{feast}(?![路岛島蛋礼糕])',
    ago: `{count}{unit}(?:之?前|以前)(?![天年])`,
    back: '(?=今年){back}(?=(?<of>的?(?:[春夏秋冬上下初底末]|第?[一二三四1-4]季|\uE000)))',
    within: '(?:最近|过去|過去|近)的?(?:这|這)?{count}{unit}|(?:这|這){count}{unit}(?!前|后)',
    coming: '(?:未来|未來|接下来|接下來|今后)的?{count}{unit}',
    unit: '{which}{single}|(?<![\\d一二三四五六七八九十个個今去明前后後每本]|\uE001的?)(?=(?<of>[年月][初中底末])){single}',
    weekdays: `(?:从|從)?${week}{weekday}(?:到|至)(?:${week})?{end=weekday}`,
    weekdayIn: `{@week}(?:的)?(?:${week})?{weekday}`,
    weekdayOf: `{which}(?:一)?(?:个|個)?${week}{weekday}`,
    weekday: `${afterTime}${week}{weekday}(?!到|至|[-–~])|(?<!第[一二三四五\\d](?:个|個)?|最[后後]一?(?:个|個)?)${week}{weekday}(?!到|至)(?:${isTime}|(?=的))`,
    weekend: '{which}(?:一)?(?:个|個)?{weekend}|(?<![每上下]){weekend}',
    season: '{@year}的?{season}(?!节|節|运)|[这這](?:个|個)?{season}|(?<=在|整个|整個|那个|那個){season}',
    quarter: '(?:{@year}(?:的)?)?{nth}{quarter}|{@year}的?q(?<q>[1-4])|(?<=在|我)q(?<q>[1-4])',
    ownQuarter: '{which}(?:一)?(?:个|個)?{quarter}',
    half: '(?:{@year}(?:的)?)?{nth}{half}',
    decade: String.raw`(?:上(?:个|個)?世纪|二十世纪|20世纪)?(?:{named=decade}|(?<century>19|20)?(?<tens>\d)0)年代`,
    withYear: '{@year}(?:的)?{@date}',
    daysOfMonth: `{@month}(?:的)?{day}[日号號]?|(?<![\\d月]){day}[号號日]${noThing}`,
    nthOf: `{@of}(?:的)?{nth}(?:个|個)?(?:${week}{what=weekday}|{what=week}|{what=weekend})`,
    endOf: '{@of}(?:的)?{end=nth}{count}{what=unit}',
    halfOf: '{@of}(?:的)?{nth}半(?:月|年|部分)?',
    thirdOf: '{@of}的?{part}',
    weekOf: `{@day}(?:那|所在的?)(?:一)?${week}`,
    sinceThen:
      '(?:自从|自從|自|从|從|打){@from}(?:到现在|到現在|至今|到今天|起|开始|開始|以[来來]|之[后後]|以[后後])|{@from}(?:至今|以[来來]|到现在|到現在|到今天|到(?:目前|今)(?:为止|為止)?|起(?!床|来))',
    between: '(?:从|從|在)?{@from}(?:到|至|[-–—~]|和|与){@to}(?:之间|之間|期间)?',
    joined: '{@from}(?:和|与|跟|、){@to}',
  },
};
