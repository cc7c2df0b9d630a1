/**
 * By language, sounds that people make while they look for words, as the alternatives of a pattern for lower case. They say nothing, and
 * transcripts of speech are full of them. Left out is what is a word of the language: "er" and "um" in German, "este" in Spanish, "ben" in French (Ben).
 */
export const hesitations = {
  en: 'u+m+|u+h+|u+hm+|e+rm+|h+m+|a+h+|o+h+',
  de: 'ä+h*m*|ö+h*m*|e+hm*|h+m+|a+h+|o+h+|tja|na ja|naja',
  es: 'e+h+|e+hm+|m+mm+|a+h+|o+h+|pues',
  fr: 'e+u+h+|h+eu+|hum+|bah|a+h+|o+h+',
  it: 'e+hm*|u+hm*|m+h+|mah|beh|a+h+|o+h+',
  pt: 'hu+m+|e+h+|hã+|a+h+|o+h+|pois',
  nl: 'e+h+m*|u+h+m*|h+m+|a+h+|o+h+|tja|nou ja',
  ru: 'э+м*|х+м+|м+м+|а+х+|о+х+|ну',
} as const satisfies Readonly<Record<string, string>>;
