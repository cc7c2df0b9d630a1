import type { NameLanguage } from './name-language.ts';

export const italian: NameLanguage = {
  nouns: {
    PERSON: `madre padre mamma papà babbo genitori fratell~ sorell~ figli~ marito moglie compagn~ fidanzat~ ragazz~ amic[aoi] amiche cugin~
      zi[oa] nonn[oa] nonni nipot~ suocer[oa] cognat[oa] genero nuora padrino madrina gemell~ bimb[oa] bambin[oa] vicin[oa] colleg~ capo
      direttore direttrice responsabile soci[oa] segretari[oa] professor~ prof maestr[oa] alunn[oa] allenatore allenatrice dottor~
      medico pediatra dentista fisioterapista infermier[ea] psicolog[oa] veterinari[oa] avvocat[oa] notaio giudice sindac[oa]
      ministr[oa] presidente idraulico elettricista parrucchier[ea] tata badante signor signora signorina sig don suor fra autore
      autrice scrittore scrittrice poeta cantante attore attrice pittore regista cane cagnolin~ cagna cucciol[oa] gatt[oa] gattin[oa]
      conigli~ criceto pappagallo canarino tartaruga cavallo cavalla asino gallina`,
    ORGANISATION: `azienda ditta società startup banca assicurazione ristorante trattoria osteria pizzeria bar albergo hotel agriturismo panificio
      pasticceria libreria negozio supermercato officina agenzia clinica club squadra gruppo band associazione coro orchestra asilo
      palestra fondazione sindacato partito marca operatore editore cinema farmacia`,
    PLACE: `città paese paesino borgo quartiere regione provincia isola montagna vulcano fiume spiaggia valle frazione rifugio`,
    THING: `libro romanzo fumetto film serie documentario disco album canzone brano opera gioco videogioco app applicazione programma sito
      strumento macchina auto moto bici barca nave traghetto crociera console rivista giornale podcast farmaco medicina festival fiera
      progetto modello`,
  },
  within: {
    ORGANISATION: `ospedale clinica liceo istituto scuola università politecnico facoltà accademia conservatorio museo comune teatro banca cassa
      assicurazioni associazione club calcio polisportiva fc ac as us ssd farmacia ministero biblioteca orchestra compagnia hotel
      albergo ristorante trattoria osteria pizzeria bar caffè gruppo edizioni fondazione federazione sindacato agenzia asl inps srl spa
      policlinico`,
    PLACE: `via viale piazza piazzale corso vicolo ponte parco giardini? villa lago monte monti passo valle val isola isole mare golfo capo
      bosco stazione aeroporto castello duomo cattedrale basilica chiesa cimitero porta porto spiaggia baia torre costa fiume rifugio
      san~ sant'~ santa borgo`,
    THING: 'festival coppa premio fiera gran_premio windows pokémon giro',
  },
  heads: `via viale piazza corso ponte parco lago monte passo val isola golfo castello stazione aeroporto università politecnico liceo
    ospedale istituto museo teatro`,
  joins: "della dello dell' dei degli delle del di d' sul in",
  before: {
    ORGANISATION: `ascolt~ (?:ricoverat|operat|licenziat)[oa]*(?:a|al|all'|alla|dalla|dall'|da)
      (?:visita|prenotazione|esame|appuntamento)*(?:al|alla|all'|con) partita*(?:del|della|dell'|contro) rimborso*(?:di|da|della)
      assicurazione*(?:con|di) lavor~*(?:in|a|alla|all'|da|per|presso|con) colloquio*(?:in|a|alla|all'|da|con|presso)
      stage*(?:in|a|alla|all'|da|presso) assunt[oa]*(?:in|a|alla|all'|da|presso) posto*(?:in|alla|all'|da)
      lettera_(?:di|della|dell'|dal|dalla|dall') iscri~*(?:a|al|alla|all') client[ei]*(?:di|della) conto*(?:in|alla|da|presso)
      (?:fattura|pacco|ordine|bolletta|multa)_(?:di|della|dell'|del) compr~*(?:da|alla|all') ordin~*(?:da|su) concerto_(?:di|dei|della)
      gioc~*(?:nel|nella|nell') presso tif~*(?:per|la|il) laure~*(?:a|alla|all')`,
    THING: `scaric~ (?:password|account|foto|messaggi~|gruppo|file|documento|foglio|versione)*(?:di|su) episodi[oa]*di puntat[ae]*di
      stagione*di con_l'_app install~ us(?:o|a|are|iamo|ando) gioc~*(?:a|con) (?:lettura|pomeriggi|video|messaggi|foto|gruppo)_su
      su_(?:la_|il_)?mi[oa] (?:comprat|vendut|vend|compr|guid)~*(?:un|una|la|il|mia|mio) (?:la|il)_(?:mia|mio) abbon~*(?:a|ad)
      imbarcat~*(?:su|sull'|sulla) canta~ suon~ mi_si_è_rott[oa]`,
    PERSON: `con di d' per che se quando come senza tra (?:ho|hai|ha|abbiamo|avete)_(?:vist|conosciut|incontrat|chiamat|sentit|invitat)[oaie]
      (?:chiam|chied|dic|dett|scriv|scritt|regal|telefon|restitu|prest|rispond|port|parl|present|sped|mand|dare|dato)~(?:_~){0,2}_(?:a|ad|alla|al)
      secondo ciao car[oa] grazie_a compleanno*(?:di|della) (?:libro|romanzo|canzone|film|quadro|opera)_(?:di|d')
      (?:fratello|sorella|madre|padre|figli[oa]|marito|moglie|amic[oa]|cugin[oa]|macchina|matrimonio|cane|gatto|nonni)_(?:di|della|d')
      per_il_compleanno_di per_conto_di da_quando che_fa spos~*(?:con)? manca piace_a`,
    PLACE: `(?:hotel|albergo|ospedale|museo|stazione|porto|spiaggia|aeroporto|mercato|università|quartiere|sede|filiale)_di
      (?:weekend|vacanz[ae]|viaggio|gita|mercato|stazione|spiaggia|casa|appartamento|campeggio|concerto|matrimonio|festa)*(?:a|ad|in|nel|nella|sul|sulla)
      (?:cresc|resid|torn|rimast|scal|sal)~*(?:a|ad|in|sul|da) a ad in da verso fino_a abit~*(?:a|in) viv~*(?:a|in) nat[oa]~*(?:a|in)
      trasfer~*(?:a|in) (?:vad|vai|va|andar|andiam|andat|part|vol|viaggi|arriv)~*(?:a|in|per) vicino_(?:a|al|alla) lontano_da visit~
      attravers~ (?:nord|sud|est|ovest|centro|treno|volo|nave|autobus)_(?:di|per|da) (?:vengo|viene|sono|è)_di sotto_il sul nel nella
      nell' sulla sull' intorno_a giro_(?:di|del) di_~_a a_sud_di`,
  },
  between: 'non mi ti si ci vi gli le lo la li ne già anche sempre mai ancora ieri oggi',
  behind: {
    PERSON: `sposano vengono vanno vivono abitano arrivano e_io ed_io (?:ha|aveva)_~(?:to|so|sto|tto|rto) si_(?:è|sposa|sposano|trasferisce|chiama|lamenta) lavora vive abita dice
      disse vuole voleva pensa crede studia gioca canta dorme mangia parla chiama piange viene torna arriva parte esce cucina compie sa
      può deve preferisce cerca porta guarda legge scrive insegna va odia ama chiede aspetta racconta compra fa
      è_(?:nat|andat|venut|arrivat|tornat|malat|allergic|partit|mort|incint|sposat)[oa] è_(?:il|la|in_pensione|una?)`,
    ORGANISATION: `ha_(?:annunciato|assunto|licenziato|aperto|chiuso|aumentato|rimborsato|spedito|spostato|cancellato|mandato|fatto_causa) vende
      assume licenzia spedisce rimborsa chiude apre produce era_(?:pien|chius|apert)~ è_(?:chius|apert)~ non_(?:risponde|rimborsa)`,
    THING: 'ha_~mila funziona parte carica si_(?:blocca|chiude|spegne|è_rott[oa]) non_(?:parte|funziona|si_apre)',
    PLACE: 'è_(?:una_città|un_paese|bellissim[oa])',
  },
  is: 'è era',
  elides: true,
  called: 'si_chiam~ chiamat[oa] di_nome',
  articles:
    "il lo la i gli le l' un uno una un' al alla allo all' del della dell' dello dei nel nella nell' sul sulla sull' dal dalla dall' mio mia tuo tua suo sua nostr[oa] loro",
  and: 'ed?',
  reads: 'legg~ lett[oa] rilegg~ guard~',
  says: 'dic~ dett[oa] disse rispo~ grid~ chie~ parola scriv~',
  small: `io tu lui lei noi voi loro esso essa questo questa quello quella ciò che chi cui quale quali quando dove come quanto quanta quanti
    quante perché e ed o oppure ma però se a ad di da in con su per tra fra del dello della dell' dei degli delle al allo alla all' ai
    agli alle dal dalla nel nella nell' nei sul sulla sull' il lo la l' i gli le un uno una un' mio mia miei mie tuo tua suo sua
    nostro nostra non sì no già anche pure sempre mai ancora ieri oggi domani stamattina stasera ora adesso poi dopo prima allora qui
    qua lì là molto più meno tanto tutto tutta tutti tutte niente nulla nessuno qualcuno qualcosa ogni ognuno bene male meglio peggio
    quasi solo soltanto forse magari inoltre così grazie ciao buongiorno buonasera mi ti si ci vi ne mentre finalmente ultimamente
    purtroppo certo mamma papà`,
};
