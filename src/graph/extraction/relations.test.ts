import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { normalName } from '../entity-name.ts';
import { together } from './relations.ts';
import { RulesExtractor } from './rules-extractor.ts';

const extractor = new RulesExtractor();
const speaker = 'speaker me';

/** Returns what a text says of two names, without those that only stand together. */
async function relationsIn(content: string): Promise<string[][]> {
  const [found] = await extractor.extract([{ content, speaker, language: 'en' }]);
  if (!found) throw new Error('One text was given and none read');
  const nameOf = (place: number) => found.entities[place]?.normal ?? '';
  return found.relations
    .filter(({ type }) => type !== together.type)
    .map(({ from, to, type }) => [nameOf(from), type, nameOf(to)]);
}

/** Two writings of a relation are equal if its first words have one stem: "buy" and "buys", "work for" and "work at". */
const stemOf = (type = ''): string => (type.split(' ')[0] ?? '').replace(/(ing|ed|es|s|e)$/, '');

const writtenOf = (name = ''): string => (name === 'speaker' ? speaker : normalName(name));
const keyOf = ([from, type, to]: readonly string[]): string => [from, stemOf(type), to].join(' | ');

async function score(file: string) {
  const texts = (await readFile(`tests/graph/labelled/${file}`, 'utf8')).trim().split(/\n(?=T: )/);
  let [right, found, wanted, none, leftEmpty] = [0, 0, 0, 0, 0];
  for (const block of texts) {
    const [text = '', ...lines] = block.split('\n').map((line) => line.slice(3));
    const gold = new Set(
      lines.map((line) => {
        const [from, type = '', to] = line.split(' | ');
        return keyOf([writtenOf(from), type, writtenOf(to)]);
      }),
    );
    const read = await relationsIn(text);
    right += read.filter((one) => gold.has(keyOf(one))).length;
    found += read.length;
    wanted += gold.size;
    none += Number(gold.size === 0);
    leftEmpty += Number(gold.size === 0 && read.length === 0);
  }
  return { texts: texts.length, precision: right / found, recall: right / wanted, empty: leftEmpty / none };
}

describe('relations in texts that somebody labelled who saw no rules', () => {
  test.each([
    ['relations-read.txt', 'that rules were made by', { precision: 0.95, recall: 0.85, empty: 0.95 }],
    ['relations-unread.txt', 'that were only scored', { precision: 0.85, recall: 0.8, empty: 0.85 }],
  ])('%s: texts %s', async (file, what, least) => {
    const { texts, precision, recall, empty } = await score(file);
    const figures = [precision, recall, empty].map((figure) => figure.toFixed(3));
    console.info(`relations: precision ${figures[0]}, recall ${figures[1]}, rightly none ${figures[2]}, ${what}`);
    expect(texts).toBe(70);
    expect(precision).toBeGreaterThanOrEqual(least.precision);
    expect(recall).toBeGreaterThanOrEqual(least.recall);
    expect(empty).toBeGreaterThanOrEqual(least.empty);
  });
});

const written = (relations: readonly string[][]): string[] => relations.map((one) => one.join(' | '));

test.each([
  'Did Anna work at Siemens?',
  'Did Bruno live in Rome',
  'Have you ever been to Rome with Tom?',
  'I wonder whether Paul knows Lisa.',
  'If Tom moves to Rome, Anna will follow.',
  'Unless Anna leaves Bosch, we stay in Linz.',
  'I wish Tom lived in Vienna.',
  'Anna hopes to work at Google one day.',
  'Tom was supposed to meet Anna in Rome.',
  'Anna is thinking of moving to Lyon.',
  'Anna might move to Lyon.',
  'I should call Tom.',
  'Remind me to call Anna in Rome.',
  'Tom plans a trip to Rome.',
  'Last night I dreamed Anna bought a castle in Scotland.',
  'Nobody in Berlin knows Anna.',
  'Neither Tom nor Anna lives in Rome.',
  'Lisa neither likes Tom nor trusts Ben.',
  'Tom stopped working at Siemens.',
  "I don't think Tom lives in Rome.",
  'Tom pretended to know Anna.',
  'The talks with Siemens are over, says Anna.',
  'He said "I live in Rome" yesterday.',
  "Tom's wife is from Chile.",
  'When Tom moves to Rome, we will visit Anna.',
  'They say Tom lives in Rome.',
  'I have no idea where Tom lives in Rome.',
  'Everyone but Tom likes Anna.',
  'Tom denies knowing Anna.',
  'There is no Tom at Bosch.',
  'Had Tom lived in Rome, he would have met Anna.',
  'We went to see an LGBTQ centre.',
])('what is asked, supposed, wished, denied or said of others is no relation: %s', async (content) => {
  expect(await relationsIn(content)).toEqual([]);
});

test.each([
  ['Emma was hired by Google in 2020.', ['google | hire | emma']],
  ['Tom got promoted by Anna.', ['anna | promote | tom']],
  ['I was taught by Professor Klein.', ['klein | teach | speaker me']],
  ['Frieda was born in Danzig.', ['frieda | be born in | danzig']],
  ['Ewa is engaged to Marc.', ['ewa | be engaged to | marc']],
  ['Clara was bitten by Rex.', ['rex | bite | clara']],
])('what is done by somebody is their deed: %s', async (content, relations) => {
  expect(written(await relationsIn(content))).toEqual(relations);
});

test.each([
  ['Tom, Anna and Lisa went to Prague.', ['tom | go to | prague', 'anna | go to | prague', 'lisa | go to | prague']],
  ['Lisa divorced Tom and married Ben.', ['lisa | divorce | tom', 'lisa | marry | ben']],
  ['I live with Tom and Anna.', ['speaker me | live with | tom', 'speaker me | live with | anna']],
  ['Anna gave Tom a Nintendo.', ['anna | give | tom', 'anna | give | nintendo']],
  ['I had lunch with Tom in Rome.', ['speaker me | have lunch with | tom', 'speaker me | have lunch in | rome']],
  ['Lena and Tom broke up.', ['lena | break up | tom']],
  ['Bruno, Carla and I know Tom.', ['bruno | know | tom', 'carla | know | tom', 'speaker me | know | tom']],
  ['We stayed near Rossio Square.', ['speaker me | stay near | rossio square']],
  ['Alex has a Tesla.', ['alex | have | tesla']],
  ['Tom fell in love with Anna.', ['tom | fall in love with | anna']],
  ['I met Anna and Tom moved to Rome.', ['speaker me | meet | anna', 'tom | move to | rome']],
  ['Bettina works for Maersk in Oslo.', ['bettina | work for | maersk', 'bettina | work in | oslo']],
])('rows of people, deeds and places: %s', async (content, relations) => {
  expect(written(await relationsIn(content))).toEqual(relations);
});

test.each([
  ['Roberta, who used to live in Turin, now lives in Bari.', ['roberta | live in | turin', 'roberta | live in | bari']],
  ['Marta, whom I admire, moved here from Poland.', ['speaker me | admire | marta', 'marta | move from | poland']],
  ['Tom said he works at Bosch.', ['tom | work at | bosch']],
  ['My friend from Rome, Luca, plays for Lazio.', ['speaker me | friend | luca', 'luca | play for | lazio']],
  ['Everybody at Siemens and my wife know Anna.', []],
])('who does it, behind an aside: %s', async (content, relations) => {
  expect(written(await relationsIn(content))).toEqual(relations);
});

test.each([
  ['Max, my dentist, is from Trieste.', ['speaker me | dentist | max', 'max | be from | trieste']],
  ['Leonard’s ex-wife Anna called.', ['leonard | ex-wife | anna']],
  ['My accountant, a Mr Pemberton, retired.', ['speaker me | accountant | pemberton']],
  ['My parents, Gudrun and Horst, called.', ['speaker me | parent | gudrun', 'speaker me | parent | horst']],
  ['Tom lives with his wife, Pernille.', ['tom | wife | pernille', 'tom | live with | pernille']],
  ["Quentin is Adele's stepbrother.", ['adele | stepbrother | quentin']],
  ['Marta, the mother of Jasper, called.', ['jasper | mother | marta']],
  ['Annika has a horse, Domino.', ['annika | horse | domino']],
  ['Anna and Tom are siblings.', ['anna | sibling | tom']],
  ['Tom and I are colleagues.', ['speaker me | colleague | tom']],
  ['Grandma Edeltraud raised me.', ['speaker me | grandma | edeltraud', 'edeltraud | raise | speaker me']],
  ['Tom has been friends with Anna since school.', ['tom | friend | anna']],
  ["Tom's manager at Bosch is Anna.", ['tom | manager | anna']],
  ['Rosalind, whose husband Basil is a judge, called.', ['rosalind | husband | basil']],
  ['A friend of mine, Anna, called.', ['speaker me | friend | anna']],
  ['I bought a bike from a guy called Vikram.', ['speaker me | buy from | vikram']],
  ["My sister's friend Tom called.", []],
  ['Is Tom my boss?', []],
])('what people are to each other: %s', async (content, relations) => {
  expect(written(await relationsIn(content))).toEqual(relations);
});
