import type { MessageLanguage } from './message-language.ts';

/** Languages of which only the plainest words are read. */
export const otherLanguages: readonly MessageLanguage[] = [
  {
    small:
      'jag jeg och og är er att det som en ett et på hva vad hvad när når hvor var min mitt mit har med den de i om av för till hur han hon för ikke inte',
    greeting: 'hej|hei',
    signs: { causes: 'varför|hvorfor', compares: 'jämför|sammenlign' },
  },
  {
    small: 'ja ty on ona my i w z na do nie co kto gdzie kiedy jak jest są był była moja mój się czy dla po od',
    greeting: 'cześć|dzień dobry|dobry wieczór',
    signs: { causes: 'dlaczego', compares: 'porównaj' },
  },
  {
    small: 'ben sen o biz siz bir ve bu ne kim nerede zaman nasıl mi mı için ile çok var yok benim ile de da',
    greeting: 'merhaba|selam|günaydın',
    signs: { causes: 'neden|niye', compares: 'karşılaştır' },
  },
  {
    isUnbroken: true,
    small: '이 은 는 가 을 를 에 의 다 요 나 내 고 한 어 지 로 도 와 과 서 해 했',
    greeting: '안녕(?:하세요)?',
    signs: { causes: '왜', compares: '비교', digests: '요약', everything: '모든', spans: '부터' },
  },
  { small: 'मैं हूँ है का की के में से क्या कौन कब', greeting: 'नमस्ते', signs: {} },
  { small: 'أنا هو هي في من على ما متى أين كيف', greeting: 'مرحبا', signs: {} },
];
