import type { WordingLanguage } from './wording-language.ts';

export const italian: WordingLanguage = {
  isObjectLater: true,
  thousands: String.raw`\.`,
  numbers: `zero:0 un:1 uno:1 una:1 due:2 tre:3 quattro:4 cinque:5 sei:6 sette:7 otto:8 nove:9 dieci:10 undici:11 dodici:12 tredici:13
    quattordici:14 quindici:15 sedici:16 diciassette:17 diciotto:18 diciannove:19 venti:20 ventuno:21 ventidue:22 ventitré:23
    ventiquattro:24 venticinque:25 ventisei:26 ventisette:27 ventotto:28 ventinove:29 trenta:30 trentuno:31 trentacinque:35 quaranta:40
    quarantacinque:45 cinquanta:50 sessanta:60 settanta:70 ottanta:80 novanta:90 cento:100 duecento:200 trecento:300 cinquecento:500
    mille:1000 duemila:2000`,
  same: `€:euro chili:kg chilo:kg chilogrammi:kg chilometri:km chilometro:km metri:m litri:l litro:l grammi:g mega:mb megabyte:mb giga:gb
    gigabyte:gb percento:% bici:bicicletta foto:fotografia tele:televisione moto:motocicletta frigo:frigorifero tel:telefono
    dell:di del:di dello:di della:di dei:di degli:di delle:di d:di al:a allo:a alla:a all:a ai:a agli:a alle:a nel:in nello:in nella:in
    nell:in nei:in nelle:in dal:da dalla:da dall:da dallo:da sul:su sulla:su sull:su c:ci n:ne`,
  alike:
    'macchina:auto automobile:auto cellulare:telefonino abito:vivo abita:vive mail:email palestra:gym bimbo:bambino bimba:bambina',
  articles: 'il lo la i gli le l',
  small: 'di in molto davvero proprio abbastanza anche è sono ha ho hanno ha io si così tanto ci ne',
  ending: '[aeio]',
  openings: `allora|beh|be'|insomma|a dire il vero|a dir la verità|sinceramente|per essere (?:sincer[oa]|onest[oa])|cioè|guarda|senti|ehi|
    in realtà|a proposito|comunque|dai|sì|ah|eh|oh|ciao|ok|okay|come (?:ti )?(?:dicevo|ho detto)|ricorda(?: che)?|ricordati(?: che)?|
    promemoria|nota|per tua informazione|sappi che|tra l'altro|francamente|onestamente|segna(?:ti)?(?: che)?|ecco|di fatto`,
  written: [
    [String.raw`all[e'] ?(\d{1,2}) e (?:mezza|mezzo)`, 'alle half past $1:'],
    [String.raw`all[e'] ?(\d{1,2}) e un quarto`, 'alle $1:15'],
    [String.raw`(?:alle|all'|ore) ?(\d{1,2})(?:[:.](\d{2}))?(?![.:]?\d)`, 'alle $1:$2'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:di sera|del pomeriggio|di notte)`, 'pm $1'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:di mattina|del mattino)`, '$1'],
    [String.raw`(\d{1,2})º? m(\d{1,2})(?: (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`, '$1.$2.$3.'],
    [
      '(?:ogni|tutti i|tutte le|il|la|di) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?! \\d)',
      'every$1',
    ],
    ['ogni giorno|tutti i giorni|quotidianamente|al giorno', 'everyday'],
    ['ogni settimana|tutte le settimane|alla settimana|a settimana', 'everyweek'],
    ['ogni mese|tutti i mesi|mensilmente|al mese', 'everymonth'],
    ["ogni anno|tutti gli anni|annualmente|all'anno", 'everyyear'],
  ],
  often: 'sempre spesso normalmente generalmente solitamente abitualmente regolarmente',
  times: `mattina mattino sera notte pomeriggio mezzogiorno mezzanotte anno anni mese mesi settimana settimane giorno giorni ora ore minuti
    estate inverno primavera autunno weekend`,
  today:
    'oggi|ieri|domani|adesso|ora|stasera|stamattina|stanotte|attualmente|recentemente|presto|prossim[oa]|scors[oa]|quest[oa] (?:settimana|mese|anno|sera|pomeriggio)',
  at: 'a in il la le di verso',
  since: 'da dal dalla fino prima dopo durante ogni tutti tutte prossimo scorso prossima scorsa fa tra fra entro',
  not: 'non mai nulla niente nessuno nessun nessuna né senza neanche nemmeno neppure',
  joints: 'e o ma che perché se quando mentre anche come dove quindi dice detto pensa',
  changes: {
    gone: `sostitui(?:to|ta|ti|te)|(?:disdett|annullat|cancellat|soppress|eliminat|vendut|regalat|buttat|rubat|rottamat|demolit|smantellat)[oaie]|disd(?:issi|isse)|vendett(?:i|e|ero)|mort[oaie]|decedut[oaie]|scadut[oaie]|fallit[oaie]|non (?:c'è|ci sono) più|tolt[oaie]|dismess[oaie]`,
    ended: String.raw`non .{1,40} più|mai più|(?:ho|ha|abbiamo|hanno|avete|hai) (?:\p{L}+ ){0,2}(?:smesso|lasciato|finito|terminato|disdetto|annullato|cancellato|venduto|chiuso|perso|abbandonato|rotto|superato|passato|trovato|recuperato|ritirato|restituito|riportato|eliminato|disattivato|riparato|aggiustato|sistemato|risolto|sospeso|tolto|saldato|pagato|consegnato|regalato|buttato|divorziato|rinunciato|mollato|interrotto|partorito|ridato|approvato|concesso|rilasciato)|(?:è|sono|è stat[oa]|sono stat[ie]|era stat[oa]|fu) (?:\p{L}+ ){0,2}(?:annullat[oaie]|cancellat[oaie]|vendut[oaie]|chius[oaie]|eliminat[oaie]|sospes[oaie]|licenziat[oaie]|riparat[oaie]|aggiustat[oaie]|risolt[oaie]|sistemat[oaie]|terminat[oaie]|finit[oaie]|conclus[oaie]|ritirat[oaie]|mort[oaie]|decedut[oaie]|scadut[oaie]|guarit[oaie]|dimess[oaie]|saltat[oaie]|arrivat[oaie]|nat[oaie]|concess[oaie]|approvat[oaie]|pront[oaie]|lasciat[ie]|separat[ie]|smarrit[oaie]|rubat[oaie]|sciolt[oaie]|tornat[oaie]|rientrat[oaie])|(?:si è|si sono|mi sono|ci siamo) (?:\p{L}+ ){0,2}(?:conclus[oaie]|rott[oaie]|licenziat[oaie]|dimess[oaie]|laureat[oaie]|separat[oaie]|lasciat[oaie]|ripres[oaie]|sciolt[oaie]|liberat[oaie])|in pensione|pensionat[oaie]|al posto di|invece (?:di|del|della|dei)|anziché|salta|saltat[oaie]|torna a|tornat[oaie] a|di nuovo (?:funziona\p{L}*|operativ[oa]|apert[oa]|disponibile)|funziona(?:no)? di nuovo|dato le dimissioni|ha chiuso|disdett[oaie]|annullat[oaie]|venduto|smesso`,
    changed: String.raw`d'ora in poi|d'ora in avanti|da (?:oggi|adesso|ora|ieri|lunedì|questa settimana|questo mese)|a partire da|(?:ho|ha|abbiamo|hanno) (?:\p{L}+ ){0,3}(?:cambiato|spostato|rinviato|rimandato|posticipato|anticipato|sostituito|rimpiazzato|modificato|aumentato|alzato|abbassato|ridotto|ampliato|migrato|promosso|aggiornato|prorogato|rinnovato|rilevato|preso il posto)|(?:è|sono|è stat[oa]|sono stat[ie]) (?:\p{L}+ ){0,2}(?:cambiat[oaie]|spostat[oaie]|rinviat[oaie]|rimandat[oaie]|posticipat[oaie]|anticipat[oaie]|sostituit[oaie]|rimpiazzat[oaie]|modificat[oaie]|aumentat[oaie]|salit[oaie]|sces[oaie]|alzat[oaie]|abbassat[oaie]|ridott[oaie]|passat[oaie] a|migrat[oaie]|promoss[oaie]|aggiornat[oaie]|prorogat[oaie]|trasferit[oaie]|diventat[oaie])|(?:si è|si sono|mi sono|ci siamo) (?:\p{L}+ ){0,2}(?:trasferit[oaie]|spostat[oaie])|traslocat[oaie]|traslocato|trasferit[oaie]|passa(?:no)? a|è passat[oaie]|adesso si chiama|ora si chiama|nuov[oa] (?:è|sarà|indirizzo|numero|password|prezzo|orario)|scusa|mi sono sbagliat[oa]|correggo|correzione|alla fine|ha compiuto|compie`,
    begun: 'iniziato|cominciato|primo giorno|sistemat[aeio]|nuov[aeio]',
    now: "ora|adesso|d'ora in poi|d'ora in avanti|da (?:oggi|adesso|ora|ieri|lunedì|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)|attualmente|ormai|ultimamente",
    renewed: 'nuov[oa]',
    deeds:
      'ha(?:nno)? (?:smesso|lasciato|venduto|disdetto|cancellato|cambiato|sostituito|restituito|perso|abbandonato)',
    carers: 'medico|dottoressa|dottore|dentista|squadra|azienda|ditta',
    company: 'con',
    denials: 'non mai',
    over: '[Nn]on .{1,40} più(?! di)',
    still: 'più',
    single: String.raw`costa|pesa|misura|si chiama|chiama|finisce a|comincia a|inizia a|chiude a|apre a|gira (?:su|in)|viv(?:e|o|ono|iamo) (?:a|in)|abit(?:a|o|ano|iamo) (?:a|in)|lavor(?:a|o|ano) (?:a|in|per|da|come)|(?:indirizzo|numero|codice|password|chiave|prezzo|affitto|stipendio|età|peso|taglia|versione|appuntamento|scadenza|medico|dottore|dentista|compleanno|budget|limite|porta|nome|mail|email|capo|affittuario|quota|canone)(?: \p{L}+){0,5} (?:è|è di|sono|è in)|preferit[oa](?: \p{L}+){0,3} è`,
    wish: String.raw`vorrei|vorrebb\p{L}+|vuole|vogliono|voglio|vogliamo|voleva|desider\p{L}+`,
    open: String.raw`forse|magari|può darsi|eventualmente|se|quando|sarebbe\p{L}*|potrebb\p{L}+|potrei|dovrebb\p{L}+|pens(?:o|a|ano|iamo|ando) di|sto pensando|sta pensando|progett\p{L}+|piano|spera\p{L}*|spero|sogn\p{L}+|propost[oa]|propon\p{L}+|sugger\p{L}+|dubb\p{L}+|(?:l'anno|il mese) prossimo|la prossima (?:estate|settimana)|un giorno|anche|inoltre|un altro|un'altra|un second[oa]|una seconda|aggiuntiv[oa]|in più|quest[oa] (?:settimana|sera|mese|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|weekend)|temporaneamente|provvisoriamente|eccezionalmente|per ora|mentre|durante|per (?:qualche giorno|oggi|stavolta|questa volta)|prima|una volta|da (?:bambin[oa]|piccol[oa]|giovane)|(?:\p{L}+|\d+) anni fa|a quei tempi|quasi|si dice|pare|eccezione|continua\p{L}*|come sempre|in prova|in prestito|prestat[oa]|fino a|sto per|sta per|chiede\p{L}*|chiesto|dovrò|dovrà|ancora`,
    people:
      'fratell[oi]|sorell[ae]|madre|padre|mamma|papà|nonn[oaie]|zi[oae]|zii|cugin[oaie]|nipot[ei]|figli[oae]|figli|genitori|amic[oa]|amici|amiche|vicin[oaie]|colleg(?:a|hi|he)|marito|moglie|fidanzat[oaie]|ragazz[oa]|suocer[oaie]|cognat[oaie]|genero|nuora|capo|ex|compagn[oaie]|bambin[oaie]|padron[ae]',
    user: 'utente',
    own: String.raw`io|mi|mio|mia|miei|mie|noi|ci|nostr[oaie]|ho|abbiamo|sono|siamo|sto|vivo|abito|lavoro|fumo|cerco|mangio|studio|gioco|bevo|uso|guido|faccio|vado|\p{L}+iamo`,
    conditions: [
      [
        'guast[oaie]|rott[oaie]|pers[oaie]|smarrit[oaie]|bloccat[oaie]|disattivat[oaie]|sospes[oaie]|non (?:funzionano?|parte|va|si accende)|in officina|perde acqua|fuori servizio|fuori uso|intasat[oaie]',
        'riparat[oaie]|aggiustat[oaie]|sistemat[oaie]|(?:torna|tornat[oaie]|ripres[oa]) a (?:funzionare|andare|partire)|funziona(?:no)? di nuovo|di nuovo (?:in funzione|operativ[oa])|(?:ri)?trovat[oaie]|sbloccat[oaie]|riattivat[oaie]|attivat[oaie]|recuperat[oaie]|sostituit[oaie]|ripristinat[oaie]|riparte|rifunziona',
      ],
    ],
    states: [
      [
        "in (?:viaggio|vacanza|ferie|erasmus)|all'estero|in ospedale|ricoverat[oa]|in trasferta",
        'tornat[oaie]|rientrat[oaie]|dimess[oaie]|di ritorno|ritornat[oaie]',
      ],
      [
        'vivo|vive|viviamo|vivono|abito|abita|abitiamo|risied[eo]|in affitto|affitto|appartamento condiviso',
        'trasferit[oaie]|traslocat[oaie]|traslocato|trasloco|andat[oaie] a vivere',
      ],
      [
        'lavoro|lavora|lavorano|lavoriamo|impiegat[oa]|stagist[ae]|tirocini\\p{L}*|contratto|assunt[oa]',
        'licenziat[oa]|dimess[oa]|dimission\\p{L}+|in pensione|pensionat[oa]|(?:lasciato|cambiato) (?:il )?(?:lavoro|azienda|impiego|posto)|nuovo (?:lavoro|impiego)|disoccupat[oa]|ultimo giorno di lavoro',
      ],
      [
        'disoccupat[oa]|senza lavoro|cerc[oa] (?:un )?(?:lavoro|impiego)|cercando (?:un )?(?:lavoro|impiego)',
        'assunt[oa]|trovato (?:un )?(?:lavoro|impiego)|nuovo (?:lavoro|impiego)|(?:ho|ha) (?:iniziato|cominciato) (?:\\p{L}+ ){0,3}(?:a|da|in|come)',
      ],
      ['single|celibe|nubile', 'fidanzat[oa]|spos(?:ato|ata|ati)|insieme a|convive'],
      [
        'sposat[oaie]|stanno insieme|stiamo insieme|sta con|sto con|fidanzat[oaie]|insieme',
        'divorzi\\p{L}+|separ\\p{L}+|lasciat[ie]|rotto|single|lasciato|lasciata',
      ],
      ['incinta|aspetta un (?:bambino|figlio)|aspetto un (?:bambino|figlio)', 'nat[oa]|partorito|parto'],
      ['fumo|fuma|fumatore|fumatrice', 'smesso (?:di fumare|con il fumo|con le sigarette)|non fum\\p{L}+ più'],
      [
        'vegan[oa]|vegetarian[oa]|non mangi[ao] (?:carne|pesce)',
        'mangi[ao] di nuovo|ricominciato a mangiare|ripreso a mangiare|tornat[oa] a mangiare',
      ],
      [
        'malat[oa]|influenza|raffreddat[oa]|covid|febbre|gesso|ingessat[oa]|stampelle|in malattia|ospedale|ricoverat[oa]|rott[oa]|distorsione',
        'guarit[oa]|ripres[oa]|dimess[oa]|tolto il gesso|sta meglio|rimess[oa]',
      ],
      [
        '(?:non h[oa] la|senza) patente|scuola guida|prendendo la patente',
        '(?:pres[oa]|superato|passato) (?:\\p{L}+ )?(?:patente|esame di guida)|patente presa',
      ],
    ],
    prepositions: `di del dello della dell dei degli delle d in nel nello nella nell nei nelle a al allo alla all ai agli alle da dal dallo dalla dall
      con col per senza su sul sulla sull sui tra fra verso fino dopo prima contro sotto sopra`,
    determiners: `il lo la i gli le l un uno una mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre loro questo questa
      quel quello quella`,
    auxiliaries: 'ha ho hanno abbiamo è sono era erano fu stato stata stati state e ma o che si',
    silent: `scorso scorsa scorsi gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre primavera estate autunno inverno
      lunedì martedì mercoledì giovedì venerdì sabato domenica ieri oggi domani mattina sera notte settimana settimane mese mesi anno anni
      giorno giorni euro ore ora adesso ormai anche ancora già più meno molto molta tanto tutto tutta tutti tutte altro altra altri altre ogni
      stesso stessa che chi per con non come quando dove perché mentre prima dopo sempre mai poi così quindi invece posto alla fine finalmente
      ha hai ho hanno abbiamo sono sei siamo era erano stato stata stati state essere avere fare fatto fatta fa va vado vuole può deve
      viene venuto andato andata prezzo signor signora signore dottor dottoressa nuovo nuova nuovi nuove solo cosa volta volte due tre quattro
      cinque sei dieci utente loro noi lui lei gli dei del della delle degli nel nella dal dalla sul sulla una uno cento circa via casa`,
    inflection: 'azioni|azione|ando|endo|[aeiu]t[oaie]|are|ere|ire|iamo|[aeio]no|ano|ono|avo|ava|iva|[aeioàèéìò]',
  },
};
