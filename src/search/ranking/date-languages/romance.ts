import type { DateLanguage } from './date-language.ts';
import { saidWith } from './said-with.ts';

export const italian: DateLanguage = {
  words: {
    count: `un[oa]? due|(?:un_)?paio_di (?:tre|qualche|alcun[ie]|poch[ie]) quattro cinque sei sette otto nove dieci undici dodici tredici
      quattordici quindici`,
    unit: 'giorn[oi] settiman[ae] mes[ei] ann[oi]',
    single: '(?!) settimana mese anno',
    weekday: 'lunedì martedì mercoledì giovedì venerdì sabato domenica',
    weekend: 'fine_settimana|week-?end',
    which: '(?:scors[oa]|passat[oa]|ultim[oa]) quest[oa] prossim[oa] (?!) (?!) (?:che_viene|entrante)',
    season: 'primavera estate autunno inverno',
    quarter: 'trimestre',
    half: 'semestre',
    nth: 'prim[oaie] second[oa] terz[oa] quart[oa] quint[oa] ultim[oaie]',
    part: '(?:inizio|inizi) metà fine',
    decade: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  },
  back: {
    'day 1': "ieri|ieri sera|stanotte|l'altra sera",
    'day 2': "l'altro ieri|altroieri|avantieri",
    'day -1': 'domani',
    'month 6': 'mezzo anno fa|sei mesi fa',
  },
  holidays: {
    '01-01': 'capodanno',
    '01-06': 'epifania|befana',
    '02-14': 'san valentino',
    '04-25': 'festa della liberazione',
    '05-01': 'festa del lavoro|festa dei lavoratori',
    '08-15': 'ferragosto',
    '11-01': 'ognissanti',
    '12-24': 'vigilia di natale',
    '12-25': 'natale',
    '12-26': 'santo stefano',
    '12-31': 'san silvestro|notte di san silvestro',
  },
  past: String.raw`(?:ho|hai|ha|abbiamo|avete|hanno|avevo|avevi|aveva|avevamo|sono|sei|è|siamo|era|ero|eri|eravamo|erano|\p{L}+(?:avo|evo|ivo|ava|eva|iva|avamo|evamo|ivamo))(?: \p{L}+)*`,
  ahead: String.raw`devo|dobbiamo|devi|voglio|vogliamo|\p{L}+(?:erò|irò|arò|erai|erà|irà|eremo|iremo|anno)|appuntament[oi]|agenda|programma|in programma`,
  said: {
    ...saidWith({
      at: "in|nel|nell'anno|durante|durante il|da|fino a|inizio|fine|metà|a|per|mese di|tutto",
      on: "il|l'|lo|la|al|dal",
      of: "di|del|dello|della|dell'",
      from: 'da|dal|dallo|tra|tra il|fra|fra il',
      to: 'a|al|fino a|fino al',
      and: 'e|e il',
      since: "da|dal|dalla|dall'|dallo|a partire da|a partire dal",
    }),
    noDate:
      '(?:via|viale|piazza|corso|largo|ponte) (?:del )?{day} {month}|(?:film|libro|romanzo|canzone|numero|codice|pin|stanza) {year}',
    holiday: `(?<=(?<before>(?:a|per|di|dopo|prima di|da|il giorno di|la) ))(?:{holiday})(?: (?:del )?{year})?|{holiday} {which}`,
    ago: '{count} {unit} fa',
    within: '(?:ultim|scors|passat)[ie] {count} {unit}',
    coming: 'prossim[ie] {count} {unit}',
    weekday: '{which} {weekday}|{weekday} {which}|(?<!(?:il|di|ogni|ciascun|i|un|del) ){weekday}',
    decade: "anni (?:{named=decade}|'?(?<century>19|20)?(?<tens>\\d)0)",
    halfOf: "{nth} metà (?:di |del |dell'|dello |della )?{@of}",
  },
};

export const portuguese: DateLanguage = {
  locales: ['pt-PT'],
  tens: 'e',
  words: {
    count: `uma? (?:dois|duas|um_par_de) (?:três|algun?s|algumas|uns|umas|pouc[oa]s) quatro cinco seis sete oito nove dez onze doze treze
      (?:catorze|quatorze) quinze`,
    unit: 'dias? semanas? m[eê]s(?:es)? anos?',
    single: '(?!) semana mês ano',
    weekday: `segunda(?:[-_]feira)? terça(?:[-_]feira)? quarta(?:[-_]feira)? quinta(?:[-_]feira)? sexta(?:[-_]feira)? sábado domingo`,
    weekend: '(?:fim|final)_de_semana',
    which: '(?:passad[oa]|últim[oa]|anterior) (?:n?est[ea]) (?:que_vem|próxim[oa]|seguinte) retrasad[oa]',
    season: 'primavera verão outono inverno',
    quarter: 'trimestre',
    half: 'semestre',
    nth: 'primeir[oa]s? segund[oa] terceir[oa] quart[oa] quint[oa] últim[oa]s?',
    part: '(?:início|começo|princípio) (?:meados|meio) (?:fim|final|fins)',
    decade: 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
  },
  back: {
    'day 1': 'ontem|noite passada',
    'day 2': 'anteontem|antes de ontem',
    'day -1': 'amanhã',
    'month 6': 'há meio ano|meio ano atrás',
    'week 1': '(?:há|faz) uma semana',
  },
  holidays: {
    '01-01': 'ano novo',
    '06-12': 'dia dos namorados',
    '05-01': 'dia do trabalho|dia do trabalhador',
    '11-01': 'todos os santos',
    '11-02': 'finados',
    '12-24': 'véspera de natal|noite de natal',
    '12-25': 'natal',
    '12-31': 'réveillon|passagem de ano|véspera de ano novo',
  },
  ahead: String.raw`(?:vou|vai|vamos|vão)|tenho|temos|preciso|devo|quero|queremos|agenda|marcad[oa]s?|planej\p{L}+|\p{L}+(?:arei|erei|irei|aremos|eremos|iremos)`,
  said: {
    ...saidWith({
      at: 'em|desde|até|durante|no|na|no mês de|início de|começo de|meados de|fim de|final de|fins de|todo',
      on: 'o|a|no|na|em|dia|no dia|do dia',
      of: 'de|do|da|deste|desta',
      from: 'de|do|entre|entre o|entre os dias|desde',
      to: 'a|ao|até|até o|à',
      and: 'e|e o',
      since: 'desde|desde o|desde a|a partir de|a partir do',
    }),
    noDate:
      '(?:rua|avenida|praça|ponte|largo) (?:d[oe] )?{day} de {month}|(?:filme|livro|romance|canção|número|código|pin|quarto) {year}|plácido domingo',
    holiday: `(?<=(?<before>(?:no|na|em|antes do|depois do|desde o|para o|até o|do|o) ))(?:{holiday})(?: (?:de )?{year})?|{holiday} {which}`,
    ago: '(?:há|faz) (?:cerca de |uns |umas )?{count} {unit}|{count} {unit} atrás',
    within: '(?:últim|passad)[oa]s {count} {unit}|{count} últim[oa]s {unit}',
    coming: 'próxim[oa]s {count} {unit}',
    decade:
      'anos (?:{named=decade}|(?<century>19|20)?(?<tens>\\d)0)(?! anos)|década de (?:{named=decade}|(?<century>19|20)?(?<tens>\\d)0)',
    halfOf: '{nth} metade (?:de |do |da )?{@of}',
  },
};
