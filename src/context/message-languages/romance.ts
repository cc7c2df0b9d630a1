import type { MessageLanguage } from './message-language.ts';

export const italian: MessageLanguage = {
  small: `i gli due io tu lui lei noi voi mi ti ci si vi lo la li le il gli l un uno una di del della dei delle da dal dalla in nel nella con su sul per tra fra e o ma è sono
    era ho hai ha abbiamo avete hanno che chi cosa quale quali quando dove come quanto quanti quante perché non più molto tutto tutti tutte mio mia miei
    mie tuo tua nostro nostra questo questa quello quella già ancora`,
  greeting: `
    ciao(?: ciao)?|buongiorno|buonasera|buon (?:giorno|pomeriggio)|buona (?:sera|notte|giornata)|salve|ehi|ehilà
    come (?:stai|va|ti va|state|sta)(?: oggi)?|tutto bene|che si dice|bentornat[oa]|piacere|felice di (?:rivederti|risentirti)
    da quanto tempo|quanto tempo`,
  idle: String.raw`
    di nuovo|ancora|sono (?:io|qui|tornat[oa]|di nuovo (?:io|qui))|eccomi(?: qui| di nuovo| qua)*|rieccomi
    tornat[oa](?: (?:dal|dalla|dalle|da) \p{L}+)?|amico|a tutti|tu|e|allora|bene|ok|oggi|ci sei|c'è qualcuno|mi aiuti`,
  smallTalk: `
    scusa\\p{L}*|mi dispiace|dormito|stanc[oa]|distrutt[oa]|sfinit[oa]|(?:che|lunga|brutta|bella) giornata
    finalmente (?:a casa|venerdì|libero|weekend)|caffè|(?:dovuto|dovevo) (?:andare|scappare|chiudere|staccare)|che (?:caldo|freddo)|piove
    mancato`,
  begins: `
    (?:possiamo|vogliamo|posso|vorrei|andiamo|dai)? ?(?:continuiamo|continuare|continua|riprendiamo|riprendere|proseguiamo|proseguire|iniziamo|iniziare|cominciamo|cominciare|ricominciamo)(?: da dove .*| dove .*| (?:la|questa) (?:conversazione|chat|chiacchierata).*| (?:da capo|da zero|a parlare|ora|pure))?
    (?:una? )?nuova (?:conversazione|chat|sessione)|presentati|sono pront[oa]|andiamo avanti`,
  aboutUs: `
    ^(?:aggiornami|mettimi al corrente)|^chi sono(?: io)?(?: per te)?$|^che c'è di nuovo$`,
  talk: `io mi me noi ci tu ti te sei sono ero eravamo era è abbiamo avevamo hai ho ha di del della dei da dove cosa che chi come quanto tanto molto tempo ultima ultimo
    volta scorsa scorso ieri prima precedente conversazione conversazioni chat discussione chiacchierata sessione discorso argomento punto filo
    parlato parlando parlavamo parlare detto dicevamo dire discusso discutevamo raccontato rimasti rimasto fermati fermato lasciati lasciato
    interrotti arrivati eravamo stavamo facendo continuare continuiamo riprendere riprendiamo proseguire tornato tornata eccomi rieccomi
    nuovo ancora qui qua sai sapere conosci ricordi ricordati ricorda ricordami memoria imparato dimenticato la il lo l le i un una in con
    per su a al si e o ma non già più poi allora ok bene tutto qualcosa c puoi possiamo vorrei oggi passato passata nostra nostro nell nella
    sull sulla senza sentirci vederci persona tipo`,
  lastTime: String.raw`
    (?:sai|conosci|ricordi|ricorda|imparato|memoria|dimenticato|detto) .*(?:di|su) me|(?:mi|ti) (?:conosci|ricordi di me|riconosci)|chi sono
    (?:ultim[ao]|scors[ao]|precedente|ieri|prima) .*(?:volta|conversazione|chat|discussione|chiacchierata|sessione|parl\p{L}+|detto|discusso)
    (?:parlato|parlavamo|detto|discusso|rimasti) .*(?:volta|ieri|prima)
    (?:dove|cosa|che|punto) .*(?:eravamo|rimasti|fermati|lasciati|stavamo|parlavamo|dicevamo|parlando|arrivati)`,
  goesOn: String.raw`
    continu\p{L}*|riprend\p{L}*|prosegui\p{L}*|tornat[oa]|r?ieccomi|eccomi|ancora io|di nuovo io|quanto tempo|tanto tempo|ricominci\p{L}*`,
  question: `
    cosa|chi|quali?|quando(?= )|dove|quant[oaie]|perché|(?<=^|[,;:] ?|e )come`,
  and: `
    e|o|ma|poi`,
  signs: {
    causes: String.raw`
      perché|motiv[oi]|ragion[ei]|caus[ae]|conseguenz[ae]|effett[oi]|influen\p{L}*|impatto|dipende da|legam[ei] (?:tra|fra|con)|come mai`,
    compares: String.raw`
      confronta(?!tion)\p{L}*|confronto|paragon\p{L}*|differen\p{L}*|in comune|simil[ei]|versus|vs\.?|rispetto a
      (?:più|meno|meglio|peggio|miglior[ei]|peggior[ei]) (?:\p{L}+ )?(?:di|che|del|della)|vantagg[io]|svantagg[io]|pro e contro
      contraddi\p{L}+|(?:dovrei|conviene) .+ o .+`,
    digests: String.raw`
      riassu\p{L}*|riepilog\p{L}*|sintesi|panoramica|cronolog\p{L}*|cronistoria|storia (?:di|del|della|completa)|tutta la storia|dall'inizio
      resoconto|rapporto su|analizz\p{L}*|un'analisi|valut\p{L}*|spieg\p{L}*|descriv\p{L}*|raccontami (?:tutto|la|di|come)|ripercorr\p{L}*
      bilancio`,
    tasks: String.raw`
      prepara\p{L}* (?:un|una|il|la)|organizz\p{L}*|pianific\p{L}*|scriv\p{L}* (?:un|una|il|la)|elenc\p{L}*
      (?:una|la) lista (?:di|con|dei|delle)|crea (?:un|una)|raccogli|^(?:piano|menù|itinerario|idee)|fammi (?:un|una)`,
    everything: String.raw`
      tutt[oaie](?! (?:bene|ok|i giorni))|ogni (?!giorno|mese|anno|settimana)\p{L}+|ciascun\p{L}*|ognun\p{L}*`,
    developments: String.raw`
      (?:come|cosa|quanto) .*cambiat\p{L}|cambiament[oi]|evolu\p{L}*|svilupp\p{L}*|progress[io]|tendenz[ae]|schem[ai] ricorrent[ei]
      nel tempo|col tempo|sempre (?:più|meno)|migliorat\p{L}|peggiorat\p{L}|rapporto (?:con|tra|fra)`,
    spans: String.raw`
      fra .+ e .+|tra .+ e .+|d(?:a|al|alla|all'|ai) .+ (?:a|al|alla|fino) .+|finora|fino ad (?:oggi|ora)
      (?:negli|gli|nelle|nei) (?:ultim[ie]|prossim[ie]|scors[ie])
      (?:ultim[ie]|prossim[ie]|scors[ie]) (?:\p{L}+ |\d+ )?(?:giorni|settimane|mesi|anni)|durante (?:tutto|tutta|il|quest)|da quando`,
    advice: String.raw`
      consigli(?:ami|armi|eresti)?|raccomand\p{L}*|sugger\p{L}*|idee|in base a|sulla base|tenendo conto|considerando|dato (?:che|quello)
      visto (?:che|tutto|quello)|aiutami a (?!ricordare|trovare)|cosa (?:direbbe|penserebbe|pensano|potrei|dovrei)|opinion[ei]|strategi[ae]
      adatt[oaie] (?:a|per)`,
  },
  parts: `
    entramb[ie]|insieme|rispettivamente|nonché|e (?:chi|quando|dove|quale|come|se|quanto)|anche|tranne|senza|ma non`,
};

export const portuguese: MessageLanguage = {
  small: `eu tu você ele ela nós vocês me te se nos lhe o a os as um uma uns umas de do da dos das em no na nos nas ao à com por para pra e ou mas é são foi era
    estou está sou tenho tem que quem qual quais quando onde como quanto quantos quantas porque não mais muito tudo todo todos todas meu minha meus
    minhas seu sua nosso nossa este esta esse essa isso já ainda`,
  greeting: `
    olá|oi+(?: oi)?|bo[am]s? (?:dia|tarde|noite)s?|e aí|opa|fala aí|(?:tudo|td) (?:bem|bom|certo)(?: com você| contigo| por aí)?
    como (?:vai|está|estás|vais|você está|cê tá)(?: você| tu)?|beleza|bem-vind[oa](?: de volta)?|feliz ano novo|quanto tempo|há quanto tempo
    prazer`,
  idle: String.raw`
    de novo|outra vez|sou eu(?: de novo| outra vez)?|(?:estou|tô|tou) (?:de volta|aqui)|voltei(?: (?:de|do|da|das) \p{L}+)?
    de volta(?: (?:de|do|da|das) \p{L}+)?|amig[oa]|a todos|você|e|então|bem|bom|ok|hoje|está aí|tem alguém aí|alguém aí|me ajuda`,
  smallTalk: `
    desculp\\p{L}*|perdão|sinto muito|dormi|cansad[oa]|exaust[oa]|mort[oa] de (?:sono|fome|cansaço)|(?:que|longo|baita) dia
    (?:finalmente|enfim) (?:em casa|sexta|livre|fim de semana)|café|(?:tive|precisei|tinha) (?:que |de )?(?:sair|ir|desligar|correr)
    que (?:calor|frio)|caiu a (?:ligação|internet|conexão)|saudade\\p{L}*`,
  begins: `
    (?:podemos|vamos|posso|quero|queria|bora|que tal)? ?(?:continuar|continuamos|continua|continue|retomar|retomamos|prosseguir|seguir|começar|começamos|recomeçar)(?: (?:de |do ponto )?onde .*| (?:a|nossa|essa) (?:conversa|sessão).*| (?:do zero|a conversar|agora|de novo))?
    (?:uma? )?nova? (?:conversa|chat|sessão)|apresente-se|(?:estou )?pront[oa]|vamos lá|bora`,
  aboutUs: `
    ^(?:me atualiza|atualiza-me|me ponha? a par)|^quem sou eu(?: .*)?$|^o que há de novo$|^quais as novidades$`,
  talk: `eu me mim nós nos a gente você tu te ti é era foi sou estou estava estávamos estavam está paramos parado parou parei ficamos ficou falamos falando falávamos
    falado falar conversamos conversando conversa conversas conversar chat discussão discutimos papo sessão assunto tema ponto última último vez
    passada passado ontem antes anterior dissemos disse dizíamos dito contei falei onde o que quem qual como quanto muito tempo continuar
    continuamos continuando retomar retomamos seguir voltei volta voltar novo nova de do da dos das em no na um uma e ou mas não sim já ainda
    mais outra sobre sabe sabes saber conhece conheces lembra lembras lembrar lembre lembrança memória aprendeu esqueceu guardou com por para
    pra sem se as os ao à aqui aí então ok bem tudo algo alguém hoje gente nossa nosso pode podemos podes vamos há faz meio nos falarmos tipo
    pessoa`,
  lastTime: String.raw`
    (?:sabes?|conheces?|lembras?|aprendeu|memória|esqueceu|guardou) .*(?:de|sobre) mim|(?:me|te) (?:conheces?|lembras? de mim)|quem (?:eu )?sou
    (?:últim[ao]|passad[ao]|anterior|ontem|antes) .*(?:vez|conversa|chat|papo|sessão|assunto|fal\p{L}+|conversamos|diss\p{L}+)
    (?:fal\p{L}+|conversamos|dissemos|discutimos|paramos) .*(?:vez|ontem|antes)
    (?:onde|que|ponto|qual) .*(?:paramos|parou|ficamos|estávamos|parado|falávamos|falando|conversando|dizíamos)`,
  goesOn: String.raw`
    continu\p{L}*|retom\p{L}*|voltei|de volta|eu de novo|eu outra vez|quanto tempo|muito tempo|recomeç\p{L}*|seguir`,
  question: `
    quem|qual|quais|quando(?! eu| a gente| nós)|onde|quant[oa]s?|por ?qu[eê]|o que|(?<=^|[,;:] ?|e )como`,
  and: `
    e|ou|mas|além`,
  signs: {
    causes: String.raw`
      por ?qu[eê]|porquê|raz(?:ão|ões)|motivos?|causas?|causou|consequências?|efeitos?|impacto|influ\p{L}*|afet\p{L}*|relação (?:entre|com)
      a ver com`,
    compares: String.raw`
      compar(?:a|e|ar|ação|ando|em)\p{L}*|diferenç\p{L}*|em comum|parecid[oa]s?|semelhan\p{L}*|versus|vs\.?|em vez de
      (?:mais|menos|melhor|pior|maior|menor) (?:\p{L}+ )?(?:do que|que)|vantagens|desvantagens|prós e contras|lado a lado|contradi\p{L}+
      (?:devo|deveria) .+ ou .+`,
    digests: String.raw`
      resum(?:e|o|a|ir)\p{L}*|recapitul\p{L}*|retrospectiva|balanço|visão geral|panorama|cronolog\p{L}*|linha do tempo
      hist(?:ória|órico) (?:de|do|da|complet[oa])|toda a história|desde o (?:começo|início)|um relatório|uma análise|analis\p{L}*
      avali\p{L}*|expli(?:ca|que|car)\p{L}*|descrev(?:a|e|er)\p{L}*|conta tudo|me conte (?:tudo|a|como)`,
    tasks: String.raw`
      (?:prepar|escrev|mont|elabor|cri|faç|redig|redij)\p{L}* (?:um|uma|o|a)|organiz(?:e|a|ar)|planej(?:e|a|ar)\p{L}*|planei\p{L}*
      list(?:e|ar|a todos|a todas)|(?:uma |a )?lista (?:de|com)|enumer\p{L}*|reúna|junt(?:e|a) (?:tod[oa]s|tudo|as|os)
      ^(?:plano|cardápio|roteiro|ideias)`,
    everything: String.raw`
      tudo(?! (?:bem|bom|certo|ok|joia))|tod[oa]s(?! (?:os dias|as semanas|os meses))|cada (?!dia|mês|ano|semana|vez)\p{L}+`,
    developments: String.raw`
      (?:como|o que|quanto) .*mud(?:ou|aram|ado|ando)|mudanças?|evolu\p{L}*|desenvolv\p{L}*|progress\p{L}*|tendências?|padr(?:ão|ões)
      ao longo|com o tempo|cada vez (?:mais|menos)|melhor(?:ou|aram)|pior(?:ou|aram)|antes e depois`,
    spans: String.raw`
      desde(?! (?:ontem|hoje|quando))|entre .+ e .+|de .+ até .+|até (?:agora|hoje)|(?:nos|nas|os|as|dos|das) (?:últim[oa]s|próxim[oa]s)
      (?:últim[oa]s|próxim[oa]s) (?:\p{L}+ |\d+ )?(?:dias|semanas|meses|anos)|ultimamente|durante (?:todo|toda|o|este)`,
    advice: String.raw`
      recomend(?:a|e|ar|aria|ações)|sug(?:ere|erir|estões|ira)|aconselh\p{L}*|conselhos?|ideias|com base|baseado|levando em conta
      considerando|dado (?:que|o)|a partir de|me ajud(?:a|e) a (?!lembrar|achar)|como (?:posso|poderia|devo)
      o que .+ (?:diria|acharia|acham?|pensam?|gostaria)|opini(?:ão|ões)|estratégias?|que (?:combine|sirva|agrade)`,
  },
  parts: `
    ambos|ambas|juntos|respectivamente|assim como|e (?:quem|quando|onde|qual|como|se|quanto|o que)|também|além disso|exceto|sem|mas não`,
};
