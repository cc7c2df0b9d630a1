import type { EntityType } from '../entity.ts';
import type { NameSpan } from './name.ts';
import { lower, type Word } from './word.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words within a name that tell what bears it. */
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

export const relatives =
  set(`mother father mom mum dad sister brother son daughter husband wife partner boyfriend girlfriend fiancé
  fiancée friend buddy roommate colleague coworker boss manager neighbour neighbor cousin aunt uncle nephew niece grandma
  grandpa grandmother grandfather twin twins kid kids baby child dog cat puppy kitten horse parrot hamster rabbit bird pet
  teacher doctor dentist therapist landlord coach professor student guy girl boy man woman lady person classmate trainer`);
const firms =
  set(`company startup firm band team club shop store café cafe restaurant bar bank school university charity agency
  employer label group bakery choir brand chain organisation organization airline hotel`);
const things =
  set(`boat ship book novel film movie song album game show series app project car bike phone laptop podcast magazine
  painting disease programme program tool console brand-new model guitar poem play musical`);
const spots = set(
  'city town village island lake river mountain beach park street country neighbourhood neighborhood region area',
);

const placePrepositions = set('in near around outside through across towards toward inside over along');
const placeVerbs = set('visit move live travel fly hike explore tour relocate');
/** Verbs of what one does to somebody, and of putting one thing in the place of another: "I wrote to Novak", "We upgraded to Postgres 17". */
const toSomebody = set('talk speak write say listen give show lend introduce apologize apologise');
const ofChange = set(
  'change switch upgrade downgrade update migrate convert rename set add connect compare prefer subscribe',
);
const makes =
  set(`read reread watch rewatch play buy use drive download install finish order stream start binge wear sell finish
  fix restore recommend`);

/** What a name most likely stands for, by the words in it, by what is known of them, and by those around it. */
export function typeOfName(words: readonly Word[], span: NameSpan): EntityType {
  const own = words.slice(span.start, span.end);
  return (
    byTitle(own) ?? byWordsWithin(own) ?? byRole(words, span) ?? byTags(own) ?? bySurroundings(words, span) ?? 'THING'
  );
}

const titles = set('dr mr mrs ms miss mx prof professor sir grandma grandpa granny aunt auntie uncle');

const byTitle = (own: readonly Word[]): EntityType | null =>
  own.length > 1 && own[0] && titles.has(lower(own[0])) ? 'PERSON' : null;

/** The last such word tells most: a Lake Street Hospital is a hospital. */
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

/** "my sister Julia", "a startup called Brightleaf". */
function byRole(words: readonly Word[], { start }: NameSpan): EntityType | null {
  const before = words.slice(Math.max(0, start - 4), start).map(lower);
  const naming = before.at(-1) === 'named' || before.at(-1) === 'called';
  const head = (naming ? before.slice(0, -1) : before).findLast(
    (word) => word !== 'is' && word !== 'was' && word !== 'a',
  );
  if (naming && before.some((word) => word === 'her' || word === 'him' || word === 'he' || word === 'she'))
    return 'PERSON';
  if (head === undefined) return null;
  const apposition = naming || head === before.at(-1);
  if (!apposition) return null;
  if (relatives.has(head)) return 'PERSON';
  if (firms.has(head)) return 'ORGANISATION';
  if (spots.has(head)) return 'PLACE';
  return things.has(head) ? 'THING' : null;
}

/** What the library knows: the type that most of the words have. */
function byTags(own: readonly Word[]): EntityType | null {
  const votes = new Map<EntityType, number>();
  for (const { tags } of own) {
    const types = new Set([...tags].flatMap((tag) => families[tag] ?? []));
    for (const type of types) votes.set(type, (votes.get(type) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([, one], [, other]) => other - one);
  return best && best[1] * 2 >= own.length ? best[0] : null;
}

/** Verbs and prepositions before it, verbs behind it. */
function bySurroundings(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const earlier = words.slice(Math.max(0, start - 4), start);
  const near = earlier.map(lower);
  const text = (near.at(-1) === 'the' ? near.at(-2) : near.at(-1)) ?? '';
  const verb = earlier.findLast(({ tags }) => tags.has('Verb'))?.root ?? '';
  const last = words[end - 1];
  if (last?.possessive && end - start <= 2) return 'PERSON';
  if (/^(hi|hey|hello|thanks|dear|with|and)$/.test(text) && end - start <= 2) return 'PERSON';
  if ((text === 'at' || text === 'for') && /^(work|study|apply|intern|volunteer|start|job)$/.test(verb))
    return 'ORGANISATION';
  if (text === 'at') return 'ORGANISATION';
  if (
    placePrepositions.has(text) ||
    (text === 'to' && placeVerbs.has(verb)) ||
    (placeVerbs.has(verb) && earlier.at(-1)?.root === verb)
  )
    return 'PLACE';
  if (makes.has(verb)) return 'THING';
  if (/^(my|a|an|the|new|your|our)$/.test(text)) return 'THING';
  const next = words[end];
  if (near.at(-1) !== 'the' && !last?.ends && next?.tags.has('Verb') && end - start <= 2) return 'PERSON';
  if (text === 'to' && toSomebody.has(verb)) return 'PERSON';
  return (text === 'to' || text === 'from') && !ofChange.has(verb) ? 'PLACE' : null;
}
