import { expect, test } from 'vitest';
import { whoseIs } from './of-people.ts';

const whose = (question: string, sentence: string, language = 'en') =>
  whoseIs({ question, asker: 'Ada' }, language)(sentence);

test.each([
  ['What is my phone number?', 'My sister Eva got a new phone number: 0699 444444.'],
  ['What is my phone number?', 'The new phone number of my best friend is 0699 444444.'],
  ['Where do I live?', 'Yesterday my older brother moved to Graz.'],
  ['Where do I work?', 'Our son Max started a new job at Bosch.'],
  ['When is my birthday?', "My wife's birthday is on 9 June."],
  ['How old am I?', 'My cat is nine years old.'],
  ['Am I allergic to anything?', 'My mother-in-law is allergic to nuts.'],
])('%s is not answered by a relative’s thing: %s', (question, sentence) => {
  expect(whose(question, sentence)).toBe('relative');
});

test.each([
  ['What is my phone number?', 'Eva has a new phone number: 0699 444444.'],
  ['What is my phone number?', "Tom Weber's phone number is 0699 444444."],
  ['Where do I live?', 'Tom lives in Linz now.'],
])('%s is answered before by whatever is not of somebody named: %s', (question, sentence) => {
  expect(whose(question, sentence)).toBe('named');
});

test.each([
  ['Where is my passport?', 'My sister put my passport into the safe.'],
  ['Where is my passport?', 'My husband put it into the safe.'],
  ['When is my appointment with the dentist?', 'Dr. Weber moved the appointment to Friday.'],
  ['Who gave me my watch?', 'My sister Eva gave me the watch.'],
  ['Where do I live?', 'My husband and I moved to Graz.'],
  ['Where do I live?', 'I moved to Vienna, and my sister lives in Graz.'],
  ['What am I doing on Saturday?', 'My parents come on Saturday.'],
  ['What class is my son in?', 'My son Max is in class 3b.'],
  ['Where does my sister live?', 'My sister Eva lives in Graz.'],
  ['What is the phone number of my wife?', 'My wife Eva got a new phone number: 0699 444444.'],
  ['Where does my buddy live?', 'My mate Tom lives in Graz.'],
  ['Where does she live now, and where do I?', 'My sister Eva lives in Graz.'],
  ['What is my phone number?', 'Phone number: 0660 123456.'],
  ['What is my phone number?', "Ada's phone number is 0660 123456."],
  ['Who lives near my flat?', 'My sister lives near it.'],
  ['Tell me who lives in Graz.', 'My sister lives in Graz.'],
])('whether an answer to %s is of somebody else is not known: %s', (question, sentence) => {
  expect(whose(question, sentence)).toBe(null);
});

test.each([
  ['de', 'Wie ist meine Telefonnummer?', 'Meine Schwester Eva hat eine neue Telefonnummer: 0699 444444.', 'relative'],
  ['de', 'Wie ist meine Telefonnummer?', 'Die neue Telefonnummer meiner Schwester ist 0699 444444.', 'relative'],
  ['de', 'Wo ist mein Schlüssel?', 'Meine Schwester hat den Schlüssel in die Schublade gelegt.', null],
  ['de', 'Wo wohne ich?', 'Mein Bruder und ich wohnen in Graz.', null],
  ['es', '¿Cuál es mi número?', 'Mi hermana Eva tiene un número nuevo: 0699 444444.', 'relative'],
  ['fr', 'Quel est mon numéro ?', 'Ma sœur Eva a un nouveau numéro : 0699 444444.', 'relative'],
  ['nl', 'Wat is mijn telefoonnummer?', 'Mijn zus Eva heeft een nieuw telefoonnummer: 0699 444444.', 'relative'],
  ['nl', 'Wat is mijn telefoonnummer?', 'Mijn telefoonnummer is 0660 123456.', null],
  ['sv', 'Vad är mitt nummer?', 'Min syster har ett nytt nummer.', null],
])('in %s: %s, %s', (language, question, sentence, expected) => {
  expect(whose(question, sentence, language)).toBe(expected);
});
