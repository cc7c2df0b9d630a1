import { oneOf, wordSet } from '../platform/word-lists.ts';

/** Openings of conversations: greetings, and questions about the two parties or the last time. */

const somewhere = (lines: string): RegExp => new RegExp(oneOf(lines), 'u');
const wholly = (lines: string): RegExp => new RegExp(`^${oneOf(lines)}$`, 'u');

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
  are you (?:there|ready|awake|around)|ready when you are|any(?:one|body) (?:there|home)|can you help me|can you help
  i(?: would|'d) like to (?:talk|chat)(?: (?:to|with) you)?|let's (?:talk|chat)|i need (?:some )?help`);

const isBeginning = wholly(`
  (?:(?:so|ok|okay|well) )?(?:let's|let us|can we|shall we|could we|we're|we are|i want to|i'd like to) (?:start|begin|starting|beginning|continue|resume|go on|carry on|pick up|get started|kick off)(?: (?:over|fresh|anew|again|now|today|a (?:new|fresh) (?:chat|conversation|session|start)|a conversation|chatting|talking|from scratch))*
  start(?: (?:over|fresh|anew|a new (?:chat|conversation|session)))?|begin|new (?:chat|conversation|session|start)
  introduce yourself|i'm back|i am back|back again|it's me|ready|continue|go on`);

const isAboutUs = somewhere(`
  (?:who|what) (?:am i|i am)(?: (?:and|to you).*)?$
  (?:bring|get|catch|fill) (?:me|us) (?:back )?(?:up|in)(?: (?:to|on) (?:date|speed|everything|things|where .+|what's .+))?(?: (?:again|quickly))?$
  ^(?:what's|what is) (?:new|up|going on|on (?:my|our|the) (?:plate|agenda|list)(?: today)?)$
  ^(?:is there )?anything (?:i should|new|important)(?: to)?(?: know)?(?: before we (?:start|begin))?$
  ^was (?:weißt|wissen) (?:du|sie) (?:schon |alles )?über mich$|^qué sabes (?:de|sobre) mí$|^que (?:sais-tu|savez-vous) (?:de|sur) moi$
  ^cosa sai di me$|^o que (?:você )?sabes? sobre mim$|^wat weet je (?:over|van) mij$|^что ты знаешь обо мне$
  私について何を知って|你(?:了解|知道)我什么`);

/**
 * Words of which English talk about the talk itself and the two who talk consists: a message with any other word is about something
 * else. "When" and "my" are left out on purpose: "When did we last talk?" and "my last session" ask for something.
 */
const aboutTalking =
  wordSet(`i i'm i've i'd i'll me myself we we've we're we'd us our ours you you're you've your yourself it it's that that's this there here who
  who's what what's where where's how how's is are am was were be been being do does did doing done have has had having can could shall
  should will would might let let's get got gotten getting know knew known remember recall recognise recognize forget forgot forgotten learn
  learned learnt noticed stored saved memory memories mind think believe say said tell told telling talk talked talking talks speak spoke
  spoken speaking chat chatted chatting chats discuss discussed discussing discussion conversation conversations session sessions exchange
  thread topic topics subject thing things stuff anything something nothing all lot much any some of so far still already yet ever again
  back now today yesterday yesterday's last previous prior earlier before time ago while week weeks month months day days ages long another
  new fresh start started starting begin beginning end ended stop stopped leave left off finish finished continue continuing resume carry
  carrying on pick picking up working worked person people kind sort about as from with to for at in the a an and or but if not no yes
  thanks thank ok okay well right then just only even really quick quickly test check checking ready hope hoping good nice great lovely glad
  see seeing hear hearing anybody anyone home afternoon morning evening assistant friend writing exactly between give brief update overview
  catch fill bring date speed remind refresh dear recap summarise summarize summary file profile describe story covered since once more
  picture impression idea facts details note notes gathered collected familiar introduce returned met first wondering wonder curious
  question call called name named sit everything goes go going look`);
/** Enough for a greeting and a question; who writes more has something to say. */
const mostWordsOfTalk = 25;

/** What is known about the writer, or the last time. */
const aboutUsAnyhow = somewhere(`
  (?:know|knew|remember|recall|recogni[sz]e|forgot|forgotten|familiar with) (?:anything )?(?:me|us|who i am|who this is|who's (?:writing|talking|this|here))
  (?:know|knew|remember|recall|forgot|forgotten|learned|learnt|noticed|stored|saved|memory|memories|think|believe|tell|say) .*(?:about|of|on) (?:me|myself|us)
  (?:got|have|facts|details|notes?|file|profile|picture|impression|idea|story|gathered|collected|familiar|everything|anything|describe|summari[sz]e) .*(?:me|myself|us)$
  (?:kind|sort) of person .*i am|what am i|^describe me|where (?:was|were) (?:i|we)$|^(?!.*(?:week|month|day|year)).*(?:recap|summary|summari[sz]e|remind|refresh) .*(?:we|our)
  (?:last|previous|prior|earlier|yesterday's) .*(?:time|session|chat|conversation|talk|discussion|exchange|thread|topic|thing)
  (?:where|what|how far|remember|recall|know) .*we .*(?:stop|stopped|leave|left off|end|ended|finish|finished|get to|got to|gotten to|got|doing|been|working on|talking about)`);
/** Going on, or only being there. */
const talkAnyhow = somewhere(`
  (?:continue|resume|carry on|pick up|back to it|go on)
  (?:nice|good|great|lovely|glad) to .*you|been (?:a (?:long )?(?:while|time)|weeks|months|ages|days)
  hope you|ready for|me again|i(?: have|'ve| am|'m) (?:back|returned)|^(?:just )?checking in|(?:anybody|anyone) home`);

function isAboutTalking(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.length <= mostWordsOfTalk && words.every((word) => aboutTalking.has(word));
}

const ends = String.raw`(?:[\s,.!?;:)。！？،؟।~〜–-]+|$)`;
const hasGreeting = new RegExp(`(?:^|${ends})${greeting}${ends}`, 'u');
const startsIdly = new RegExp(`^(?:${greeting}|${filler})${ends}`, 'u');

const emojis = /\p{RGI_Emoji}|\p{Extended_Pictographic}/gv;

/** `text` in lower case, with plain apostrophes. */
export function isOpening(text: string): boolean {
  const written = withoutSigns(text);
  const asked = askedIn(written);
  if (asked === '') return hasGreeting.test(written) || isBeginning.test(withoutEnd(written));
  return isBeginning.test(asked) || isAsked(asked) || (isAboutTalking(asked) && talkAnyhow.test(asked));
}

/** Whether a text asks what is known about its writer, or where the last conversation ended. `text` as above. */
export const isAskingAboutUs = (text: string): boolean => isAsked(askedIn(withoutSigns(text)));

const isAsked = (asked: string): boolean =>
  isAboutUs.test(asked) || (isAboutTalking(asked) && aboutUsAnyhow.test(asked));

const withoutSigns = (text: string): string => text.replaceAll(/[¡¿]/gu, '').replaceAll(emojis, ' ').trim();

/** Returns the text without a greeting, a "please" and the final punctuation. */
const askedIn = (written: string): string =>
  withoutEnd(withoutIdleStart(written).replace(/[,\s]+please(?=[.!?\s]*$)/u, ''));

const withoutEnd = (text: string): string => text.replace(/[\s.!?…。？！]+$/u, '');

/** Removed step by step, since one pattern that repeats these would try all of their combinations. */
function withoutIdleStart(text: string): string {
  let rest = text;
  for (;;) {
    const cut = rest.replace(startsIdly, '');
    if (cut === rest) return rest;
    rest = cut;
  }
}
