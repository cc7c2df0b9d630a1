import type { WordingLanguage } from './wording-language.ts';

export const french: WordingLanguage = {
  isObjectLater: true,
  thousands: ' ',
  numbers: `zéro:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 douze:12 treize:13 quatorze:14
    quinze:15 seize:16 dix-sept:17 dix-huit:18 dix-neuf:19 vingt:20 trente:30 quarante:40 cinquante:50 soixante:60 soixante-dix:70 quatre-vingt:80
    quatre-vingts:80 quatre-vingt-dix:90 cent:100 mille:1000`,
  joined: '-| et | ',
  same: `€:euro euros:euro kilos:kg kilo:kg kilogrammes:kg kilomètres:km mètres:m litres:l grammes:g mo:mb mégaoctets:mb
    go:gb ça:cela tel:téléphone ordi:ordinateur appart:appartement pourcent:% aux:à au:à du:de des:de d:de j:je l:le
    qu:que s:se m:me c:ce t:te`,
  alike:
    'bagnole:voiture bosse:travaille boulot:travail bouquin:livre frigo:réfrigérateur télé:télévision resto:restaurant ciné:cinéma prof:professeur portable:téléphone',
  articles: 'le la les',
  small: 'de en dans très vraiment bien assez aussi est sont a ai ont suis ce donc alors tellement',
  ending: 's|x',
  openings: `alors|bon|ben|bah|eh bien|euh|enfin|franchement|honnêtement|à vrai dire|pour être honnête|en fait|au fait|tu sais|vous savez|
    écoute|bref|du coup|dis|salut|bonjour|pour info|pour rappel|rappel|note|je dois dire que|il faut dire que|
    le fait est que|la vérité c'est que|sincèrement|comme je (?:te |vous )?l'ai dit|tiens|ah|oh|oui|ok|voilà|disons(?: que)?|
    en réalité|à propos|d'ailleurs|sache que|sachez que|je précise que|à noter(?: que)?|soit dit en passant`,
  written: [
    [String.raw`(\d{1,2}) ?h(?:eures?)?(?: ?(\d{2})(?: minutes)?)?(?![\d\p{L}])`, '$1:$2'],
    [String.raw`(\d{1,2}:)\d{0,2} et demie?`, 'half past $1'],
    [String.raw`(\d{1,2}:\d{0,2}) (?:du soir|de l'après-midi)`, 'pm $1'],
    [String.raw`(\d{1,2}:\d{0,2}) du matin`, '$1'],
    [String.raw`(\d{1,2})(?:er)? m(\d{1,2})(?: (\d{4}))?`, '$1.$2.$3.'],
    [String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`, '$1.$2.$3.'],
    ['(?:chaque|tous les|les|le) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?! \\d)', 'every$1'],
    ['il y (?=a )', 'y '],
    ['tous les jours|chaque jour|quotidiennement|par jour|au quotidien', 'everyday'],
    ['toutes les semaines|chaque semaine|par semaine', 'everyweek'],
    ['tous les mois|chaque mois|par mois|mensuellement', 'everymonth'],
    ['tous les ans|chaque année|par an', 'everyyear'],
    ["n(?:e(?= )|(?='))(?=.{1,60} pas(?!\\p{L}))", ''],
  ],
  often: 'toujours souvent parfois généralement habituellement normalement régulièrement quelquefois',
  times: `matin soir midi minuit nuit matins soirs an ans année années mois semaine semaines jour jours heure heures minutes été hiver printemps automne week end`,
  today:
    "aujourd'hui|hier|demain|maintenant|actuellement|tantôt|bientôt|tout à l'heure|récemment|prochaine?|dernière?|cette (?:semaine|année)|ce (?:soir|matin|mois)",
  at: 'à le en au vers de',
  since: 'depuis dès avant après pendant jusque jusqu chaque tous toutes prochain dernier derniers prochaine dernière',
  not: 'ne n pas non jamais rien personne aucun aucune sans ni plus guère',
  joints: 'et ou mais que qui car parce si quand comme alors puis où donc dit pense',
  changes: {
    gone: "annulée?s?|résiliée?s?|vendue?s?|supprimée?s?|abandonnée?s?|décédée?s?|(?:est|sont) morte?s?|arrêtée? (?:de|le|la|les)|fini (?:de|le|la|les)|expirée?s?|révoquée?s?|clôturée?s?|dissoute?s?|volée?s?|remplacée?s?|jetée?s?|(?:n'|ne )(?:a|ai|ont|avons) plus d",
    ended: String.raw`trouvée?s?|accordée?s?|(?:ne |n')(?:\p{L}+['’ ]){1,5}plus(?! (?:d['e]|que|tard|tôt))|plus (?:besoin|jamais|aucune?|du tout)|n'est plus|(?:a|ai|ont|avons|s'est|est|été|suis|sont) (?:\p{L}+ ){0,3}(?:arrêtée?s?|fini[es]*|fermée?s?|quittée?s?|cassée?s?|perdue?s?|rompu|séparée?s?|morte?s?|retrouvée?s?|rendue?s?|livrée?s?|remise?s?|jetée?s?|retirée?s?|cessé|lâchée?)|annulée?s?|résiliée?s?|vendue?s?|démissionné|licenciée?s?|supprimée?s?|abandonnée?s?|divorcée?s?|décédée?s?|remboursée?s?|soldée?s?|réparée?s?|corrigée?s?|résolue?s?|rétablie?s?|guérie?s?|(?:dés)?activée?s?|désabonnée?|désinscrite?|débloquée?s?|achevée?s?|expirée?s?|révoquée?s?|clôturée?s?|dissoute?s?|obtenue?s?|arrêté(?:e?s?)? de|fini(?:e?s)? (?:de|les?|la)|terminée?s?|c'est (?:fini|terminé|réglé|signé|fait|réparé)|en poche|à la retraite|retraitée?|(?:est|sont) (?:soldée?s?|close?s?|caduc|caduque|remise?s? en (?:service|marche|route))|(?:est|sont|suis|sommes) (?:\p{L}+ ){0,2}(?:partie? à la retraite|partie?s? (?:chez|de)|élue?|nommée?)|volée?s?|hors service|a pris sa retraite|(?:ai|a|ont) (?:\p{L}+ ){0,2}(?:repris|recommencé|récupéré)|remise? (?:à|au)|levée?s? (?:hier|ce|depuis)|a eu lieu|a lâché|eu (?:le|mon|son) permis|refonctionne|remarche|(?:fonctionne|marche|tourne|roule|coule) (?:\p{L}+ ){0,3}(?:de nouveau|à nouveau)|(?:de|à) nouveau (?:en service|en ligne|opérationnel\p{L}*|disponible|ouvert\p{L}*)|passé la main|cédé la place|mis fin|a pris fin|prend fin|fait faillite`,
    changed: String.raw`désormais|dorénavant|à partir de maintenant|(?:a|ai|ont|avons|s'est|est|été|suis|sont) (?:\p{L}+ ){0,3}(?:changée?s?(?! de)|déplacée?s?|avancée?s?|modifiée?s?|augmentée?s?|baissée?|réduite?s?|migrée?s?|échangée?s?|transférée?s?|relevée?s?|prolongée?s?|promue?s?|mutée?s?|renommée?s?|portée?s?|abaissée?s?|remis|basculée?|installée?s?)|reportée?s?|repoussée?s?|décalée?s?|remplacée?s?|déménagé|au profit de|à la place|au lieu d[eu']|a pris la (?:suite|relève|place|direction)|prend la relève|succède|finalement|correction|erratum|je me suis trompée?|autant pour moi|au temps pour moi|en fait non|contrairement à|n'est plus que|plus que|basculée?s?|(?:est|sont|sommes|suis) passée?s? (?:à|au|sur|en|chez)|(?:j'ai|on a|nous avons) changé|nouvelle adresse|qui devient|est devenue?|devient|s'appelle (?:maintenant|désormais)|pris du retard|avancée? (?:au|à)`,
    begun: 'commencé|débuté|premier jour|emménagé|installée?s?|nouve(?:au|aux|l|lle|lles)',
    now: "maintenant|désormais|dorénavant|à présent|actuellement|à partir de maintenant|depuis (?:hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|peu|aujourd'hui|la semaine dernière|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|dès à présent",
    restated: "(?:est|sont|c'est) maintenant|maintenant,? c'est",
    renewed: 'nouvel(?:le)?|nouveau',
    deeds: String.raw`(?:n'|ne )?(?:a|ont|vient de|viennent de) (?:(?!été)\p{L}+ ){0,2}(?:arrêtée?s?|arrêter|quittée?s?|quitter|vendue?s?|vendre|résiliée?s?|démissionné|fini|abandonnée?s?|changé de|remplacée?s?(?=.* par )|rendue?s?|jetée?s?|lâchée?s?|perdue?s?|annulée?s?|repris|cessé|supprimée?s?|échangée?s?)`,
    carers: 'médecin|docteure?|généraliste|dentiste|cardiologue|kiné|équipe|entreprise|société|boîte',
    company: 'avec|chez',
    denials: 'ne n pas jamais',
    over: String.raw`(?:ne |n['’])(?:\p{L}['’])?\p{L}+ plus(?! que)`,
    still: 'plus',
    single: String.raw`coûte|pèse|mesure|s'? ?appelle|s'? ?élève à|est de|termine à|commence à|ferme à|ouvre à|tourne sur|habite (?:à|en|au)|vit (?:à|en|au)|travaille (?:chez|pour|comme)|(?:adresse|numéro|code|mot de passe|prix|loyer|salaire|âge|poids|taille|version|rendez vous|échéance|date limite|médecin|dentiste|téléphone|portable|anniversaire|budget|limite|port|nom|mail|chef|cheffe|patron|patronne|propriétaire)(?: \p{L}+){0,5} (?:est|est de|est à|sont)|préférée?(?: \p{L}+){0,3} est`,
    wish: String.raw`voudrai\p{L}*|aimerai\p{L}*|veux|veut|voulait|veulent|souhait\p{L}+`,
    open: String.raw`peut-être|si|s'il|s'ils|quand|lorsqu\p{L}*|envisage\p{L}*|hésite\p{L}*|pense\p{L}* (?:à|au)|pourrai\p{L}*|compte\p{L}* (?:bien )?(?:changer|partir|quitter|arrêter|vendre|déménager)|projet\p{L}*|prévoi\p{L}+|prévu\p{L}*|rêve\p{L}*|espère\p{L}*|serai[ts]?|propos\p{L}+|suggér\p{L}+|parle d[e']|vote\p{L}*|en discussion|l'an prochain|l'année prochaine|le mois prochain|aussi|également|en plus|encore une?|second\p{L}*|deuxième|par ailleurs|supplémentaire|cette semaine|ce (?:mois|week-end|soir|lundi|mardi|mercredi|jeudi|vendredi)|temporairement|provisoirement|exceptionnellement|momentanément|ponctuellement|le temps (?:de|d'|que)|pendant|remplacement de|remplace pour|avant|autrefois|jadis|à l'époque|j'étais|quand j'|petite?|enfant|faillit?|presque|failli|rumeur|prétend\p{L}*|exception|sauf|hormis|excepté|reste|toujours|inchangée?s?|essai|prêtée?s?|jusqu'(?:à|au)|une fois`,
    people: String.raw`s(?:œ|oe)urs?|frères?|mère|père|maman|papa|grand-mère|grand-père|mamie|papy|papi|mémé|pépé|tante|oncle|tonton|cousine?s?|nièces?|neveux?|filles?|fils|enfants?|parents|amie?s?|copine?|copains?|voisine?s?|collègues?|mari|femme|épouse|époux|beau-\p{L}+|belle-\p{L}+|patronne?|proprio|colocs?|colocataires?|petit-fils|petite-fille|petits-enfants|ex|compagne|compagnon|conjointe?`,
    user: "utilisateur|utilisatrice|l'utilisateur|l'utilisatrice|usager",
    own: "je|j|j'ai|nous|on|moi|mon (?:nouveau )?(?:numéro|portable|téléphone)",
    conditions: [
      [
        'en panne|cassée?s?|hors service|perdue?s?|égarée?s?|coupée?s?|bloquée?s?|désactivée?s?|suspendue?s?|indisponibles?|bouchée?s?|fuit|volée?s?|(?:marche|fonctionne|démarre|répond) (?:plus|pas|mal)',
        'réparée?s?|retrouvée?s?|rétablie?s?|débloquée?s?|(?:ré)?activée?s?|remplacée?s?|refonctionne|remarche|(?:de|à) nouveau (?:opérationnel\\p{L}*|disponible|en (?:service|marche|ligne|état))|(?:marche|fonctionne|tourne) (?:de|à) nouveau|débouchée?s?|récupérée?s?|remise?s? en|tombe plus',
      ],
    ],
    states: [
      [
        "en (?:voyage|vacances|déplacement|cure|erasmus|mission)|à l'étranger|à l'hôpital|hospitalisée?|pour quelques jours",
        "(?:est|suis|sommes|sont) (?:\\p{L}+ ){0,2}(?:rentrée?s?|revenue?s?)|de retour|sortie? de l'hôpital",
      ],
      [
        'habite|habites|habitons|vis|vit|loge|loue|réside|coloc\\p{L}*|vivons',
        '(?:a|ai|avons|ont) (?:\\p{L}+ ){0,2}(?:déménagé|emménagé)|emménage\\p{L}*|déménagement|quitté|(?:suis|sommes) (?:\\p{L}+ )?installée?s? (?:à|en|au)',
      ],
      [
        'bosse|travaille|emploi|poste|stage|stagiaire|cdi|cdd|intérim\\p{L}*|salariée?|alternance|embauchée?',
        'démissionn\\p{L}+|licenciée?|virée?|quitté|à la retraite|rendu mon badge|viens de changer de (?:boulot|travail|boîte)|rupture conventionnelle|pôle emploi|au chômage|fin de contrat|nouveau (?:job|boulot|travail|poste)|nouvel emploi',
        'quitté|plus chez',
      ],
      [
        "chômage|cherche (?:du |un )?(?:travail|boulot|emploi|job|poste|stage)|recherche d'(?:un )?emploi|sans emploi",
        'embauchée?|cdi|trouvé (?:\\p{L}+ ){0,2}(?:travail|boulot|emploi|job|poste|stage)|commencé|signé|nouveau (?:job|boulot|travail|poste)',
      ],
      [
        "mon (?:numéro|portable|téléphone)(?: de (?:portable|téléphone))? (?:est|c'est)",
        'changé de (?:\\p{L}+ et de )?numéro(?! de)|mon nouveau numéro(?! de)|mon numéro a changé',
      ],
      ['célibataire', "en couple|rencontré quelqu'un|mariée?|fiancée?|me suis mise? avec"],
      [
        'mariée?s?|en couple|sors avec|sort avec|fiancée?s?|ensemble',
        'divorcée?s?|séparée?s?|rompu|rupture|célibataire|quittés|moi,? c.est (?:fini|terminé)',
      ],
      [
        'enceinte|attend un (?:enfant|bébé)|attends un (?:enfant|bébé)',
        'accouché|née? (?:le|hier|ce|cette|lundi|mardi)|est née?|naissance',
      ],
      [
        'fume|fumeur|fumeuse',
        '(?:arrêté|arrête) (?:\\p{L}+ ){0,2}(?:fumer|la cigarette|la clope|le tabac)|fume plus|non-fumeu\\p{L}+',
      ],
      [
        'végétarien\\p{L}*|végane?|vegan|ne mange pas de viande|mange pas de viande',
        'remange\\p{L}*|recommencé à manger|remis\\p{L}* à (?:la viande|manger)',
      ],
      [
        'malade|grippée?|covid|fièvre|plâtre|béquilles|cassé|arrêt maladie|hôpital|hospitalisée?|entorse',
        "guérie?|rétablie?|remise?|plus de (?:fièvre|plâtre|béquilles)|enlevé le plâtre|retiré le plâtre|sortie? de l'hôpital|plâtre enlevé",
      ],
      [
        'pas (?:encore )?le permis|sans permis|passe le permis|leçons de conduite|auto-école',
        'eu (?:\\p{L}+ )?permis|permis en poche|obtenu (?:\\p{L}+ )?permis|reçue? au permis|décroché (?:\\p{L}+ )?permis',
      ],
    ],
    prepositions: `de d du des en à au aux chez dans sur sous par pour avec sans vers entre derrière devant depuis pendant jusqu contre`,
    determiners: `le la les l un une mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces`,
    auxiliaries: 'a ai ont est sont été était et mais ou qui que se s',
    silent: `ont ils lui car mis printemps été automne hiver docteur docteure pour cent janvier février mars avril mai juin juillet août septembre octobre novembre décembre prix les des une est pas que qui aux ses mes tes nos vos son sont elle madame monsieur mme avec dans pour sans plus moins mais donc cette dont elle elles nous vous leur leurs notre votre être avoir était suis sont
      fait faire faut très tout tous toute toutes bien encore depuis chez vers entre après avant pendant comme quand aussi alors
      lundi mardi mercredi jeudi vendredi samedi dimanche hier demain maintenant désormais jour jours mois semaine semaines année années
      euros heures heure fois autre autres même utilisateur utilisatrice peut veut doit mettre prend prendre finalement nouveau nouvelle
      nouvel avait avons avez serait mon ton son lui par sur matin soir deux trois quatre cinq jusqu dernier dernière chaque`,
    inflection: 'ements?|ations?|ée?s?|ées|er|ez|ent|ons|ait|aient|aux|ais|es|e|s|x|t',
  },
};
