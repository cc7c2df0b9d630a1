import type { NameLanguage } from './name-language.ts';

export const french: NameLanguage = {
  nouns: {
    PERSON: `mère père maman papa parents? frères? sœurs? demi-frère demi-sœur fils filles? mari femme époux épouse conjoint~ compagnon
      compagne ami~ copine? copain cousine? oncle tante grand-tante tonton tata grand-mère grand-père papi papy mamie mamy neveu nièce
      filleule? parrain marraine beau-~ belle-~ jumeau jumelle bébé enfant voisine? collègue chef cheffe patron~ directeur directrice
      responsable associée? assistante? stagiaire secrétaire professeure? prof maître maîtresse instituteur institutrice élève
      étudiante? entraîneu~ coach docteur docteure médecin pédiatre dentiste kiné~ infirmi~ sage-femme psy~ vétérinaire avocate? notaire
      juge maire ministre présidente? plombier électricien~ boulang~ coiffeu~ nounou nourrice gardien~ concierge locataire
      propriétaire coloc~ monsieur madame mademoiselle mme mlle m frère abbé auteure? écrivaine? poète chanteu~ act~ peintre cinéaste
      joueu~ chien chienne chiot chat chatte chaton lapine? hamster perroquet perruche tortue cheval jument poney âne poule canari
      cochon poisson nomm~ prénomm~ surnomm~`,
    ORGANISATION: `entreprise société firme boîte start-up startup banque assurance mutuelle restaurant resto café bar brasserie bistrot pizzeria
      hôtel auberge boulangerie librairie magasin boutique enseigne supermarché garage agence cabinet club équipe groupe association
      asso chorale chœur orchestre troupe crèche fac fondation syndicat parti marque opérateur fournisseur éditeur cinéma fanfare`,
    PLACE: `ville village commune hameau quartier région département île col sommet presqu'île station forêt fleuve rivière plage`,
    THING: `livre roman bd film série documentaire album chanson morceau disque opéra pièce jeu appli application logiciel programme site
      outil voiture moto vélo bateau navire voilier ferry paquebot appareil console magazine journal émission podcast médicament
      festival salon projet`,
  },
  within: {
    ORGANISATION: `hôpital clinique lycée collège école université conservatoire institut académie musée mairie théâtre banque caisse crédit
      assurance~ mutuelle association amicale club olympique racing stade_~ sporting rugby fc asptt pharmacie laboratoires? société sarl
      sas sa ministère préfecture bibliothèque médiathèque opéra orchestre compagnie chez hôtel restaurant café brasserie groupe
      éditions cie universitaire fédération syndicat crèche aviron union`,
    PLACE: `rue avenue boulevard place impasse quai allée chemin pont parc jardins? square lac mont montagne col pic vallée gorges île îles
      mer golfe cap forêt bois gare aéroport château cathédrale basilique église cimetière porte saint~-~ vieux-~ plage baie tour côte`,
    THING: 'festival tour_de coupe prix salon grand_prix windows pokémon',
  },
  heads: `rue avenue boulevard place impasse quai allée pont parc jardin square lac mont col vallée gorges île golfe cap bois gare aéroport
    château basilique cathédrale hôpital clinique lycée collège école université conservatoire institut musée théâtre mairie caisse`,
  joins: "de_la de_l' du des d' de l' sur sous en lès le",
  before: {
    ORGANISATION: `chez écout~ (?:suivi|opér|hospitalis|scolaris)~*(?:à|au|chez) (?:licenci|vir|recrut)~*(?:de|par|chez) résili~*(?:chez|avec)
      (?:appel|contact)~_(?:la|l') rendez-vous*(?:à|au) lettre*(?:de|à)_la mail*(?:de|à)_la dossier*(?:de|à|pour)_la
      match_(?:de|du|contre) abonn~*(?:à|chez) assur~*(?:à|chez) remboursé~*par employée?_(?:de|à|par)
      (?:travaill|boss)~*(?:à|pour|au|chez) stage*(?:à|au) embauch~*(?:par|à) entretien*(?:à|avec|chez) rendez-vous_à
      inscrit~*(?:à|au|chez) diplômée?_de jou~*(?:au|à|pour) client~*(?:de|chez) compte*(?:à|chez) facture_(?:de|d') colis_(?:de|d')
      commande~*(?:chez|à|sur) postul~*(?:à|au|chez) candidature*(?:à|au) concert_(?:de|d') entrée?_(?:à|au|chez)
      supporter~?_(?:de|du|d') quitt~ lettre_(?:de|du) amende_de étud~*à`,
    THING: `regard~*sur (?:sur|via|dans)_(?:mon|ma|l'_appli~) épisode~?_de saison*de
      (?:mot_de_passe|compte|photos?|message|vidéo|groupe|fichier|tableau|version)*(?:sur|de|d') panne*de prendre_(?:du|un|une)
      prend_(?:du|un|une) télécharg~ install~ désinstall~ utilis~ avec_l'_appli~ jou~_à_la jur~*par joue~? jou~_sur
      (?:sur|avec)_(?:mon|ma|mes) ache~*(?:une?|ma|mon) vend~*(?:sa|son|ma|mon|une?) condui~ abonn~*à passer_(?:à|sur) (?:ma|mon)_vieil~
      conduis`,
    PERSON: `avec pour de d' que qu' quand si comme contre sans appel~ demand~*à di[ts]~*à offr~*à donn~*à prêt~*à téléphon~*à écri~*à
      parl~*(?:à|avec|de) rencontr~ merci salut bonjour coucou cher chère anniversaire*de vu voir revu invit~ croisé attend~ selon
      d'_après (?:livre|roman|chanson|film|tableau|œuvre)~_(?:de|par|d')
      (?:frère|sœur|mère|père|mari|femme|fils|fille|ami~|cousine?|voiture|chambre|mariage|enfants|parents|chien|chat)_(?:de|d') grâce_à
      offrir*à pour_l'anniversaire_de rendre*à je_suis`,
    PLACE: `(?:hôtel|hôpital|piscine|port|aéroport|université|quartier|banlieue|maire|siège|agence)_(?:de|d')
      (?:week-end|vacances|séjour|voyage|randonnée|rando|balade|marché|gare|plage|mairie|hôpital|musée|appartement|maison|gîte|camping|concert|mariage|fête)*(?:à|de|en|au|dans)
      (?:all~|vais|va|vont|ira|irai|irons|partons|pars|part|partir|rentr~|revenu~|reven~|déménag~|emménag~|mont~|descend~|install~|né~?|grandi)*(?:à|en|au|aux|pour|dans|vers|sur)
      gravi~ escalad~ rive*(?:de|du) à en vers jusqu'à depuis habit~ viv~_(?:à|en|au) au dans près_(?:de|du) autour_(?:de|du)
      loin_(?:de|du) sud_de nord_de visit~ traver~ arriv~_à part~*(?:pour|de|à) vien~_(?:de|du) route_(?:de|pour) train*(?:pour|de)
      vol*(?:pour|de) aux`,
  },
  between: "ne n' m' t' s' l' me te se le la les lui leur nous vous y en",
  behind: {
    PERSON: `marient viennent vont veulent habitent vivent arrivent partent et_moi (?:a|avait)_~(?:é|i|u|is|it|t) est_(?:né|venu|parti|arrivé|malade|allé|rentré|tombé)~ dit pense veut voudrait aime
      adore déteste préfère habite vit travaille étudie joue chante apporte mange dort répète demande raconte propose cherche fête
      arrive part vient revient rentre ressemble apprend enseigne prépare voulait pouvait disait habitait travaillait s'_est
      est_en_vacances pleure va pourrait devait doit sait croit s'_appelle prend lit écrit conduit`,
    ORGANISATION: `(?:a|ont)_(?:annoncé|embauché|licencié|ouvert|fermé|remboursé|augmenté|livré|facturé|racheté|refusé|envoyé|mis) vend livre facture
      rembourse embauche recrute propose_des ferme ouvre est_(?:fermé|ouvert)e? ne_(?:répond|rembourse|livre)`,
    THING: `plante bugue se_(?:ferme|bloque|lance) ne_(?:marche|fonctionne|démarre|s'_ouvre) fonctionne marche est_tombée?_en_panne`,
    PLACE: 'est_(?:une_ville|un_village|à_\\d+) intra-muros',
  },
  is: 'est était',
  elides: true,
  called: "s'_appell~ appelée? appelle nomm~ prénomm~",
  articles: "le la les l' un une des du au aux mon ma mes ton ta son sa ses notre nos votre leur leurs",
  and: 'et',
  reads: 'lis lit lire lisais lu relire regard~',
  says: 'di[ts]~ répond~ demand~ cri~ mot écrit',
  small: `je j' tu il elle on nous vous ils elles ce c' cela ça ceci qui que qu' quoi dont où quand comment pourquoi combien quel quelle
    quels quelles et ou mais donc or ni car si comme puis ensuite alors enfin à de en dans sur sous avec sans pour par chez vers
    depuis pendant avant après contre entre selon malgré sauf dès hier demain aujourd'hui maintenant bientôt toujours souvent jamais
    parfois déjà encore aussi très trop plus moins bien mal tout tous toute toutes rien personne chacun certains plusieurs oui non
    merci bonjour bonsoir salut est-ce qu'est-ce y ne pas le la les l' un une des du au aux mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs cette cet ces pâques noël peut-être heureusement malheureusement finalement dernièrement récemment même seul
    seule quelqu'un voilà voici il_y_a`,
};
