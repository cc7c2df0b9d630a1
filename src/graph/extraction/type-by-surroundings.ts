import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import type { NameSpan } from './name.ts';
import { typeOfNoun } from './type-words.ts';
import { lower, textAt, type Word } from './word.ts';

/** What has parts that works have: "the plot of", "season 2 of". */
const partsOfWorks = wordSet(
  `plot ending finale season seasons episode episodes chapter chapters soundtrack lyrics sequel prequel trailer remake adaptation
  audiobook paperback author director`,
);

/** "The plot of Wuthering Heights", "season 2 of Dark". */
export function byWork(words: readonly Word[], { start }: NameSpan): EntityType | null {
  const of = textAt(words, start - 1) === 'the' ? start - 2 : start - 1;
  if (textAt(words, of) !== 'of') return null;
  const part = [of - 1, of - 2].some((at) => partsOfWorks.has(textAt(words, at)));
  return part ? 'THING' : null;
}

/** Ways and what goes them: "the ferry to", "a flight from". */
const ways = wordSet(
  `ferry train trains flight flights bus buses boat ship drive trip road way ticket tickets journey route motorway highway cruise
  plane move trek pilgrimage`,
);
/** "The top of", "the outskirts of", "north of". */
const partsOfPlaces = wordSet(
  `top summit outskirts coast streets centre center suburb suburbs north south east west city town village island middle heart
  mayor capital beaches region`,
);

const climbs = /^(hike|climb|trek|walk|ski|cycle|drive|sail)$/;
const arrives = /^(stick|strand|land|arrive|camp|swim|surf)$/;
const stays = /^(live|move|stay|arrive|land|stick|strand|grow up|base|bear)$/;

/** What is certainly a place, even if it is called like somebody: "the ferry to Naxos", "hiking up Ben Nevis". */
export function byWay(words: readonly Word[], { start }: NameSpan): EntityType | null {
  const near = textAt(words, start - 1) === 'the' ? start - 2 : start - 1;
  const [before, preposition] = [words[near - 1], textAt(words, near)];
  if (!before) return null;
  if (/^(to|from)$/.test(preposition) && ways.has(lower(before))) return 'PLACE';
  if (preposition === 'of' && partsOfPlaces.has(lower(before))) return 'PLACE';
  const root = before.tags.has('Verb') ? before.root.toLowerCase() : '';
  if (/^(up|down|along)$/.test(preposition) && climbs.test(root)) return 'PLACE';
  if (preposition === 'at') return arrives.test(root) ? 'PLACE' : null;
  return preposition === 'in' && stays.test(root) ? 'PLACE' : null;
}

/** What belongs to a band or a firm, and to a program or a work: "a Radiohead concert", "the Notion app". */
const ofBands = wordSet('concert gig album store headquarters employees staff');
const ofWorks = wordSet(
  'app plugin subscription console controller charger trailer movie series novel game soundtrack',
);

/** "A Radiohead concert", "the Notion app" */
export function byNounBehind(words: readonly Word[], end: number): EntityType | null {
  const noun = words[end - 1]?.ends ? '' : textAt(words, end);
  if (ofBands.has(noun)) return 'ORGANISATION';
  return ofWorks.has(noun) ? 'THING' : null;
}

/** Verbs of doing something for somebody: "I baked a cake for Novak". */
const forSomebody = wordSet('buy bake cook knit sew wait');

const worksOf = /^(novel|book|poem|song|painting|film|movie|musical|symphony|essay|speech)$/;
const made = /^(write|sing|direct|paint|compose|illustrate|choreograph|photograph)$/;

/** What is certainly somebody: "a poem by Szymborska", "married to Novak", "a cake for Novak", "poor Novak". */
export function bySomebody(words: readonly Word[], start: number, verb: string): EntityType | null {
  const [before, text] = [textAt(words, start - 2), textAt(words, start - 1)];
  if (/^(poor|little|dear)$/.test(text)) return 'PERSON';
  if (text === 'by' && (worksOf.test(before) || made.test(verb))) return 'PERSON';
  if (text === 'for' && forSomebody.has(verb)) return 'PERSON';
  return text === 'to' && /^(according|married|engaged|thanks|related)$/.test(before) ? 'PERSON' : null;
}

/** What firms do, and people seldom: "Lufthansa refunded me", "X sells those stools". */
const ofFirms = wordSet(
  'announce sell hire refund acquire recall merge ship manufacture sponsor outsource overcharge charge reject deliver raise cancel',
);
/** What programs do, and people seldom. */
const ofPrograms = wordSet(
  'restart crash export import sync compile render lag freeze boot reload parse support install uninstall autosave integrate',
);
/** What programs have and deal with. */
const ofSoftware = wordSet(
  `error errors file files disk memory app apps settings setting update updates version versions feature features plugin plugins
  pod pods container containers database query queries password login screen button tab tabs export option options shortcut
  shortcuts account accounts data notification notifications server servers subscription api mode format formats battery browser`,
);
/** What is at a place: "the Leeds office". */
const atPlaces = wordSet(
  'office branch airport weather skyline coast metro traffic harbour harbor suburbs countryside',
);

const beforeVerbs = ['Auxiliary', 'Modal', 'Adverb', 'Negative'];

/** What is said of the name behind it: by the verb, by what it is, or by what is there. */
export function bySubject(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  if (words[end - 1]?.ends) return null;
  if (/^(the|our|their)$/.test(textAt(words, start - 1)) && atPlaces.has(textAt(words, end))) return 'PLACE';
  const near = words.slice(end, end + 4);
  const at = end + near.findIndex(({ tags }) => !beforeVerbs.some((tag) => tags.has(tag)));
  const verb = words[at];
  if (at < end || !verb?.tags.has('Verb')) return null;
  if (verb.tags.has('Copula')) return byPredicate(words.slice(at + 1, at + 6));
  if (/^(closed|shut)$/i.test(verb.text) && words[at - 1]?.tags.has('Auxiliary')) return 'ORGANISATION';
  const root = verb.root.toLowerCase();
  const objects = words.slice(at + 1, at + 9).map(lower);
  const then = root === 'keep' ? words[at + 1]?.root.toLowerCase() : root;
  if (ofPrograms.has(then ?? '') || (ofHaving.test(root) && objects.some((word) => ofSoftware.has(word))))
    return 'THING';
  if (ofFirms.has(root) || (root === 'lose' && luggage.test(objects.slice(0, 3).join(' ')))) return 'ORGANISATION';
  return root === 'make' && objects.slice(0, 3).includes('sense') ? 'THING' : null;
}

const ofHaving = /^(have|keep|need|let|allow|require|show|use|take|offer|stop|refuse|will)$/;
const luggage = /\b(my|our|his|her|their) (\w+ )?(suitcases?|luggage|bags?|parcels?|packages?|orders?|applications?)\b/;

/** "Dark is such a good show", "Naxos was packed". */
function byPredicate(said: readonly Word[]): EntityType | null {
  const [first] = said;
  if (first && crowded.test(first.text)) return 'PLACE';
  if (/^(closed|open)$/i.test(first?.text ?? '')) return 'ORGANISATION';
  if (!/^(an?|the|my|our|such|one)$/i.test(first?.text ?? '')) return null;
  const end = said.findIndex(({ text, ends }) => ends || /^(of|for|in|that|which|who|and|to)$/i.test(text));
  const types = (end < 0 ? said : said.slice(0, end + 1)).map((word) => typeOfNoun(lower(word)));
  return types.findLast((type) => type !== null) ?? null;
}

const crowded = /^(crowded|packed|humid|sunny|rainy|touristy|flooded|overcrowded|gorgeous|picturesque)$/i;
