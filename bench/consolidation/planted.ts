import { seededRandom } from '../../tests/support/seeded-random.ts';

/** A memory sent to the server, with its ground truth. */
export interface Planted {
  readonly content: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Memories of one topic were derived from each other. */
  readonly topic: number;
  readonly role: 'alone' | 'duplicate' | 'outdated' | 'update' | 'expired' | 'other' | 'denied';
}

const first =
  'Ada Bela Cora Dora Edda Fara Gita Hana Ilse Jule Kira Lena Mona Nora Olga Pola Rika Sina Tara Ulla Vera Wida Xena Yara Zita Anton Boris Claas Dario Ernst Falko Gero Hanno Ivo Jaro Kuno Lars Milo Nils Odin'.split(
    ' ',
  );
const last =
  'Abel Brand Conrad Dorn Ebert Frank Graf Hahn Iven Jung Kraft Lang Metz Noll Ott Pohl Quast Reuter Stein Thoma Uhl Vogt Wirth Zorn Adler Busch Cramer Decker Engel Fuchs'.split(
    ' ',
  );
const cities =
  'Berlin Lisbon Dublin Oslo Vienna Madrid Prague Athens Zurich Geneva Bergen Porto Seville Naples Turin Lyon Ghent Leeds York Bath Malmo Turku Riga Vilnius'.split(
    ' ',
  );
const firms =
  'Nordwind Halberd Kestrel Lumina Ostara Pinnacle Quarto Riverton Silverbank Tamarack Umbra Vantage Westfield Yarrow Zephyr Brightside'.split(
    ' ',
  );
const animals = 'cat dog parrot rabbit tortoise ferret hamster pony'.split(' ');
const pets =
  'Biscuit Cosmo Dexter Ember Fudge Ginger Hazel Indigo Juno Koko Luna Mango Nugget Oreo Pepper Quincy Rusty Shadow Toffee Waffle'.split(
    ' ',
  );
const jobs = 'carpenter pharmacist translator surveyor florist beekeeper librarian electrician midwife geologist'.split(
  ' ',
);
const months = 'January February March April May June July August September October November December'.split(' ');
const hobbies =
  'pottery,bird watching,rock climbing,chess,choir singing,wood carving,fly fishing,stargazing,baking bread,rowing'.split(
    ',',
  );
const numbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Distinguish people of the same name. */
const places = [
  '',
  'Senior',
  'Junior',
  'Northam',
  'Southam',
  'Eastham',
  'Westham',
  'Overmill',
  'Underhill',
  'Longbridge',
];

/** Generates texts about unrelated people; deterministic for a seed. */
class Dealer {
  readonly random: () => number;
  #person = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }

  /** Deals each person once, so that two memories share a person only where that is intended. */
  person(): string {
    const index = this.#person;
    this.#person += 1;
    const surname = last[Math.floor(index / first.length) % last.length];
    const place = places[Math.floor(index / (first.length * last.length))];
    return [first[index % first.length], surname, ...(place ? [place] : [])].join(' ');
  }

  fact(): string {
    const who = this.person();
    return this.pick([
      () =>
        `${who} adopted a ${this.pick(animals)} called ${this.pick(pets)} from the shelter in ${this.pick(cities)} ${this.pick(numbers)} years ago`,
      () =>
        `${who} has been working as a ${this.pick(jobs)} for ${this.pick(firms)} in ${this.pick(cities)} since ${this.pick(months)} ${2000 + Math.floor(this.random() * 24)}`,
      () =>
        `${who} doesn't eat fish, but likes ${this.pick(hobbies)} and meets ${this.pick(numbers)} friends for it every ${this.pick(days)}`,
      () =>
        `${who} paid ${this.pick(numbers)} hundred euros for the trip to ${this.pick(cities)} that starts on ${1 + Math.floor(this.random() * 27)} ${this.pick(months)}`,
      () =>
        `${who} is going to teach ${this.pick(hobbies)} at the community centre in ${this.pick(cities)} on ${this.pick(days)}s at ${this.pick(numbers)} o'clock`,
      () =>
        `${who} told us that the ${this.pick(animals)} ${this.pick(pets)} has been ill since ${this.pick(months)} and that the vet in ${this.pick(cities)} cannot say why`,
    ])();
  }
}

/** A paraphrase with the same meaning: other spelling, punctuation, contractions, digits, or a filler word. */
function retell(text: string, dealer: Dealer): string {
  const ways: readonly ((given: string) => string)[] = [
    (given) => given.toLowerCase(),
    (given) => `${given}!`,
    (given) => `${given}.`,
    (given) => given.replace(/doesn't/, 'does not').replace(/cannot/, "can't"),
    (given) =>
      numbers.reduce((told, word, index) => told.replace(new RegExp(`\\b${word}\\b`), String(index + 2)), given),
    (given) => given.replace(/\bcalled\b/, 'named').replace(/\bcentre\b/, 'center'),
    (given) => given.replace(/ (has|is|paid) /, ' really $1 '),
    (given) =>
      given.replace(
        /(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)/,
        '$2 $1',
      ),
    (given) => given.replace(/ and /, ', and '),
  ];
  let told = text;
  while (told === text) for (let change = 0; change < 2; change += 1) told = dealer.pick(ways)(told);
  return told;
}

/** Nearly the same words with another meaning: a number, date, name or negation differs. */
function change(text: string, dealer: Dealer): string {
  const other = <Item>(items: readonly Item[], than: string) => dealer.pick(items.filter((item) => item !== than));
  const ways: readonly ((given: string) => string)[] = [
    (given) => given.replace(new RegExp(`\\b(${numbers.join('|')})\\b`), (word) => other(numbers, word)),
    (given) => given.replace(new RegExp(`\\b(${months.join('|')})\\b`), (word) => other(months, word)),
    (given) => given.replace(new RegExp(`\\b(${cities.join('|')})\\b`), (word) => other(cities, word)),
    (given) => given.replace(/\b(has been|is going|paid|adopted)\b/, (verb) => denials[verb] ?? verb),
  ];
  for (let tried = 0; tried < 50; tried += 1) {
    const changed = dealer.pick(ways)(text);
    if (changed !== text) return changed;
  }
  throw new Error(`Nothing can be changed in "${text}"`);
}

const denials: Readonly<Record<string, string>> = {
  'has been': 'has never been',
  'is going': 'is not going',
  paid: "didn't pay",
  adopted: 'never adopted',
};

/** A statement, and a later one about the same person that contradicts it. */
function contradiction(dealer: Dealer): readonly [string, string] {
  const who = dealer.person();
  const hobby = dealer.pick(hobbies);
  const pairs: readonly (readonly [string, string])[] = [
    [`${who} lives in ${dealer.pick(cities.slice(4))}.`, `${who} moved to ${dealer.pick(cities.slice(0, 4))}.`],
    [`${who} works at ${dealer.pick(firms.slice(4))}.`, `${who} now works at ${dealer.pick(firms.slice(0, 4))}.`],
    [`${who} is fond of ${hobby}.`, `${who} is no longer fond of ${hobby}.`],
    [`${who}'s favourite season is spring.`, `${who}'s favourite season is autumn now.`],
    [`${who} is single.`, `${who} is married to a ${dealer.pick(jobs)}.`],
    [`${who} owns a sailing boat.`, `${who} sold the sailing boat.`],
    [`${who} smokes.`, `${who} quit smoking in ${dealer.pick(months)}.`],
    [`${who}'s desk is next to the window.`, `${who} has got a desk in the other building.`],
    [`${who} earns 2,400 euros a month.`, `${who} earns 2,750 euros a month since the spring.`],
  ];
  return dealer.pick(pairs);
}

const day = 86_400_000;
const began = Date.UTC(2025, 0, 1);
const dated = (days: number): string => new Date(began + days * day).toISOString();

/** Share of `count` memories in each role. Duplicates and outdated memories each have a partner in addition. */
const shares = { duplicates: 0.12, others: 0.08, outdated: 0.04, expired: 0.03 };

/** Memories of one collection, shuffled: most unrelated, some duplicated, some outdated by others, some expired. */
export function plant(count: number, seed: number): Planted[] {
  const dealer = new Dealer(seed);
  const planted: Planted[] = [];
  let topic = 0;
  const add = (role: Planted['role'], content: string, days: number, validTo: string | null = null) =>
    planted.push({ role, content, topic, validFrom: dated(days), validTo });
  const some = (share: number, make: () => void) => {
    for (let made = 0; made < share * count; made += 1, topic += 1) make();
  };
  some(shares.duplicates, () => {
    const fact = dealer.fact();
    add('alone', fact, 1);
    add('duplicate', retell(fact, dealer), 1);
  });
  some(shares.others, () => {
    const fact = dealer.fact();
    add('alone', fact, 1);
    const other = change(fact, dealer);
    // A negation is no duplicate but may well be a contradiction.
    add(/\b(never|not|didn't) (been|going|pay|adopted)/.test(other) ? 'denied' : 'other', other, 1);
  });
  some(shares.outdated, () => {
    const [before, after] = contradiction(dealer);
    add('outdated', before, 1);
    add('update', after, 30);
  });
  some(shares.expired, () => add('expired', dealer.fact(), 1, dated(40)));
  for (; planted.length < count; topic += 1) add('alone', dealer.fact(), 1);
  return shuffle(planted, dealer.random);
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
