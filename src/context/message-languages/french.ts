import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const french: MessageLanguage = {
  small: `je j de d tu il elle on nous vous ils elles me te se le la les l un une des du de au aux et ou mais est suis es sont ai as avons avez ont était c ça ce
    cette mon ma mes ton ta tes son sa ses notre nos votre que qu qui quoi quel quelle quels quelles où quand comment pourquoi combien pas ne n plus
    dans sur pour avec chez par depuis moi toi en déjà tout toute tous encore stp`,
  greeting: `
    (?:re)?bonjour|(?:re)?bonsoir|(?:re)?salut|(?:re)?coucou|kikou|wesh|re|bjr|slt|bsr|cc|bonne (?:journée|soirée|nuit|année)|bon matin|bienvenue
    (?:comment )?(?:ça|ca) (?:va|roule|gaze)(?: (?:bien|toi|et toi|depuis))*|comment (?:vas-tu|tu vas|allez-vous|vous allez|va)|tu vas bien
    la forme|quoi de (?:neuf|beau)|ça fait un moment|(?:ravie?|contente?|heureu(?:x|se)) de (?:te|vous) (?:revoir|retrouver|parler|lire)
    ça fait longtemps
    ça fait un bail`,
  greetingByName: 'salut|bonjour|coucou',
  hesitations: hesitations.fr,
  before: 'alors|bon|donc|et|ok|bien|voilà|dis|au fait',
  idle: String.raw`
    (?:c'est )?(?:encore |re)?moi|me (?:re)?(?:voilà|voila|voici)|revoilà|(?:je suis )?de retour(?: (?:de|du|des) \p{L}+)?
    je suis (?:là|rentrée?|revenue?)|rentrée? (?:de|du|des) \p{L}+|encore|à (?:toi|tous|vous)|mon ami|l'ami|toi|et|alors|bon|bah|ben|ok|bien
    voilà|dis|eh|aujourd'hui|tu es là|t'es là
    (?:il )?y a quelqu'un|tu peux m'aider|j'ai besoin d'aide|merci|s'il te plaît|stp`,
  smallTalk: String.raw`
    désolée?|pardon|excuse\p{L}*|dormi|dors debout|crevée?|fatiguée?|épuisée?|claquée?|vannée?
    (?:sacrée|sale|quelle|longue|grosse|rude|dure|belle) (?:journée|semaine|nuit|soirée|matinée)
    enfin (?:le |les |en )?(?:week-?end|vendredi|vacances|chez moi|rentrée?|fini\p{L}*|tranquille)
    café|pause|(?:dû|devais|fallait) .*(?:couper|partir|filer|y aller|m'absenter|raccrocher|quitter)|coupée?|interrompue?s?
    (?:sale|mauvais|beau) temps|il (?:pleut|fait (?:un |trop |super |bien )*(?:froid|chaud|beau|moche|gris|temps))|un appel|téléphone|manqué
    mangé|tout à l'heure`,
  begins: `
    (?:on|allez,? on|nous|peut-on|on peut|pouvons-nous|tu veux qu'on|j'aimerais|je voudrais|allons-y)?,? ?(?:continue|continuons|continuer|reprend|reprenons|reprendre|poursuit|poursuivons|poursuivre|s'y remet|commence|commençons|commencer|recommence|recommençons|démarre|enchaîne)(?: (?:là )?où .*| (?:notre|la|cette) (?:conversation|discussion|session).*| (?:du début|de zéro|à zéro|tout de suite|maintenant|à parler|à discuter))?
    (?:une? )?(?:nouvelle|nouveau) (?:conversation|discussion|session|chat|départ)|on y (?:va|retourne)|c'est (?:re)?parti|présente-toi
    je suis prête?|prête?`,
  aboutUs: `
    ^mets?-moi (?:vite )?(?:à jour|au courant)|^quoi de neuf$|^qui suis-je(?: .*toi)?$
    ^(?:c'est )?quoi (?:le programme|au programme)(?: aujourd'hui)?$`,
  talk: `je j suis ai avais étais étions me m moi on nous notre nos tu t toi te as es avais vous votre est était étaient étiez ont a avait avons avions y en où
    ou quoi que qu qui quel quelle quels quelles de d la le l les un une du des dernier dernière derniers dernières fois précédent précédente
    conversation conversations discussion discussions échange échanges session chat sujet sujets fil point moment là déjà encore tout toute
    tous ça ce c cette cet se s si sait sais savoir savez connais connaissais connaissez connaître reconnais rappelle rappelles rappeler
    rappel redire redis souviens souvenez souvenir souvenirs retenu retiens appris oublié noté gardé mémoire parlé parler parlait parlions parle parles dit
    dis dire disait disions raconté discuté discutait discutions discuter arrêté arrêtés arrêtée arrêtées resté restés restait resta laissé
    laissés quitté quittés coupé continue continuer continuons continuait reprendre reprend reprends reprenons poursuivre poursuivons revenu
    revenue revoilà revoici retour voilà voici remets remettre remet longtemps bail moment temps semaines semaine mois jours jour fait faisait
    faisions peux peut pouvez pouvons pourrais pourrait veux voulais aimerais voudrais allez allons vais va bon bien alors et mais donc ok
    merci stp plait plaît vite juste hier soir matin tantôt tout heure avant auparavant récemment autre aussi comme sur à au aux pour avec
    sans par dans chez depuis sujet propos ensemble nouveau nouvelle zéro début commencer commence commençons recommencer recommence presque
    pas plus ne n rien quelque chose choses beaucoup résumé résume résumer bref idée image personne gens genre quelqu content contente ravi
    heureux revoir retrouver lire il elle désolé désolée train milieu`,
  lastTime: String.raw`
    (?:sais|savez|connais|retenu|retiens|appris|oublié|noté|gardé|mémoire|dit|idée|image|souvien\p{L}*|rappelles?).*(?:de|sur|propos de) moi
    (?:tu|te) (?:souviens|rappelles) de moi|tu (?:me|m) ?'?(?:connais|reconnais|remets)|qui (?:je suis|suis-je)
    moi .*(?:tu sais|tu te souviens|te rappelles)
    (?:dernière|dernier|précédente?|autre|hier|avant|tout à l'heure|tantôt) .*(?:fois|conversation|discussion|échange|session|chat|sujet|parl\p{L}+|d(?:it|isait|isions)|discut\p{L}+|arrêtée?s?)
    (?:parl\p{L}+|d(?:it|isait)|discut\p{L}+|raconté|arrêtés?|laissés?) .*(?:dernière fois|hier|tout à l'heure|l'autre jour|avant)
    où en étions
    (?:où|ou|quoi|que|qu|point) .*(?:on|nous) .*(?:en (?:était|étions)|arrêté\p{L}*|parl(?:ait|ions)|dis(?:ait|ions)|discut(?:ait|ions)|faisait|resté\p{L}*|laissés?)
    on (?:en )?(?:était|est restés?|parlait|disait|s'est arrêté\p{L}*|s'était arrêté\p{L}*) .*(?:où|ou|quoi|là)
    notre (?:dernière )?(?:conversation|discussion)$`,
  goesOn: String.raw`
    continu\p{L}*|reprend\p{L}*|reprenons|poursui\p{L}*|retour|revoil[àa]|revenue?|(?:encore|re) ?moi|longtemps|un bail|s'y remet
    recommen\p{L}*|commen(?:ce|cer|çons)|(?:content|ravi|heureux)e? de|me voil[àa]|^je suis là$|tu es là|t'es là|quelqu'un`,
  question: String.raw`
    quoi|combien|pourquoi|quels?|quelles?|lesquel(?:le)?s|lequel|laquelle|est-ce qu(?:e|')
    (?<=(?:^|[,;:?] ?|\bet |c'est |était |dort ))(?:qui|où|comment)
    (?<=(?:^|[,;:] ?|et |c'est |était ))quand(?! (?:je|j'|tu|il|elle|on|nous|vous|ils))`,
  and: `
    et|ou|mais|puis`,
  signs: {
    causes: String.raw`
      pourquoi|(?<!(?:ai|as|a|avez|avait|avais) )raisons?|causes?|à cause|conséquences?|impacts?|(?<!en )effets?|influenc\p{L}*|joué sur
      liens? (?:entre|avec)|liée?s? (?:à|au|aux)|mené à|poussée? à|que se passerait|d'où vient|explique`,
    compares: String.raw`
      compar\p{L}*|diff[éè]r\p{L}*|points? communs?|en commun|ressembl\p{L}*|similaires?|versus|vs\.?|par rapport|plutôt que
      (?:plus|moins|mieux|pire|aussi|meilleure?s?|autant) (?:\p{L}+ )?(?:qu'|que)|avantages?|inconvénients?|le pour et le contre|côte à côte
      contredi\p{L}*
      (?:vaut|valait|serait|était|est|lequel|laquelle|quel|quelle) .*(?:mieux|meilleure?(?! (?:amie?|pote|copine?))|pire)
      (?:dois-je|je dois|devrais|est-ce que je) .+ ou .+|soit .+ soit|le plus souvent|(?:a|ont|ai) .*le plus|avant et après|avant\/après
      d'accord sur`,
    digests: String.raw`
      résum\p{L}*|récap\p{L}*|bilan(?! (?:sanguin|de santé))|synthèse|synthétis\p{L}*|vue d'ensemble|tour d'horizon|chronolog\p{L}*|frise
      historique|(?:toute l'|l')histoire (?:de|du|des|complète)|histoire complète|depuis le début|de a à z|un (?:petit )?rapport
      analyser?[- ](?:mes|les|la|le|mon|ma|nos|tout|comment)|une analyse|évalu\p{L}*|passe en revue|reviens sur
      détaill\p{L}*|retrac\p{L}*|décri[st]\p{L}*|expliqu(?:e|er|ez)|raconte-moi|dans quel ordre|état des lieux|où en (?:est|sont|suis-je)
      reprends|point par point|fais le point|étapes|poste par poste`,
    tasks: String.raw`
      (?:je veux|je voudrais|il me faut|j'ai besoin de) (?:tou\p{L}+|une liste|un \p{L}+ de)
      rédige\p{L}*|écris[- ](?:moi|un|une|le|la|mon|ma)|prépare\p{L}*|organis(?:e|er|ons|ez)|planifi\p{L}*
      (?:propose|trouve|fais|dresse|établis|sors|donne|monte|crée|concocte|imagine)(?:-moi|-nous)? (?:un|une|la|le|des|toutes?|tous)
      liste-moi|lister|^liste|énumère|classe-\p{L}+|trie|regroupe|rassemble
      un (?:programme|plan|planning|menu|itinéraire|budget)(?: .*)? (?:d'\p{L}+|de|pour|qui|avec)|^(?:plan|planning|menu|itinéraire|idées?)
      reconstitue|calcule|additionne`,
    everything: `
      tout ce
      tou(?:te)?s? (?:les|mes|nos|ses|leurs|ces|l'|la|le|mon|notre)(?! (?:jours|matins|soirs|semaines|mois|ans|lundis|mardis|mercredis|jeudis|vendredis|samedis|dimanches))
      tous|toutes|chaque(?! (?:jour|matin|soir|semaine|mois|année))|chacune?|tout le monde|l'ensemble|un par un|une par une
      quels sont (?:les|mes|nos)|quelles sont`,
    developments: String.raw`
      évolu\p{L}*|(?:comment|a|ont|est-ce que|en quoi) .*changé|changements?|progrès|progress\p{L}*|tendances?|schémas?|régularités?
      motifs? récurrents?|au fil (?:du|des)|au cours (?:du|des)|avec le temps|de plus en plus|de moins en moins|améliorée?s?|dégradée?s?
      relation (?:avec|entre)|rapports? (?:avec|entre)|à chaque fois`,
    spans: String.raw`
      depuis(?! (?:hier|aujourd'hui|ce matin|quand|avant-hier))|entre .+ et .+|de .+ (?:jusqu'à|jusqu'au) .+
      jusqu'(?:à présent|ici|à maintenant)
      (?:ces|les|des) (?:\p{L}+ )?(?:dernières?|derniers|prochaine?s) (?:\p{L}+ )?(?:jours|semaines|mois|années|ans|temps)
      (?:ces|des) derniers temps|ces (?:deux|trois|quatre|cinq|six|\d+) (?:jours|semaines|mois|ans)
      (?:toute|tout) (?:l'année|le mois|la semaine)`,
    advice: String.raw`
      conseils?|conseille|conseillerais|me conseiller|recommand(?:e|es|er|erais|ez|ations)|sugg[éè]r\p{L}*|suggestions?|propositions?|idées
      à partir de|en fonction de|sur la base|compte tenu|en tenant compte|tenir compte|étant donné
      (?<!(?:ai|as|a|avons|avez|ont|avait|avais|été|déjà|pas|jamais) )vu (?:que|tout|ce que|mes)|d'après (?:tout|ce|mes)
      selon (?:tout|ce|mes)|aide-moi|aider à (?!me souvenir|retrouver)|comment (?:je (?:peux|pourrais|devrais)|puis-je|faire pour)
      (?:qu'est-ce que|que|qu'en) .*(?:dirait|penserait|pensent?|aimerait|plairait)|avis|opinions?|stratégies?
      qui (?:colle|convien|va)\p{L}* (?:avec|à)|conviendrait|s'entend\p{L}*|adaptée?s? à|tu (?:sais|connais) (?:qui|ce que|mes|tout)
      devrais-je|dois-je|je devrais`,
  },
  parts: `
    les deux|ensemble|respectivement|ainsi que|et (?:qui|quand|où|combien|comment|si|est-ce|quel\\p{L}*|qu'est-ce)|aussi|sauf|sans|mais pas
    en évitant`,
  back: {
    always: String.raw`
      une? (?:plus|moins) \p{L}+(?= ?[,.?!]|$)|comme (?:la dernière fois|l'autre fois|d'habitude|avant|prévu)(?= ?[,.?!]|$)
      (?:dans|avec|sur|pour|chez|à|en) (?:lequel|laquelle|lesquel\p{L}*)(?! de)
      (?:plus|moins) (?:court|long|bref|formel|simple|clair|détaillé)e?s?(?= ?[,.?!]|$)
      (?:pareil|idem|la même chose|même chose)(?= (?:pour|avec|chez)|$| ?[,.?!])
      (?:celui|celle|ceux|celles)(?:-(?:ci|là)| (?:du|de|des|d'|en|à|au|pour|avec)|$| ?[,.?!])
      (?:lequel|laquelle|lesquels|lesquelles|aucune?|(?:l')?une?|plusieurs|combien|certaines?|quelques-un\p{L}*)(?: (?:d'entre eux|d'entre elles|des deux|des trois))
      d'autres(?= ?[,.?!]|$)|(?:après|avant|depuis|sans|malgré|à cause de|pour|avec|comme|en dehors de|à part) (?:ça|cela)
      ce (?:jour|soir|moment|matin)-là|cette (?:fois|année|nuit|semaine)-là|\p{L}+-là|là-(?:bas|dedans|dessus)|à l'époque
      (?:qui|quoi|où) d'autre|cette fois-là|entre-temps`,
    who: String.raw`
      (?:le|la|les|du) (?:rouge|bleue?|verte?|noire?|blanche?|blanc|jaune|grise?|ancien(?:ne)?|nouveau|nouvelle|vieux|vieille|grande?|petite?)s?(?= ?[,.?!]|$| (?:est|était|c'est|coûte|aussi|il|elle|où)(?!\p{L}))
      (?:lequel|laquelle|lesquels|lesquelles)(?! (?:de|des|d'|du) )|c'(?:est|était) (?:combien|quand|où|pourquoi)(?= ?[?.!]|$)|il|elle|ils
      elles|son|sa|ses|leurs?|l'autre(?= ?[,.?!]|$| (?:c'est|est|fois|jour))|le même(?= ?[,.?!]|$)
      (?:le|la|les) (?:premi(?:er|ère)|deuxième|seconde?|troisième|dernière?|dernier|autre|même|suivante?)s?(?=$| ?[,.?!;:]| (?:pour|stp|encore|aussi|alors|c'est|est|était|s'il)(?!\p{L}))
      les autres(?=$| ?[,.?!]| (?:pour|aussi|c'est|sont))`,
    what: String.raw`
      lui|eux|y(?! a(?!\p{L})| avait| aura| a-t)|(?<=\b(?:n|m|t|s|j|je|tu|il|elle|on|nous|vous|ne|me|te|se)['  ])en(?= \p{L})
      en(?= (?:ai|as|a|avait|avais|avons|avez|ont|est|était|faut|reste|veut|veux|parle|pense|dit|prend|fait|avait)(?!\p{L}))|ça|cela|ceci
      l(?=' ?(?:ai|as|a|avons|avez|ont|avais|avait|avaient|appelle|utilise|aime|achète|ouvre|aura)(?!\p{L}))
      (?<=\b(?:je|tu|on|nous|vous|qui|ne|me|te) )(?:le|la|les)(?= \p{L}+(?:ais?|ait|é|ée|er|ir|re|ons|ez|ent|aient)(?!\p{L}))
      (?<=-)(?:le|la|les|lui|leur|en|y|moi-le)(?!-)`,
    pointing: String.raw`
      (?:ce|cet|cette|ces) (?!soir|matin|midi|après|week|mois|jour|printemps|été|hiver|automne|semaine|année|nuit|que|qu|qui|dont|n|est|sont|sera|était|à)\p{L}+`,
    idle: String.raw`
      (?:j'en (?:suis|étais)|on en (?:est|était)) (?:à|où)|(?:on|chacun) (?:\p{L}+ ){1,4}(?:son|sa|ses)|(?:te|vous) l'ai
      (?:me |nous )?(?:restait|reste|fallait|faudrait)-il|il (?:n')?y (?:a|avait|aura|en)(?!\p{L})|y a-t-il|y a|s'il (?:te|vous) plaît
      il (?:ne )?(?:me |nous |te )?(?:faut|fait|faudrait|fallait|pleut|neige|reste|manque|vaut|suffit|paraît)
      (?:faut|est|reste|pleut|fait)-il|quelle heure (?:est-il|il est)|il est (?:\p{L}+ )?(?:heures?|possible|vrai|tard|tôt|\d+)
      c'est quoi(?: \p{L}+)* (?:ça|cela),? .+|(?:c'est|ce) quoi,? .+|qu'est-ce que c'est(?: que)?(?: ça)?,? .+|ça veut dire quoi,? .+
      ça (?:va|fait (?:longtemps|combien))|comment ça|est-ce que|qu'est-ce qu[ei]?|ce qu[ei']?|ça y est|tout ça`,
    noun: String.raw`
      (?:le |la |les |l'|un |une |des |mon |ma |mes |notre |nos |du |au |aux |ton |votre |vos |chaque |quelques )\p{L}+`,
    asking: 'quels?|quelles?|combien de|combien d',
    clause: 'et|ou|mais|qui|que|qu|où|quand|comment|pourquoi|si|parce|puisque|lorsque|dont|combien|quoi|donc',
    edits: `
      traduis|reformule|change|supprime|enlève|retire|annule|augmente|réduis|corrige|déplace|ajoute|envoie|mets|efface|remplace`,
    empty: `
      résultat résultats réponse délai effet réaction argent vrai prêt page pages code recommandé conseillé à a t été aucune idée vaut
      valait écrit écrivait quelqu années temps habite habitait restés resté préféré guéri soigné soignait arrivé proposé plaint prévu
      voulais vouloir penser comprises tourne soin réessaie bref euh comment reste restait finit fini finie commence commencé dure duré
      part partait parti arrive répond répondu paye payé acheté plu appelle appelait étage demandé fâchée revient rentrait marché marche
      garantie fonctionne fait sais souviens rappelle rappelles dis dit dire disais raconte montre explique redis répète note donne donné
      liste précise exactement vraiment encore alors donc ensuite puis après avant plus moins très beaucoup longtemps souvent loin tard
      tôt bientôt grand petit vieux nouveau autre autres même première premier deuxième seconde second troisième dernier dernière derniers
      dernières prochain prochaine fois maintenant aujourd hui hier demain plutôt enfin finalement aussi seulement juste jamais toujours
      parfois peut être sinon bon bien oui non merci ok d accord stp attends ah oh quelque chose rien tout personne date jour jours heure
      heures semaine mois an ans année endroit lieu genre type partie raison nom adresse numéro prix coût coûte coûté coûtait couleur
      taille âge détail détails total passé passe passer faire fais faisait allé aller va vas vais avait avais étais étaient étions sera
      serait suite près peu trop cher chère mieux meilleur pire grande petite deux trois lui eux leur leurs elle cela ça celui celle ceux
      en y là ici voilà ci elles quoi fut eu veut veux peux dois doit faut as parlé s sur sans sous vers entre afin quels moment cas parle
      oublié`,
    own: 'mon|ma|mes|notre|nos',
    self: "que veut dire|que signifie|veut dire|c'est quoi|qui est|où est|qu'est-ce que c'est|je|j|me|m|moi|nous|il y a|y a|on",
    fragment: String.raw`
      (?:et|ou|mais|sinon|pareil pour|et pour)((?: \S+){1,5})|(?:pour|avec|chez|à|en)((?: \S+){1,3}) aussi`,
  },
};
