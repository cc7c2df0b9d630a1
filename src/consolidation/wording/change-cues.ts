import { getOrInsert } from '../../platform/get-or-insert.ts';
import { matchesOf } from '../../platform/matches-of.ts';
import { oneOf } from '../../platform/word-lists.ts';

/** Not "after the move" or "a change". */
const ofNoun = String.raw`(?<!\b(?:the|an?|our|my|this|that|last|big) )`;

/** Verbs by which something is otherwise, also another amount, place or day; several alternatives of a pattern, as word forms. */
export const altered = `changed|${ofNoun}change|switched|${ofNoun}switch|moved|${ofNoun}move|migrated|ported|replaced|swapped|converted|transferred|shifted|relocated|emigrated
    re(?:licensed|named|written|wrote|scheduled|assigned|placed|numbered|built|located|painted|configured|designed|opened|structured|branded)
    upgraded|downgraded|promoted|demoted|raised|lowered|bumped|cut|increased|decreased|reduced|extended|shortened|doubled|halved|pushed|postponed|delayed
    slipped|brought forward`;

/** How people say what they only think of. */
const wished = `could|would|should|thinking|think|thought|considering|considered|propose|proposed|wants?|hope|hoped|hoping|1 day|someday|whether
    trying|tried|try|evaluating|evaluation|suggested|maybe|perhaps|wish|asked|ask|offered|can you|let us|idea|curiosity|load test|wonder|wondered`;

/**
 * What English texts say beside what has changed, or as if something had, as patterns of word forms. All were written down for
 * the language, not for single texts.
 */
const cues = {
  /** Something is over. */
  ended: `quit|quitting|stopped|stop|dropped|drop|ditched|scrapped|cancelled|canceled|sold|gone|died|dead|retired|resigned|closed|close|ended|expired
    (?:gave|given|giving|give) (?:[^ ]+ ){0,3}(?:up|away|back|notice)|(?:swore|sworn|weaned) (?:[^ ]+ ){0,2}off|left(?! (?:hand|side|early|over|for))
    passed away|over(?= for\\b|$)|past over|laps(?:e|ed)|(?:ran|run|running) out|all out of|shelved|axed|binned|chucked|dumped|junked|killed|suspended
    removed|deleted|uninstalled|disabled|deactivated|disconnected|revoked|archived|abandoned|decommissioned|deprecated|obsolete|defunct|bankrupt|superseded
    retire|unsubscribed|withdrew|withdrawn|wiped|outgrew|outgrown|kicked|lost|stolen|reverted|rolled back|evicted|demolished|dissolved|disbanded|terminated
    (?:ripped|threw|thrown|throw|tore|torn|taken|took|take|pulled|cut|phased|opted|dropped|moved|moving|checked|backed|fallen|fell) (?:[^ ]+ ){0,3}(?:out|away|down|off)
    (?:shut|wound|stepped|put|taken|torn|burnt|burned|broken|broke) (?:[^ ]+ ){0,2}down|got rid of|broke (?:up|off)|broken (?:up|off)|split up|divorced?|parted way
    (?:migrated|moved|came|come|worn|wore|named|laid|wrote|written|sent) off|moved (?:on|over)|gone over|let (?:[^ ]+ ){0,4}go|fired|redundant
    hand(?:ed)? (?:[^ ]+ ){0,6}(?:back|over|in)|behind (?:me|us|him|her|them)|(?:done|through|finished) with|once and for all
    no longer|no more|any ?more|any longer|for good|never again|packed (?:[^ ]+ )?in|fell (?:apart|through)|traded in|swapped|lifted|chopped`,
  /** Something is otherwise by now. */
  replaced: `${altered}
    elected|appointed|hired|(?:took|taken|take) over|set (?:[^ ]+ ){0,5}to|from [^,]{1,30} to|instead|rather than|in place of
    in [^ ]+ place|(?:turned|switched) (?:[^ ]+ ){0,3}(?:on|off)|enabled|total|became|become|settled|(?:up|down) (?:from|to)|turned into
    (?:gone|went|put) (?:[^ ]+ ){0,2}(?:up|down|back)|now|nowaday|these day|as of|since(?! (?:we|you|i|then|last))|starting|until|new`,
  /** Something that was awaited, missing or planned is there, or a trouble has gone. */
  completed: `approved|merged|landed|arrived|fixed|repaired|mended|patched|restored|solved|resolved|healed|cured|recovered|discharged|released|cleared
    (?:came|come) (?:back|through|in|with|off|home)|is (?:back|home|here|there|up)|back (?:up|on|from|in|to)|picked (?:[^ ]+ ){0,3}up|collected|found|passed|graduated|born
    delivered|booked|paid|signed|connected|launched|shipped|published|submitted|issued|completed|done|finished|finish|finally|at last|adopted|bought|learned
    learnt|again|started|won|installed|sorted|accepted|rejected|declined|granted|received|renewed|resumed|successful|success|gave birth|turned up|showed up
    (?:gone|went|got) (?:through|live)|rolled out|up and running|unblocked|unlocked|reopened|confirmed|wrapped up|married|made up`,
  /** It is meant to stay so. */
  lasting: `now|any ?more|any longer|no longer|for good|as of|since(?! (?:we|you|i|then|last))|these day|nowaday|(?:here|now|then) on|going forward|completely
    entirely|altogether|finally|at last|permanently|permanent|officially|once and for all|never again|instead|rather than|until further
    from (?:today|this|next|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)`,
  /** It is not so, or not yet. */
  unreal: `${wished}
    if|when i|(?<!\\d )might(?! \\d)|plan|planned|planning|going to|will(?! not)|promise|promised|quote|appointment|dreamt|dreamed|joked|joke|joking
    estimate|almost|nearly|unless|option|about to|need to`,
  /** It is only thought of. */
  wished,
  /** It is so for a while. */
  passing: `for (?:the|a|an|\\d+) (?:[^ ]+ ){0,2}(?:hour|day|week|weekend|month|night|minute|while|time)|for (?:once|now|this)|just (?:this|for)|only (?:this|for)
    this (?:time|1)|briefly|temporary|temporarily|paused?|except|exception|stood in|standing in|in between|all week|tonight|meanwhile|skipped`,
  /** It was so at another time. */
  past: `before|used to|once|ago|back in|in (?:19|20)\\d\\d|when (?:i|we|he|she|they) (?:past|were|lived)|former|formerly|previous|previously|originally|earlier|back then
    last (?:spring|summer|autumn|fall|winter|year)`,
  /** It is so besides. */
  besides: `also|too|second|another|as well|additional|additionally|besides|nth 2|1 of|alongside|extra|both|half|part of|part way|week \\d+`,
  /** It is as it was. */
  unchanged: `not (?:touched|changed|affected)|nothing (?:change|changed)|keep|kept|stay|stayed|still|remain|remained|same|unchanged|as (?:it|they) (?:is|are)|put back|own`,
} as const;

/** Kinds of what a text says beside what changed. */
export type Cue = keyof typeof cues;

const patterns = new Map<Cue, RegExp>();
const patternOf = (cue: Cue): RegExp =>
  getOrInsert(patterns, cue, () => new RegExp(`(?<![^ ])${oneOf(cues[cue])}(?![^ ])`, 'gu'));

/** Where each kind of cue stands in a text: the numbers of words before it. Each kind is looked for when it is first asked for. */
export class CuesOf {
  readonly #text: string;
  readonly #places = new Map<Cue, readonly number[]>();

  constructor(forms: string) {
    this.#text = forms;
  }

  places(cue: Cue): readonly number[] {
    return getOrInsert(this.#places, cue, () =>
      matchesOf(this.#text, patternOf(cue)).map(({ index }) => wordsIn(this.#text, index)),
    );
  }

  has(cue: Cue): boolean {
    return this.places(cue).length > 0;
  }
}

/** Number of words before a place. */
function wordsIn(text: string, end: number): number {
  let words = 0;
  for (let at = text.indexOf(' '); at >= 0 && at < end; at = text.indexOf(' ', at + 1)) words += 1;
  return words;
}
