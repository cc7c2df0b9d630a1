/** Tags that carry no information for search. */
const bareTag = String.raw`\/?(?:[abipqsu]|em|strong|small|code|pre|kbd|su[bp]|[bh]r|h[1-6]|[uod]l|li|d[td]|t[rhd]|table|thead|tbody|div|span|html|head|body|blockquote)\s*\/?>`;

/** What the database takes for the start of a tag, except bare ones. */
const opening = new RegExp(String.raw`<(?=[\p{L}_/])(?!${bareTag})`, 'gu');

/**
 * Breaks up tags, so that the words in them are found: the database drops everything between "<" and the next ">", however far away. "x<y and z>w",
 * `List<User>` and `<div class="hero">` had no words there. Bare HTML tags and comments stay, and are dropped.
 */
export const withoutTags = (text: string): string => text.replace(opening, '< ');
