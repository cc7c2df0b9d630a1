import { wordSet } from '../../platform/word-lists.ts';

/** Words that show what a name stands for: within it, before it and behind it. */

/** Words within a name that show its type. */
export const placeWords =
  wordSet(`street avenue road lane boulevard square park garden gardens beach bay lake river sea ocean mount
  mountain mountains canyon valley island islands hill hills forest desert falls creek bridge tower cathedral castle palace
  airport station harbour harbor port county city town village route highway trail plaza coast peninsula cape st ave rd
  avenida avenue calle rua rue via viale plaza praça piazza platz straße plac ulica
  heights pier quay wharf peak ridge glacier reservoir loch glen fjord cove terrace crescent meadows gare`);
export const organisationWords =
  wordSet(`university college school academy institute hospital clinic bank museum gallery theatre theater
  church inc ltd llc gmbh corp corporation company co group association society foundation club team united fc union agency
  ministry department council committee party army police court studios studio records logistics airlines airways hotel café
  cafe restaurant bar pub bakery market store shop library orchestra choir band brothers partners labs systems technologies
  industries services international news times cross nations elementary center centre clinic
  universidad universidade università université universiteit universität uniwersytet banco banque banca bankası üniversitesi
  museo musei musée museu hôpital ospedale instituto institut colegio
  hospice primary secondary kindergarten nursery preschool surgery pharmacy gym fitness salon diner bistro brasserie trattoria
  pizzeria deli grill brewery roasters inn hostel publishing motors energy insurance capital holdings
  ventures consulting solutions software pharmaceuticals healthcare trust charity league parliament congress senate commission
  authority bureau embassy consulate ensemble quartet rovers rangers wanderers athletic medical dental high rail telecom telekom
  rescue shelter health plumbing heating roofing landscaping catering foods properties`);
export const thingWords =
  wordSet(`festival cup prize award championship marathon project disease syndrome symphony album tour games pro
  max mini switch phone watch book lights war act fair expo conference olympics prix derby parade carnival tournament trilogy
  chronicles edition challenge treaty calendar maps docs sheets photos translate prime pay teams`);

export const firms =
  wordSet(`company startup firm band team club shop store café cafe restaurant bar bank school university charity agency
  employer label group bakery choir brand chain organisation organization airline hotel
  gym provider insurer newspaper clinic`);
export const things =
  wordSet(`boat ship book novel film movie song album game show series app project car bike phone laptop podcast magazine
  painting disease programme program tool console brand-new model guitar poem play musical
  printer camera tablet watch truck van medication medicine drug vaccine beer language framework library editor website`);
export const spots = wordSet(
  'city town village island lake river mountain beach park street country neighbourhood neighborhood region area',
);

export const placePrepositions = wordSet('in near around outside through across towards toward inside over along');
export const placeVerbs = wordSet('visit move live travel fly hike explore tour relocate');
/** Verbs of doing something to somebody: "I wrote to Novak", "I lent Novak a book". */
export const toSomebody = wordSet('talk speak write say give show lend introduce apologize apologise');
export const somebody = wordSet(
  `tell ask remind show lend owe invite thank meet hug kiss date marry divorce miss call text email phone help babysit congratulate
  forgive blame convince`,
);
/** Verbs of doing something for somebody: "I baked a cake for Novak". */
export const forSomebody = wordSet('buy bake cook knit sew wait');
/** Verbs of replacing one thing by another, or putting it into one: "We upgraded to Postgres 17", "The service is written in Rust". */
export const ofChange = wordSet(
  'change switch upgrade downgrade update migrate convert rename set add connect compare prefer subscribe listen deploy publish upload push export log sign',
);
export const ofMaking = wordSet('write written code program implement develop build edit');
/** Verbs of what people do for organisations, and get from them. */
export const forOrganisations = wordSet('work study apply intern volunteer start job play vote root cheer');
export const fromOrganisations = wordSet('order buy purchase graduate retire fire resign');
export const toOrganisations = wordSet('apply donate');
export const inOrganisations = wordSet('serve enlist enrol enroll');
export const makes =
  wordSet(`read reread watch rewatch play buy use drive download install finish order stream start binge wear sell finish
  fix restore recommend`);

/** Verbs that only people are the subject of. */
export const ofPeople = wordSet(
  `say tell think ask love want laugh smile cry marry text phone reply agree joke complain apologise apologize insist promise admit
  whisper shout sneeze giggle grin hug kiss dance swear forget remember wish hope believe guess decide propose snore sigh shrug`,
);
/** What firms do, and people seldom: "Lufthansa refunded me", "X sells those stools". */
export const ofFirms = wordSet(
  `announce sell hire refund acquire recall merge ship manufacture sponsor outsource overcharge charge reject deliver raise cancel`,
);
/** What programs do, and people seldom. */
export const ofPrograms = wordSet(
  `restart crash export import sync compile render lag freeze boot reload parse support install uninstall autosave integrate`,
);
/** What programs have and deal with. */
export const ofSoftware = wordSet(
  `error errors file files disk memory app apps settings setting update updates version versions feature features plugin plugins
  pod pods container containers database query queries password login screen button tab tabs export option options shortcut
  shortcuts account accounts data notification notifications server servers subscription api mode format formats battery browser`,
);
/** What has parts that works have: "the plot of", "season 2 of". */
export const partsOfWorks = wordSet(
  `plot ending finale season seasons episode episodes chapter chapters soundtrack lyrics sequel prequel trailer remake adaptation
  audiobook paperback author director`,
);
/** Ways and what goes them: "the ferry to", "a flight from". */
export const ways = wordSet(
  `ferry train trains flight flights bus buses boat ship drive trip road way ticket tickets journey route motorway highway cruise
  plane move trek pilgrimage`,
);
/** "The top of", "the outskirts of", "north of". */
export const partsOfPlaces = wordSet(
  `top summit outskirts coast streets centre center suburb suburbs north south east west city town village island middle heart
  mayor capital beaches region`,
);
/** What belongs to a band or a firm, and to a program or a work: "a Radiohead concert", "the Notion app". */
export const ofBands = wordSet(`concert gig album store headquarters employees staff`);
export const ofWorks = wordSet(
  `app plugin subscription console controller charger trailer movie series novel game soundtrack`,
);
/** What is at a place: "the Leeds office". */
export const atPlaces = wordSet(
  `office branch airport weather skyline coast metro traffic harbour harbor suburbs countryside`,
);
/** What people have with firms, and by what things are done: "my insurance is with Allianz", "paid with Bitcoin". */
export const contracts = wordSet(
  'account insurance contract flight subscription policy mortgage loan interview internship job deal',
);
export const byMeans = wordSet('pay build code obsess diagnose');
/** What stands before the names of people, and is no part of them. */
export const ranks = wordSet(
  `president chancellor minister senator governor mayor congressman congresswoman judge justice captain sergeant lieutenant colonel
  inspector detective officer coach nurse pastor reverend rabbi imam principal headmaster cousin brother sister`,
);
/** "An email from Anna", "an invoice from Brightwater". */
export const sent = wordSet('letter email mail message text call postcard note card');
export const billed = wordSet('invoice bill offer quote refund parcel package delivery newsletter order receipt');
