import type { WordingLanguage } from './wording-language.ts';

export const portuguese: WordingLanguage = {
  isObjectLater: true,
  thousands: String.raw`\.`,
  numbers: `zero:0 um:1 uma:1 dois:2 duas:2 três:3 quatro:4 cinco:5 seis:6 sete:7 oito:8 nove:9 dez:10 onze:11 doze:12 treze:13
    catorze:14 quatorze:14 quinze:15 dezesseis:16 dezasseis:16 dezessete:17 dezassete:17 dezoito:18 dezenove:19 dezanove:19 vinte:20 trinta:30
    quarenta:40 cinquenta:50 sessenta:60 setenta:70 oitenta:80 noventa:90 cem:100 cento:100 duzentos:200 duzentas:200 trezentos:300
    trezentas:300 quatrocentos:400 quinhentos:500 quinhentas:500 mil:1000`,
  joined: ' e ',
  same: `€:euro euros:euro quilos:kg quilo:kg quilogramas:kg quilômetros:km quilómetros:km metros:m litros:l gramas:g megas:mb megabytes:mb
    gigas:gb reais:real foto:fotografia bike:bicicleta bici:bicicleta tv:televisão moto:motocicleta tel:telefone do:de da:de dos:de das:de
    no:em na:em nos:em nas:em num:em numa:em ao:a à:a aos:a às:a pelo:por pela:por pelos:por pelas:por pra:para pro:para tá:está tô:estou`,
  alike: `telemóvel:celular carro:automóvel geladeira:frigorífico autocarro:ônibus comboio:trem senha:palavra-passe moro:vivo mora:vive
    apartamento:apê aluguer:aluguel`,
  articles: 'o a os as',
  small: 'de em muito realmente bastante também é são está estão tem têm eu se assim tão mesmo foi',
  ending: 's',
  openings: `então|bem|bom|olha|olhe|na verdade|para ser (?:sincer[oa]|honest[oa])|sinceramente|quer dizer|ou seja|aliás|a propósito|enfim|sim|
    ah|eh|olá|oi|ei|tá|ok|okay|como (?:eu )?(?:te )?(?:disse|falei)|lembra(?: que)?|lembrete|nota|para (?:tua |sua )?informação|fica sabendo|
    de fato|de facto|francamente|honestamente|anota(?: que)?|pois|pronto|é que|sabe(?: que)?|por sinal`,
  written: [
    ['(?<=(?:na|à|às|nas|toda|para|de|até|todas as|cada) )segundas?(?!-)', 'monday'],
    ['(?<=(?:na|à|às|nas|toda|para|de|até|todas as|cada) )terças?(?!-)', 'tuesday'],
    ['(?<=(?:na|à|às|nas|toda|para|de|até|todas as|cada) )quartas?(?!-)', 'wednesday'],
    ['(?<=(?:na|à|às|nas|toda|para|de|até|todas as|cada) )quintas?(?!-)', 'thursday'],
    ['(?<=(?:na|à|às|nas|toda|para|de|até|todas as|cada) )sextas?(?!-)', 'friday'],
    [String.raw`(?:às|à|as) (\d{1,2}) e meia`, 'às half past $1:'],
    [String.raw`(?:às|à) (\d{1,2})(?:[:.h](\d{2}))?(?: ?(?:horas|h))?(?![.:]?\d)`, 'às $1:$2'],
    [String.raw`(\d{1,2}) ?h ?(\d{2})?(?!\p{L})`, '$1:$2'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:da (?:tarde|noite))`, 'pm $1'],
    [String.raw`(\d{1,2}:\d{0,2}) da manhã`, '$1'],
    [String.raw`(?:dia )?(\d{1,2}) de m(\d{1,2})(?: de (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`, '$1.$2.$3.'],
    [
      '(?:cada|toda|todas as|todos os|às|aos|nas) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?',
      'every$1',
    ],
    ['todos os dias|todo dia|cada dia|diariamente|ao dia|por dia', 'everyday'],
    ['todas as semanas|toda semana|cada semana|semanalmente|por semana', 'everyweek'],
    ['todos os meses|todo mês|cada mês|mensalmente|ao mês|por mês', 'everymonth'],
    ['todos os anos|todo ano|cada ano|anualmente|ao ano|por ano', 'everyyear'],
  ],
  often: 'sempre normalmente geralmente habitualmente frequentemente costuma',
  times: `manhã tarde noite meio-dia meia-noite manhãs tardes noites ano anos mês meses semana semanas dia dias hora horas minutos
    verão inverno primavera outono`,
  today:
    'hoje|ontem|amanhã|agora|anteontem|atualmente|actualmente|recentemente|logo|próxim[oa]|passad[oa]|est[ea] (?:semana|mês|ano|noite|tarde)',
  at: 'a em o as os de por',
  since: 'desde até antes depois durante cada todos todas próximo passado próxima passada há após',
  not: 'não nunca jamais nada ninguém nenhum nenhuma nem sem tampouco',
  joints: 'e ou mas que porque se quando enquanto embora como onde pois diz disse acha',
  changes: {
    gone: 'cancel(?:ei|ou|aram|ad[oa]s?)|anul(?:ou|ad[oa]s?)|vend(?:i|eu|eram|emos|id[oa]s?)|elimin(?:ou|ad[oa]s?)|suspens[oa]s?|morreu|faleceu|mort[oa]s?|caduc(?:ou|ad[oa]s?)|expirou|vencid[oa]s?|do(?:ei|ou)|joguei fora|deitei fora|roubaram|roubad[oa]s?|substituíd[oa]s?|descontinuad[oa]s?|extint[oa]s?|troc(?:ou|uei)(?= (?:o|a|meu|minha|seu|sua) .{1,30} por )',
    ended: String.raw`já não|não .{1,40} mais(?! de| que| do que)|nunca mais|deix(?:ei|ou|amos|aram) (?:de|o|a|os|as|meu|minha)|par(?:ei|ou|amos|aram) (?:de|com)|larg(?:uei|ou)|(?:tenho|tem|têm|temos) (?:\p{L}+ ){0,2}(?:terminado|cancelado|vendido|deixado)|(?:foi|foram|está|estão|ficou|ficaram|já está) (?:\p{L}+ ){0,2}(?:cancelad[oa]s?|anulad[oa]s?|vendid[oa]s?|fechad[oa]s?|encerrad[oa]s?|eliminad[oa]s?|suspens[oa]s?|demitid[oa]s?|despedid[oa]s?|consertad[oa]s?|arranjad[oa]s?|reparad[oa]s?|resolvid[oa]s?|terminad[oa]s?|concluíd[oa]s?|retirad[oa]s?|desativad[oa]s?|desactivad[oa]s?|ativad[oa]s?|aprovad[oa]s?|concedid[oa]s?|pag[oa]s?|pront[oa]s?|curad[oa]s?|roubad[oa]s?|entregue[s]?)|cancel(?:ei|ou|aram|amos)|anul(?:ou|aram)|vend(?:i|eu|eram|emos)|fech(?:ou|aram)(?! às)|encerr(?:ou|aram)|termin(?:ei|ou|amos|aram)|acab(?:ei|ou|aram|amos)|morreu|faleceu|suspend(?:eu|eram)|romp(?:i|eu|emos)|aposentou-se|reformou-se|se aposentou|aposentad[oa]|reformad[oa]|consert(?:ei|ou|aram)|arranj(?:ei|ou|aram)|resolv(?:i|eu|eram)|reparou|divorci(?:ou|aram|ei)|separ(?:ou|aram|ámos|amos)|pediu demissão|pedi demissão|demiti(?:-me|u-se)|demiti|despedi-me|despediram|demitiram|recuper(?:ei|ou)|devolv(?:i|eu|eram)|encontr(?:ei|ou|ámos|amos|aram)|ach(?:ei|ou|amos)(?! que)|apareceu|venceu|expirou|caducou|desapareceu|finalizou|quit(?:ei|ou)|liquid(?:ei|ou)|entreg(?:uei|ou|aram)|passei no|passou no|volt(?:ei|ou|aram) a|volta a|no lugar d[eoa]|em vez d[eoa]|ao invés d[eoa]|teve alta|tive alta|recebeu alta|deu à luz|roubaram|saí d[eoa]|saiu d[eoa]|desist(?:i|iu)|chegou|chegaram|deitei fora|joguei fora`,
    changed: String.raw`a partir de (?:agora|hoje|já)|desde (?:agora|hoje|ontem|segunda|esta semana)|de agora em diante|daqui em diante|daqui para a frente|(?:foi|foram|está|ficou) (?:\p{L}+ ){0,2}(?:mudad[oa]s?|alterad[oa]s?|adiad[oa]s?|antecipad[oa]s?|remarcad[oa]s?|transferid[oa]s?|substituíd[oa]s?|trocad[oa]s?|aumentad[oa]s?|reduzid[oa]s?|promovid[oa]s?|atualizad[oa]s?|renovad[oa]s?|migrad[oa]s?)|(?:se |me |nos )?(?:mud(?:ei|ou|aram|amos|ámos)(?:-(?:me|se|nos))?|mudámo-nos|mudamo-nos|troc(?:ou|uei|aram|amos)|alter(?:ou|ei|aram)|adi(?:ou|aram|ei)|antecip(?:ou|aram)|remarc(?:ou|aram|uei)|transfer(?:iu|iram)|substitu(?:iu|iram)|aument(?:ou|aram)|subi(?:u|ram)|baix(?:ou|aram)|desceu|reduzi(?:u|ram)|ampli(?:ou|aram)|pass(?:ou|aram) (?:a|para)|migr(?:ou|aram|amos|ámos)|promoveram|atualiz(?:ou|aram)|renov(?:ou|aram)|assumi(?:u|ram))|passa(?:m)? (?:a|para)|novo número|nova morada|novo endereço|desculpa|enganei-me|me enganei|corrijo|correção|afinal|no fim|tomou o lugar|agora se chama|chama-se agora|nov[oa]s? (?:é|será|endereço|morada|número|preço|horário|senha)|fez \d+ anos|completou`,
    begun: 'comecei|começou|começamos|começámos|primeiro dia|instalei|instalámos|instalamos|nov[ao]s?',
    now: 'agora|a partir de agora|desde (?:agora|hoje|ontem|segunda|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)|atualmente|actualmente|de agora em diante|ultimamente|neste momento',
    restated: 'agora (?:é|são)|(?:é|são) agora',
    renewed: 'nov[oa]',
    deeds:
      '(?<!se )(?:deix(?:ou|aram)|par(?:ou|aram)|larg(?:ou|aram)|vend(?:eu|eram)|cancel(?:ou|aram)|troc(?:ou|aram)|sai(?:u|ram) d[eoa]|desistiu|devolveu|perdeu|quitou|demitiu|mud(?:ou|aram) de)',
    carers: 'médic[oa]|doutora?|dentista|cardiologista|equip[ea]|empresa',
    company: 'com',
    denials: 'não nunca',
    over: '[Jj]á não|[Nn]ão .{1,60} mais(?! de| que)',
    still: 'já mais',
    single: String.raw`custa|pesa|mede|se chama|chama-se|chama|termina às|começa às|fecha às|abre às|roda (?:em|na|no)|(?:viv|mor)(?:e|o|em|a|am|emos|amos) (?:em|no|na)|trabalh(?:a|o|am) (?:em|no|na|para|como|de)|(?:endereço|morada|número|código|senha|palavra-passe|preço|aluguel|renda|salário|ordenado|idade|peso|tamanho|versão|consulta|prazo|médico|médica|dentista|telefone|celular|zap|whatsapp|aniversário|orçamento|limite|porta|nome|email|chefe|senhorio|senhoria|cota|quota)(?: \p{L}+){0,5} (?:é|é de|são|fica em)|favorit[oa](?: \p{L}+){0,3} é|preferid[oa](?: \p{L}+){0,3} é`,
    wish: String.raw`gostaria\p{L}*|quer|querem|quero|queremos|queria\p{L}*|deseja\p{L}*`,
    open: String.raw`talvez|quem sabe|se calhar|provavelmente|(?<=^|[.,;:!?] )se|quando|seria\p{L}*|poderia\p{L}*|podia|deveria\p{L}*|pens(?:a|o|ando|amos|ava) em|penso|planej\p{L}+|plane(?:ia|io|iam)|plano|espera\p{L}*|espero|sonh\p{L}+|propôs|propost[oa]|sugeri\p{L}+|dúvida\p{L}*|(?:ano|mês|verão) que vem|próxim[oa] (?:ano|mês|verão|semana)|um dia|algum dia|também|além disso|outr[oa] (?:mais)?|mais um|mais uma|um segundo|uma segunda|adicional|est[ea] (?:semana|tarde|noite|mês|segunda|terça|quarta|quinta|sexta|sábado|domingo|fim de semana)|temporariamente|provisoriamente|excepcionalmente|excecionalmente|por enquanto|enquanto|durante|por uns dias|só (?:hoje|desta vez)|antes(?! de)|antigamente|em criança|quando era|há (?:\p{L}+|\d+) anos|naquela época|quase|dizem que|exceção|salvo|exceto|continua\p{L}*|como sempre|de teste|emprestad[oa]|emprest(?:ou|ei)|até (?:o|a|que|segunda|terça|quarta|quinta|sexta)|vou|vai|vão|vamos|oxalá|tomara|pergunt\p{L}+|ainda`,
    people:
      'irmão|irmã|irmãos|irmãs|mãe|pai|pais|mamã|mamãe|papá|papai|avó|avô|avós|ti[oa]s?|prim[oa]s?|sobrinh[oa]s?|filh[oa]s?|amig[oa]s?|vizinh[oa]s?|colegas?|marido|mulher|espos[oa]|noiv[oa]s?|namorad[oa]s?|sogr[oa]s?|cunhad[oa]s?|genro|nora|chefe|senhori[oa]|net[oa]s?|ex|companheir[oa]s?|criança|crianças',
    user: 'usuário|usuária|utilizador|utilizadora',
    own: String.raw`eu|moro|vivo|trabalho|fumo|procuro|como|estudo|jogo|bebo|uso|dirijo|conduzo|faço|vou|me|(?<=já não )\p{L}+o|meu|minha|meus|minhas|nos|noss[oa]s?|sou|estou|tenho|temos|\p{L}+(?:amos|ámos|emos|imos|ei)(?:-(?:me|nos))?|\p{L}+i-me|\p{L}+(?:mo|)-nos`,
    conditions: [
      [
        'avariad[oa]s?|quebrad[oa]s?|estragad[oa]s?|partid[oa]s?|perdid[oa]s?|bloquead[oa]s?|desativad[oa]s?|desactivad[oa]s?|suspens[oa]s?|não (?:funcionam?|liga|anda|pega)|na oficina|entupid[oa]s?|perde água|vazando|fora de serviço|com defeito',
        'consertad[oa]s?|consert(?:ou|ei|aram)|arranjad[oa]s?|arranj(?:ou|ei|aram)|reparad[oa]s?|(?:voltou|voltaram|volta) a (?:funcionar|andar|ligar|pegar)|já funcionam?|encontr(?:ei|ou|ámos|amos|aram)|apareceu|apareceram|desbloquead[oa]s?|ativad[oa]s?|recuper(?:ei|ou|ad[oa])|substituíd[oa]s?|restabelecid[oa]s?',
      ],
    ],
    states: [
      [
        'de (?:viagem|férias|erasmus)|em viagem|no estrangeiro|no exterior|no hospital|internad[oa]',
        'volt(?:ei|ou|aram)|regress(?:ei|ou)|de volta|alta',
      ],
      [
        'moro|mora|moramos|moram|vivo|vive|vivemos|vivem|resid[oe]|alug\\p{L}+|apartamento partilhado',
        'mud(?:ei|ou|aram|amos|ámos)(?:-(?:me|se|nos))?|mudámo-nos|mudamo-nos|mudança|fui morar|foi morar|fui viver|foi viver',
      ],
      [
        'trabalho|trabalha|trabalhando|trabalhamos|empregad[oa]|estagiári[oa]|estágio|contrato',
        'demiti(?:-me|u-se)|demiti|demitid[oa]|pedi(?:u)? demissão|despedi-me|despediram|despedid[oa]|aposent\\p{L}+|reformou-se|reformad[oa]|(?:deixei|deixou|larguei|largou|mudei de|mudou de) (?:o )?(?:trabalho|emprego|empresa)|novo (?:trabalho|emprego)|desempregad[oa]',
        '(?:saí|fui embora) d[eoa](?=.*(?:agora|desde|de vez))|deixei|larguei|não trabalho mais',
      ],
      [
        'desempregad[oa]|sem trabalho|sem emprego|procur(?:o|a|ando) (?:trabalho|emprego)',
        'contrat(?:aram|ad[oa])|comec(?:ei|ou) (?:\\p{L}+ ){0,3}(?:em|na|no|como)|começ(?:ou|ei) (?:\\p{L}+ ){0,3}(?:em|na|no|como)|encontr(?:ei|ou) (?:trabalho|emprego)|arranj(?:ei|ou) (?:trabalho|emprego)|novo (?:trabalho|emprego)',
      ],
      [
        'meu (?:número|telefone|celular|zap|whatsapp) é',
        '(?:troquei|mudei) de (?:\\p{L}+ e de )?número|meu (?:novo número|número novo) é',
      ],
      ['solteir[oa]', 'namorad[oa]|casad[oa]|cas(?:ei|ou)|noiv[oa]|namorando'],
      [
        'casad[oa]s?|namora|namoro|namorando|noiv[oa]s?|juntos',
        'divorci\\p{L}+|separ\\p{L}+|romp\\p{L}+|termin(?:ámos|amos|aram|ou)|solteir[oa]',
      ],
      ['grávida|espera um (?:bebé|bebê|filho)|esperando um (?:bebê|filho)', 'nasceu|deu à luz|dei à luz|parto'],
      ['fumo|fuma|fumador|fumadora|fumante', '(?:deix|par)(?:ei|ou) de fumar|já não fum\\p{L}+|não fum\\p{L}+ mais'],
      [
        'vegan[oa]|vegetarian[oa]|não com[eo] (?:carne|peixe)',
        'volt(?:ei|ou) a comer|já com[eo] (?:carne|peixe)|começou a comer (?:carne|peixe)',
      ],
      [
        'doente|gripe|constipad[oa]|resfriad[oa]|covid|febre|gesso|engessad[oa]|muletas|de baixa|hospital|internad[oa]|entorse|partid[oa]|quebrad[oa]',
        'curad[oa]|recuperad[oa]|recuper(?:ei|ou)|alta|tir(?:ou|aram) o gesso|melhorou',
      ],
      [
        '(?:não tenho|sem|não tem) (?:carta|carteira)|escola de condução|autoescola|tirando a cart\\p{L}+',
        '(?:tir|pass)(?:ei|ou) (?:\\p{L}+ ){0,2}(?:carta|carteira|exame de condução)|carta na mão',
      ],
    ],
    prepositions: `pra pras pro pros num numa dum duma de do da dos das em no na nos nas num numa a ao à aos às com por pelo pela para sem sobre entre desde até após segundo contra sob`,
    determiners: `o a os as um uma uns umas meu minha meus minhas teu tua teus tuas seu sua seus suas nosso nossa nossos nossas este esta esse essa`,
    auxiliaries: 'tem têm tenho é são está estão foi foram ficou se e mas ou que',
    silent: `passado passada passados passadas janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro primavera verão outono inverno doutor
      doutora cento por cento preço são foi foram fui muito muita muitos muitas dos das nos nas aos uma uns umas dona seu senhor senhora para mas
      como quando onde desde até sobre entre este esta estes estas esse essa esses essas aquele outro outra outros outras todo toda todos todas
      mais menos bem está estão estou estava tem tenho têm tinha fazer faz fez feito feita ter teve havia pode podem quer também além agora antes
      depois durante cada mesmo mesma porque embora usuário usuária utilizador utilizadora nós eles elas segunda terça quarta quinta sexta sábado
      domingo ontem amanhã manhã tarde noite semana semanas mês meses ano anos dia dias euros reais horas novo nova novos novas sido ser ficou após
      só coisa coisas vez vezes com sem pelo pela que dois duas três quatro cinco seis dez logo final finalmente afinal desculpa vamos vem chama
      casa num numa nem não já feira`,
    inflection:
      'ações|ação|ando|endo|indo|aram|eram|iram|[ai]d[oa]s?|ar|er|ir|amos|ámos|emos|imos|ava|ia|as|es|és|os|am|em|ou|eu|iu|ei|a|o|e|s|á|é|í',
  },
};
