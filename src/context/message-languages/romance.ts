import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const italian: MessageLanguage = {
  small: `i gli due io tu lui lei noi voi mi ti ci si vi lo la li le il gli l un uno una di del della dei delle da dal dalla in nel nella con su sul per tra fra e o ma è sono
    era ho hai ha abbiamo avete hanno che chi cosa quale quali quando dove come quanto quanti quante perché non più molto tutto tutti tutte mio mia miei
    mie tuo tua nostro nostra questo questa quello quella già ancora`,
  greeting: `
    ciao(?: ciao)?|buongiorno|buonasera|buon (?:giorno|pomeriggio)|buona (?:sera|notte|giornata)|salve|ehi|ehilà
    come (?:stai|va|ti va|state|sta)(?: oggi)?|tutto bene|che si dice|bentornat[oa]|piacere|felice di (?:rivederti|risentirti)
    da quanto tempo|quanto tempo`,
  greetingByName: 'ciao',
  hesitations: hesitations.it,
  before: 'allora|senti|ascolta|dunque|ok|bene|e|dai',
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
  back: {
    always: String.raw`
      un[oa] (?:più|meno) \p{L}+(?= ?[,.?!]|$)|come (?:l'(?:ultima|altra) volta|la volta scorsa|sempre|prima)(?= ?[,.?!]|$)
      (?:in|con|di) quale(?= (?:era|è|andava|stava|c'era|aveva))|(?:quello|quella|quelli|quelle) (?:che costa|con)
      più (?:cort|lung|brev|formal|semplic|chiar|dettaglia)\p{L}*(?= ?[,.?!]|$)|me ne
      quell[oaie] (?:di|del|della|dei|delle|dello|dell|da|dal|in|con|per|lì|là|ross\p{L}|ner\p{L})|quest[oaie] (?:qui|qua)
      (?:lo stesso|la stessa cosa|uguale|idem|stessa cosa)(?= (?:per|con|vale)|$| ?[,.?!])
      (?:qualcun[oa]|nessun[oa]|un[oa]|quale|quali|quanti|quante|ciascuno) (?:di loro|dei due|delle due|dei tre)|tutti e due|entrambi
      entrambe|(?:dopo|prima|oltre|a parte|invece) (?:di )?(?:ciò|questo|quello|allora)(?=$| ?[,.?!])
      quel(?:la)? (?:giorno|volta|sera|anno|notte|momento)|(?:l'altra|l'ultima|la prima|la scorsa) volta(?=$| ?[,.?!])
      (?:chi|cosa|dove|che) altr[oi]`,
    who: String.raw`
      (?:il|la|i|le|lo|del|quella|quello) (?:ross|blu|verde|ner|bianc|giall|grig|vecchi|nuov|grand|piccol|car|lung|cort|precedent)[oaei]?(?= ?[,.?!]|$| (?:è|era|costa|costava|c'è|anche|dove)(?!\p{L}))
      lui|lei|loro|egli|su[oae]|suoi
      (?:il|la|lo|i|le|gli|l') ?(?:prim[oaie]|second[oaie]|terz[oaie]|ultim[oaie]|altr[oaie]|precedente|stess[oaie]|prossim[oaie])(?=$| ?[,.?!;:]| (?:per|di|è|era|a|anche|invece|ancora)(?!\p{L}))
      (?:il|la|i|le) più \p{L}+(?=$| ?[,.?!]| (?:è|era|di chi|sono))`,
    what: String.raw`
      ci(?= (?:vive|va|sono|andava|andato|lavora|è|abita|sta|sei|siamo|eravamo|hai|ha|ho|vado|andiamo|vai|torna|pensa|mette|vuole|abbiamo)(?!\p{L}))
      ne(?= (?:\p{L}+))|gli(?= (?:ho|hai|ha|abbiamo|avevo|aveva|hanno|avevi|dico|dici|piace|serve|era|è|devo|deve|do|dà|ha)(?!\p{L}))
      l(?=' ?(?:ho|hai|ha|abbiamo|avevo|aveva|hanno|avevi)(?!\p{L}))
      (?:lo|la|li|le)(?= (?:ho|hai|ha|abbiamo|avevo|aveva|hanno|avevi|vuole|voglio|vedo|vedi|uso|usa|so|sai|sa|faccio|fai|fa|posso|puoi|devo|deve|dobbiamo|chiamo|chiama|compro|compra|serve|servono|piace|preoccup\p{L}+|prendo|prende|metto|mettiamo|tengo)(?!\p{L}))
      quest[oaie](?= ?[,.?!]|$| (?:è|era|per|non|di|anche))|quell[oaie](?! che)(?= ?[,.?!]|$| (?:è|era|per|non|anche))|ciò(?! che)|lì|là
      \p{L}+(?:[aei]r|ndo)(?:lo|la|li|le|gli|ne|melo|mela|glielo|gliela)
      (?:aggiungi|manda|chiama|togli|metti|leggi|scrivi|cancella|sposta|segna|compra|prenota|spiega|ripeti|elenca|mostra|invia|salva|cambia|usa|prendi|fissa|conferma|ricorda|tieni|passa)(?:me|ce)?(?:l[oaie]|gli|ne)
      fall[oaie]|dill[oaie]|dagl[il]\p{L}*`,
    pointing: String.raw`
      quel(?:l[oaie]|l)?[ '](?!che)\p{L}+|quei \p{L}+|quegli \p{L}+`,
    idle: String.raw`
      (?:che )?cos'è(?: \p{L}+)*|quell[oaie] che|ciò che|c'è|ci sono|(?:a me|a noi) .*|lo so|non lo so|ci si
      (?:gli|le|la|lo) (?:stess|altr)\p{L} (?!per|con|vale)\p{L}+|parole?|capitale|natale|cartel\p{L}+|scuole|tavol[oa]|parlo|articolo
      titolo|piccol[oa]|secolo|vincolo|ritardo|carnevale|ospedale|animale|finale|generale|speciale|canale|locale|regalo|cavallo|modello
      anello|livello|fratello|castello|cappello`,
    noun: String.raw`
      (?:il |lo |la |i |gli |le |l'|un |uno |una |un'|del |della |dei |delle |dello |dell'|al |alla |allo |nel |nella |dal |dall'|dalla |sul |sulla |ogni |mio |mia |nostr[oa] )\p{L}+`,
    asking: 'quale|quali|quant[oaie]',
    clause: 'e|o|ma|che|chi|cui|dove|quando|come|se|perché|quale|quanto|cosa|mentre',
    edits: `
      traduci|riscrivi|cambia|cancella|togli|elimina|annulla|aumenta|riduci|correggi|sposta|aggiungi|manda|invia|metti`,
    empty: `
      a al allo alla manda mandalo risultato risultati risposta scadenza effetto reazione soldi davvero vero pronto sarà parlami cerca pagina pagine codice pagare
      manca favore ricordarmi successo idea vale valeva anni tempo ricoverato rimasti restati siamo eravamo scritto quanti vive viveva
      abita stato capitato guarito cura curato proposto qual alla funzionato funziona partiva parte partito restano resta rimane rimasto
      comincia iniziato finisce finito dura durato arriva arrivato risposto risponde paga pagato comprato piaciuto piace chiama chiamava
      piano chiesto chiede arrabbiata arrabbiato torna tornato motivo riaperto apre chiude serve servono dai sai ricordi ricordami dimmi
      detto dire diceva dicevo raccontato racconta spiega spiegami ripeti mostra mostrami segna segnati elenca elencami dammi esattamente
      altra altro altre altri volta volte più meno molto molta molti poco tanto lontano tardi presto grande piccolo piccola vecchio nuovo
      nuova stesso stessa primo prima secondo seconda terzo terza ultimo ultima ultimi prossimo prossima precedente allora poi dopo adesso
      ora oggi ieri domani ancora già anche solo mai sempre forse invece inoltre fine infine bene sì no grazie ok senti aspetta ah eh beh
      qualcuno qualcosa niente nulla tutto nessuno giorno data settimana mese anno ore minuti posto luogo cosa tipo nome indirizzo numero
      prezzo costo costa costato costava colore taglia età dettagli totale succede successe accaduto fatto fare fa faceva fu stata stati
      era erano andato andare va sei due tre caro meglio peggio lui lei loro suo sua lo li ne ci vi quello quella questo questa lì là qui
      qua quale quali quanto perché come ormai almeno circa sta stava avevo aveva avevi puoi posso devo esatto giusto insomma insieme
      davanti venuto`,
    own: 'mi[oae]i?|miei|nostr[oaie]',
    self: `
      cosa significa|che significa|vuol dire|cos'è|cosa è|chi è|cosa sono|ho|c'è|ci sono|c'era|tocca|toccava`,
    fragment: String.raw`
      (?:e|o|ma|e invece|che ne dici di|anche)((?: \S+){1,5})`,
  },
};

export const portuguese: MessageLanguage = {
  small: `eu tu você ele ela nós vocês me te se nos lhe o a os as um uma uns umas de do da dos das em no na nos nas ao à com por para pra e ou mas é são foi era
    estou está sou tenho tem que quem qual quais quando onde como quanto quantos quantas porque não mais muito tudo todo todos todas meu minha meus
    minhas seu sua nosso nossa este esta esse essa isso já ainda`,
  greeting: `
    olá|oi+(?: oi)?|bo[am]s? (?:dia|tarde|noite)s?|e aí|opa|fala aí|(?:tudo|td) (?:bem|bom|certo)(?: com você| contigo| por aí)?
    como (?:vai|está|estás|vais|você está|cê tá)(?: você| tu)?|beleza|bem-vind[oa](?: de volta)?|feliz ano novo|quanto tempo|há quanto tempo
    prazer`,
  greetingByName: 'olá|oi',
  hesitations: hesitations.pt,
  before: 'então|bom|bem|olha|e|ok|agora|aliás',
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
  back: {
    always: String.raw`
      uma? (?:mais|menos) \p{L}+(?= ?[,.?!]|$)|como (?:da|na) (?:última|outra) vez|como (?:sempre|antes)
      (?:em|com|de) qual(?= (?:ia|estava|vai|era|é|tinha|foi))|(?:a|o|as|os) que (?:tem|têm|fica|custa)
      mais (?:curt|long|brev|formal|simpl|clar|detalha)\p{L}*(?= ?[,.?!]|$)
      ^(?:manda|envia|põe|bota|adiciona|acrescenta|anota) também(?= (?:para|pra))|um[a]? (?:para|pra)(?! \p{L}+ \p{L}+ \p{L}+)
      (?:o mesmo|a mesma coisa|idem|igual)(?= (?:para|pra|com|vale)|$| ?[,.?!])
      (?:algum|nenhum|alguma|nenhuma|um|uma|qual|quais|quantos|quantas|cada um) (?:deles|delas|dos dois|das duas|desses|dessas)
      (?:os dois|as duas)(?= ?[,.?!]|$| (?:são|eram))|ambos|ambas|(?:algum|alguma|nenhum|nenhuma)(?= (?:é|era|tem)|$| ?[,.?!])
      (?:depois|antes|além|apesar|por causa|a partir|fora|em vez) diss?[ot]o?|depois disso|nesse (?:dia|caso|momento|ano)
      nessa (?:noite|vez|altura|época|semana)|naquel[ea] (?:dia|noite|vez|ano|altura|época)|da outra vez
      (?:da|na|a) (?:última|primeira) vez(?=$| ?[,.?!])|(?:quem|que|onde|o que) mais`,
    who: String.raw`
      (?:o|a|os|as|do|da|no|na) (?:vermelh|azul|verde|pret|branc|amarel|cinz|antig|nov|velh|grand|pequen|barat|car|curt|long)[oae]?s?(?= ?[,.?!]|$| (?:é|era|ainda|está|estava|custa|custava|também|onde)(?!\p{L}))
      ele|ela|eles|elas|seus?|suas?
      (?:o|a|os|as|no|na|nos|nas|do|da|dos|das|ao|à|pro|pra) (?:primeir[oa]|segund[oa]|terceir[oa]|últim[oa]|outr[oa]|mesm[oa]|anterior|próxim[oa])s?(?=$| ?[,.?!;:]| (?:para|pra|de novo|é|era|também|que|não|já)(?!\p{L}))
      (?:o|a|os|as) mais \p{L}+(?=$| ?[,.?!]| (?:é|era|de quem))|(?:o|a|os|as) d[oae]s? \p{L}+(?=$| ?[,.?!])`,
    what: String.raw`
      del[ea]s?|isso|isto|aquilo|disso|disto|daquilo|nisso|nisto|lhes?|ali|lá|aí|nel[ea]s?
      ess[ea]s?(?= ?[,.?!]|$| (?:não|também|é|era)(?!\p{L}))|aquel[ea]s?(?= ?[,.?!]|$| (?:não|também|é|era|d[oae])(?!\p{L}))
      dess[ea]s?(?= ?[,.?!]|$)|daquel[ea]s?(?= ?[,.?!]|$)|(?<=-)(?:[lno]?[oa]s?|lhes?)(?!-)
      (?<=\b(?:eu|você|me|te|não|já|onde|quando|ele|ela|gente) )(?:o|a|os|as)(?= \p{L}+(?:ei|i|ou|eu|iu|amos|emos|imos|aram|eram|ava|ia)(?!\p{L}))
      (?:ele|ela|eles|elas)(?= ?[,.?!]|$)`,
    pointing: String.raw`
      (?:ess[ea]s?|aquel[ea]s?|dess[ea]s?|daquel[ea]s?|ness[ea]|naquel[ea]) \p{L}+`,
    idle: String.raw`
      o que (?:é|são|significa|quer dizer)(?: \p{L}+)? (?:isso|isto|aquilo)(?: de|,) .+|que (?:é|raio é) isso de .+
      (?:está|tá) (?:chovendo|a chover)|(?:e )?além disso ?[:,]|(?:guarda|anota|olha|diz|fala) aí|por aí|e aí|é isso`,
    noun: String.raw`
      (?:o|a|os|as|um|uma|meu|minha|meus|minhas|noss[oa]s?|do|da|dos|das|no|na|nos|nas|ao|à|cada|algum|alguma|pelo|pela) \p{L}+`,
    asking: 'qual|quais|quant[oa]s?',
    clause: 'e|ou|mas|que|quem|quando|onde|como|se|porque|por que|qual|quanto|enquanto',
    edits: `
      traduz|traduza|reescreve|muda|mude|apaga|apague|tira|tire|cancela|cancele|aumenta|aumente|diminui|troca|troque|corrige|corrija|passa
      adiciona|manda|mande|envia|envie|põe|remove|remova`,
    empty: `
      resultado resultados resposta prazo efeito reação dinheiro verdade sério pronto procura fala página páginas código mim falta pagar
      favor sobra será tá eles parado parei ainda há a tem passado passada passou aconteceu gostei faço ideia vale valia internado andei
      ficava fomos estive estivemos estamos estou mora foram enviado mandaram respondi igual pois então anos tempo sugerido ocorreu fim no
      deu certo segue continua continuam respondeu respondeste responderam ficou ficaram saía sai saiu começa começou termina terminou
      dura durou chega chegou funciona funcionou paga pagou pagamos paguei comprei comprou gostou gosta motivo chama chamava andar pediu
      pede zangada volta voltava voltou estava quantas restam resta sobrou pode repetir sabe sabes lembra lembras lembrou lembrar diz diga
      dizer disse disseste dito contou contei conta explica explique repete mostra anota anotei lista dá exatamente exactamente realmente
      outra outro outras outros vez vezes mais menos muito muita muitos pouco tanto longe tarde cedo logo grande pequeno velho novo nova
      mesmo mesma primeiro primeira segundo segunda terceiro terceira último última últimos próximo próxima anterior depois antes agora
      hoje ontem amanhã já também só nunca sempre talvez aliás além final enfim finalmente bem bom sim não obrigado obrigada ok olha
      espera ah eh né alguém algo nada tudo ninguém dia data semana mês ano hora horas minutos sítio lugar coisa tipo parte razão nome
      endereço morada número preço custo custa custou custava cor tamanho idade detalhe detalhes total acontece acontecer houve fez fazer
      faz fazia feito foi fui era eram ia ir vai vamos esteve tinha teve dois duas três caro cara barato melhor pior ele ela elas dele
      dela seu sua lhe isso isto aquilo aquele aquela esse essa disso lá ali aí aqui quais quantos cadê porquê dava dão posso quero devo
      ver vejo até desde cada fica ser sido deles delas gente`,
    own: 'meus?|minhas?|noss[oa]s?',
    self: 'significa|quer dizer|o que é|o que são|quem é|há|tem|tenho|temos|estou|tinha que|tinha de',
    fragment: String.raw`
      (?:e|ou|mas|e quanto a|que tal|também)((?: \S+){1,5})`,
  },
};
