const start = String.raw`[+(0]|(?:1[-. ])?[2-9]\d\d[-. ]?\d{3}[-. ]?\d{4}(?!\d)|\d{3}-\d{4}(?!\d)`;
const noPartOf = String.raw`(?!0\.|\(?\d{1,4}[./-]\d\d?[./-]\d{1,4}(?![./-]?\d))`;

/** "0171 555-0199", "+49 (0)171/5550199", "(212) 555-0199", "01.42.68.53.00"; not decimals or dates. */
const number = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|[\p{L}\p{N}][.,:/_-])(?=${start})${noPartOf}[+(\d][\d() ./-]{5,24}\d(?![\p{L}\p{N}]|[.,:/_-][\p{L}\p{N}])`,
  'gu',
);

/** Short enough for the numbers of a town, and long enough that different telephones hardly ever share it. */
const ending = 7;
const mostDigits = 15;

/** Appends to each telephone number its last digits, which do not depend on country codes or separators. */
export const withTelephoneEndings = (text: string): string =>
  text.replace(number, (given) => {
    const digits = given.replace(/\D/g, '');
    return digits.length < ending || digits.length > mostDigits ? given : `${given} ${digits.slice(-ending)}`;
  });
