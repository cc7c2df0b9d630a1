/** A flag of a part of a country, such as Wales: the only thing that characters for tags are seen in. Otherwise they are an alphabet that nobody sees. */
const tags = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{3,6}\u{E007F})|[\u{E0000}-\u{E007F}]+/gu;
/** Selectors choose how the one sign before them looks. Behind another one they are not seen, and may be any bytes. */
const selectors = /(\p{VS})\p{VS}+/gu;

/** Text without what people cannot see and a model reads: whole instructions can be written so. */
export const withoutUnseen = (text: string): string => text.replace(tags, '$1').replace(selectors, '$1');

/** What was recalled cannot begin a line of its own, and so look like a part of a prompt. */
export const inOneLine = (text: string): string =>
  withoutUnseen(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The name of a speaker, in which nothing looks like the end of it and the beginning of what was said. */
export const nameInLine = (speaker: string): string => inOneLine(speaker).replaceAll(/:(?=\s|$)|：/gu, '∶');
