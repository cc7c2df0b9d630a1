/** Openings of conversations: greetings, and questions about the two parties or the last time. Each line is an alternative. */
const oneOf = (lines: string): string => `(?:${lines.trim().split(/\n\s*/u).join('|')})`;

const greeting = oneOf(`
  hello|hiya|hi|hey|hullo|howdy|yo|greetings|salutations|good (?:morning|afternoon|evening|day|night|to see you)
  morning|afternoon|evening|what's up|what's new|sup|welcome back|welcome|long time no see|happy new year
  (?:nice|good|great) to (?:meet|see|hear from) you|how(?: are|'re) (?:you|things)(?: doing| going)?|how's (?:it going|everything)
  hallo|servus|moin|grüß (?:dich|gott)|guten (?:morgen|tag|abend)|hola|buen(?:os|as) (?:días|tardes|noches)
  bonjour|bonsoir|salut|coucou|ciao|buongiorno|buonasera|salve|olá|oi|bo[am] (?:dia|tarde|noite)
  goede(?:morgen|middag|navond)|hej|hei|merhaba|cześć|dzień dobry|привет|здравствуйте|добр(?:ый|ое|ой) (?:день|утро|вечер)
  こんにちは|おはよう(?:ございます)?|こんばんは|你好|您好|早上好|안녕하세요|नमस्ते|مرحبا`);

/** Words that may accompany a greeting without saying anything. */
const filler = oneOf(String.raw`
  again|there|everyone|all|friend|assistant|buddy|mate|dear|my|old|and|so|well|okay|ok|please|then|today|too|the usual|to you|you
  it(?:'s| is) (?:me|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|i(?:'m| am) (?:back|here|home)
  back from \p{L}+(?: \p{L}+)?|from (?:my )?(?:vacation|holidays?|work|leave)|after (?:the|my) \p{L}+|back
  are you (?:there|ready|awake|around)|ready when you are|anyone (?:there|home)|can you help me|can you help
  i(?: would|'d) like to (?:talk|chat)(?: (?:to|with) you)?|let's (?:talk|chat)|i need (?:some )?help`);

const beginning = oneOf(`
  (?:(?:so|ok|okay|well) )?(?:let's|let us|can we|shall we|could we|we're|we are|i want to|i'd like to) (?:start|begin|starting|beginning|continue|resume|go on|carry on|pick up|get started|kick off)(?: (?:over|fresh|anew|again|now|today|a (?:new|fresh) (?:chat|conversation|session|start)|a conversation|chatting|talking|from scratch))*
  start(?: (?:over|fresh|anew|a new (?:chat|conversation|session)))?|begin|new (?:chat|conversation|session|start)
  introduce yourself|i'm back|i am back|back again|it's me|ready|continue|go on`);

const aboutUs = oneOf(`
  (?:know|remember|recall|learn(?:ed|t)|(?:have|has|did) (?:i|we) (?:told|tell|share|shared)(?: (?:to )?you)?)(?: so far)? (?:about|of) (?:me|myself|us)(?: so far| already| yet)?$
  (?:i|we) (?:have )?(?:told|tell|shared?)(?: with)? you about (?:me|myself|us|ourselves)(?: so far| already)?$
  ^(?:do you )?(?:still )?(?:remember|recognise|recognize|know) (?:me|who i am|us)$
  (?:who|what) (?:am i|i am)(?: (?:and|to you).*)?$
  (?:where|what|how far) (?:were|was|did|had|have) we (?:working on|leave off|stop(?:ped)?|got|gotten|left off|been|doing|talk(?:ing)? about|discuss(?:ing|ed)?|up to|at)?(?: (?:the )?(?:last|previous) (?:time|session|chat|conversation))?$
  where we (?:left off|stopped|were|ended|finished)$
  (?:bring|get|catch|fill) (?:me|us) (?:back )?(?:up|in)(?: (?:to|on) (?:date|speed|everything|things|where .+|what's .+))?(?: (?:again|quickly))?$
  ^(?:what's|what is) (?:new|up|going on|on (?:my|our|the) (?:plate|agenda|list)(?: today)?)$
  ^(?:is there )?anything (?:i should|new|important)(?: to)?(?: know)?(?: before we (?:start|begin))?$
  ^was (?:weißt|wissen) (?:du|sie) (?:schon |alles )?über mich$|^qué sabes (?:de|sobre) mí$|^que (?:sais-tu|savez-vous) (?:de|sur) moi$
  ^cosa sai di me$|^o que (?:você )?sabes? sobre mim$|^wat weet je (?:over|van) mij$|^что ты знаешь обо мне$
  私について何を知って|你(?:了解|知道)我什么`);

const ends = String.raw`(?:[\s,.!?;:)。！？،؟।~〜–-]+|$)`;
const startsWithGreeting = new RegExp(`^${greeting}${ends}`, 'u');
const startsIdly = new RegExp(`^(?:${greeting}|${filler})${ends}`, 'u');
const isBeginning = new RegExp(`^${beginning}$`, 'u');
const isAboutUs = new RegExp(aboutUs, 'u');

const emojis = /\p{RGI_Emoji}|\p{Extended_Pictographic}/gv;

/** `text` in lower case, with plain apostrophes. */
export function isOpening(text: string): boolean {
  const written = withoutSigns(text);
  const asked = askedIn(written);
  if (asked === '') return startsWithGreeting.test(written);
  return isBeginning.test(asked) || isAboutUs.test(asked);
}

/** Whether a text asks what is known about its writer, or where the last conversation ended. `text` as above. */
export const isAskingAboutUs = (text: string): boolean => isAboutUs.test(askedIn(withoutSigns(text)));

const withoutSigns = (text: string): string => text.replaceAll(/[¡¿]/gu, '').replaceAll(emojis, ' ').trim();

/** Returns the text without a greeting, a "please" and the final punctuation. */
const askedIn = (written: string): string =>
  withoutIdleStart(written)
    .replace(/[,\s]+please(?=[.!?\s]*$)/u, '')
    .replace(/[\s.!?…。？！]+$/u, '');

/** Removed step by step, since one pattern that repeats these would try all of their combinations. */
function withoutIdleStart(text: string): string {
  let rest = text;
  for (;;) {
    const cut = rest.replace(startsIdly, '');
    if (cut === rest) return rest;
    rest = cut;
  }
}
