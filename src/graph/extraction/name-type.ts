import type { EntityType } from '../entity.ts';
import type { NameSpan } from './name.ts';
import { relatives } from './relatives.ts';
import { isCapitalised, lower, type Word } from './word.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words within a name that show its type. */
const placeWords =
  set(`street avenue road lane boulevard square park garden gardens beach bay lake river sea ocean mount
  mountain mountains canyon valley island islands hill hills forest desert falls creek bridge tower cathedral castle palace
  airport station harbour harbor port county city town village route highway trail plaza coast peninsula cape st ave rd
  avenida avenue calle rua rue via viale plaza praça piazza platz straße plac ulica`);
const organisationWords =
  set(`university college school academy institute hospital clinic bank museum gallery theatre theater
  church inc ltd llc gmbh corp corporation company co group association society foundation club team united fc union agency
  ministry department council committee party army police court studios studio records logistics airlines airways hotel café
  cafe restaurant bar pub bakery market store shop library orchestra choir band brothers partners labs systems technologies
  industries services international news times cross nations elementary center centre clinic
  universidad universidade università université universiteit universität uniwersytet banco banque banca bankası üniversitesi
  museo museu musée museum hôpital ospedale instituto institut colegio`);
const thingWords =
  set(`festival cup prize award championship marathon project disease syndrome symphony album tour games pro
  max mini switch phone watch book lights war act`);
const families: Readonly<Record<string, EntityType>> = {
  Place: 'PLACE',
  City: 'PLACE',
  Country: 'PLACE',
  Region: 'PLACE',
  Organization: 'ORGANISATION',
  Company: 'ORGANISATION',
  SportsTeam: 'ORGANISATION',
  School: 'ORGANISATION',
  Person: 'PERSON',
  FirstName: 'PERSON',
  LastName: 'PERSON',
  Honorific: 'PERSON',
};

const firms =
  set(`company startup firm band team club shop store café cafe restaurant bar bank school university charity agency
  employer label group bakery choir brand chain organisation organization airline hotel
  gym provider insurer newspaper clinic`);
const things =
  set(`boat ship book novel film movie song album game show series app project car bike phone laptop podcast magazine
  painting disease programme program tool console brand-new model guitar poem play musical
  printer camera tablet watch truck van medication medicine drug vaccine beer language framework library editor website`);
const spots = set(
  'city town village island lake river mountain beach park street country neighbourhood neighborhood region area',
);

const placePrepositions = set('in near around outside through across towards toward inside over along');
const placeVerbs = set('visit move live travel fly hike explore tour relocate');
/** Verbs of doing something to somebody: "I wrote to Novak", "I lent Novak a book". */
const toSomebody = set('talk speak write say give show lend introduce apologize apologise');
const somebody = set('tell ask remind show lend owe invite thank meet hug kiss date marry');
/** Verbs of replacing one thing by another, or putting it into one: "We upgraded to Postgres 17", "The service is written in Rust". */
const ofChange = set(
  'change switch upgrade downgrade update migrate convert rename set add connect compare prefer subscribe listen deploy publish upload push export',
);
const ofMaking = set('write written code program implement develop build edit');
/** Verbs of what people do for organisations, and get from them. */
const forOrganisations = set('work study apply intern volunteer start job play vote root cheer');
const fromOrganisations = set('order buy purchase graduate retire');
const toOrganisations = set('apply donate');
const inOrganisations = set('serve enlist enrol enroll');
const makes =
  set(`read reread watch rewatch play buy use drive download install finish order stream start binge wear sell finish
  fix restore recommend`);

/** Returns what a name most likely stands for: by its words, by what is known of them, and by the words around it. */
export function typeOfName(words: readonly Word[], span: NameSpan): EntityType {
  const own = words.slice(span.start, span.end);
  if (span.isTitle) return byRole(words, span) ?? 'THING';
  return (
    byTitle(own) ??
    byWordsWithin(own) ??
    byRole(words, span) ??
    byMaker(words, span) ??
    byTags(own) ??
    bySurroundings(words, span) ??
    'THING'
  );
}

const titles = set('dr mr mrs ms miss mx prof professor sir grandma grandpa granny aunt auntie uncle');

const byTitle = (own: readonly Word[]): EntityType | null =>
  own.length > 1 && own[0] && titles.has(lower(own[0])) ? 'PERSON' : null;

/** The last such word counts most: a Lake Street Hospital is a hospital. */
function byWordsWithin(own: readonly Word[]): EntityType | null {
  if (own.length < 2) return null;
  const head = own.findIndex((word) => lower(word) === 'of');
  const ordered = head > 0 ? [...own.slice(0, head).reverse(), ...own.slice(head + 1).reverse()] : [...own].reverse();
  for (const [distance, word] of ordered.entries()) {
    const text = lower(word);
    const edge = distance === 0 || word === own[0];
    if (organisationWords.has(text) && (edge || own.length > 2)) return 'ORGANISATION';
    if (placeWords.has(text) && edge) return 'PLACE';
    if (thingWords.has(text) && edge) return 'THING';
  }
  return null;
}

/** "my sister Julia", "my bank is Revolut", "a startup called Brightleaf". */
function byRole(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const before = words.slice(Math.max(0, start - 4), start).map(lower);
  const naming = before.at(-1) === 'named' || before.at(-1) === 'called';
  const head = (naming ? before.slice(0, -1) : before).findLast(
    (word) => word !== 'is' && word !== 'was' && word !== 'a',
  );
  if (naming && before.some((word) => word === 'her' || word === 'him' || word === 'he' || word === 'she'))
    return 'PERSON';
  if (/^(named|called|call) (her|him)$/.test(before.slice(-2).join(' '))) return 'PERSON';
  if (head === undefined) return null;
  const telling = /^(is|was)$/.test(before.at(-1) ?? '') && head === before.at(-2) && !before.some(isAsking);
  if (telling && head === 'name') return isSomebody(before.at(-3) ?? '') ? 'PERSON' : null;
  const apposition = naming || telling || head === before.at(-1);
  if (!apposition) return null;
  if (relatives.has(head)) return 'PERSON';
  // "What a gorgeous song, Caroline!"
  if (words[start - 1]?.ends && byTags(words.slice(start, end)) === 'PERSON') return null;
  if (firms.has(head)) return 'ORGANISATION';
  if (spots.has(head)) return 'PLACE';
  return things.has(head) ? 'THING' : null;
}

/** "What book is Jon reading?" */
const isAsking = (word: string): boolean => /^(what|which|whose)$/.test(word);

/** By what the library knows: the type of most of the words. */
function byTags(own: readonly Word[]): EntityType | null {
  const votes = new Map<EntityType, number>();
  for (const { tags } of own) {
    const types = new Set([...tags].flatMap((tag) => families[tag] ?? []));
    for (const type of types) votes.set(type, (votes.get(type) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([, one], [, other]) => other - one);
  return best && best[1] * 2 >= own.length ? best[0] : null;
}

/** "I drive a Toyota" means a product of the firm, but "a Google engineer" does not. */
function byMaker(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const isOwned = words.slice(Math.max(0, start - 2), start).findLast(({ tags }) => !tags.has('Adjective'));
  const isOfAnother = words[end - 1]?.ends === false && words[end]?.tags.has('Noun') === true;
  const isMade = isOwned && article.test(isOwned.text) && !isOfAnother;
  return isMade && byTags(words.slice(start, end)) === 'ORGANISATION' ? 'THING' : null;
}

const article = /^(an?|my|our|your|his|her|their)$/i;

/** By the verbs and prepositions before the name, and the verbs after it. */
function bySurroundings(words: readonly Word[], span: NameSpan): EntityType | null {
  const { start, end } = span;
  const earlier = words.slice(Math.max(0, start - 4), start);
  const near = earlier.map(lower);
  const text = (near.at(-1) === 'the' ? near.at(-2) : near.at(-1)) ?? '';
  const verb = lastVerb(earlier);
  const last = words[end - 1];
  const isShort = end - start <= 2;
  if (last?.possessive && isShort) return ofIllness.test(verb) && !words[end] ? 'THING' : 'PERSON';
  if (/^(hi|hey|hello|thanks|dear)$/.test(text) && isShort) return 'PERSON';
  if (text === 'with' && isShort) return besideWith(near, verb);
  const beside = text === 'and' && isShort ? besideAnd(words, start - 1) : null;
  if (beside) return beside;
  const isObject = verb !== '' && earlier.at(-1)?.root.toLowerCase() === verb;
  if (isOfOrganisation(text, verb) || (isObject && verb === 'join')) return 'ORGANISATION';
  if (isObject && somebody.has(verb)) return 'PERSON';
  if (text === 'in' && ofMaking.has(verb)) return 'THING';
  if (placePrepositions.has(text) || (placeVerbs.has(verb) && (text === 'to' || isObject))) return 'PLACE';
  if (makes.has(verb) && text !== 'to') return 'THING';
  if (/^(my|a|an|the|new|your|our)$/.test(text)) return 'THING';
  const next = words[end];
  if (near.at(-1) !== 'the' && !last?.ends && next?.tags.has('Verb') && isShort) return 'PERSON';
  if (text === 'to' && toSomebody.has(verb)) return 'PERSON';
  return isWay(words, start, text) ? 'PLACE' : null;
}

/** "My uncle has Alzheimer's." */
const ofIllness = /^(have|diagnose)$/;

const lastVerb = (words: readonly Word[]): string =>
  (words.findLast(({ tags }) => tags.has('Verb'))?.root ?? '').toLowerCase();

/** "Obsessed with Minecraft", "my insurance is with Allianz", "a flight with Lufthansa"; otherwise "with" a person. */
function besideWith(near: readonly string[], verb: string): EntityType {
  const held = near.findLast((word) => !/^(with|the|is|was)$/.test(word)) ?? '';
  if (contracts.has(held)) return 'ORGANISATION';
  return byMeans.has(verb) ? 'THING' : 'PERSON';
}

const contracts = set('account insurance contract flight subscription policy mortgage loan');
const byMeans = set('pay build code obsess diagnose');

/** Maximum number of names in an enumeration that are checked for the type of the next one: it may consist of all words of a text. */
const longestRow = 8;

/** "Rust and TypeScript" are of one type; who is named beside a person is a person. */
function besideAnd(words: readonly Word[], and: number): EntityType | null {
  let end = and;
  for (let seen = 0; seen < longestRow; seen += 1) {
    const before = words[end - 1];
    if (!before || isSomebody(lower(before))) return 'PERSON';
    if (!isCapitalised(before.text)) return null;
    let start = end - 1;
    while (isCapitalised(words[start - 1]?.text ?? '')) start -= 1;
    const known = byTags(words.slice(start, end));
    if (known) return known;
    if (words[start - 1]?.text !== 'and') return typeOfName(words, { start, end, text: '' });
    end = start - 1;
  }
  return null;
}

const pronoun = /^(i|me|my|you|your|he|him|his|she|her|we|us|they|them)$/;
const isSomebody = (word: string): boolean => relatives.has(word) || pronoun.test(word);

function isOfOrganisation(text: string, verb: string): boolean {
  if (text === 'at') return true;
  if (text === 'for') return forOrganisations.has(verb);
  if (text === 'from') return fromOrganisations.has(verb);
  return (text === 'to' && toOrganisations.has(verb)) || (text === 'in' && inOrganisations.has(verb));
}

/** Whether something goes to or comes from the name; "allergic to" and "switched me from" are about things. */
function isWay(words: readonly Word[], start: number, text: string): boolean {
  if (text !== 'to' && text !== 'from') return false;
  const before = words.slice(Math.max(0, start - 7), start);
  const held = before.at(before.at(-1)?.text === 'the' ? -3 : -2);
  const isState = held?.tags.has('Adjective') === true && !/^(close|closer|near|nearer|next)$/.test(lower(held));
  return !ofChange.has(lastVerb(before)) && !(text === 'to' && isState);
}
