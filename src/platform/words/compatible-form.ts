/** Texts in letters of other forms become up to four times as long, but hardly any text has many of those; short ones may grow more. */
const [mostGrowth, mayBeAdded] = [2, 100];

/**
 * Returns a text in Unicode's compatible form (NFKC): "ﬁ" becomes "fi". One that becomes much longer stays as it is: the ligature of a blessing
 * (U+FDFA) becomes 18 characters, and 32,000 of them would be 576,000 to read.
 */
export function compatibleForm(text: string): string {
  const form = text.normalize('NFKC');
  return form.length > mostGrowth * text.length + mayBeAdded ? text : form;
}
