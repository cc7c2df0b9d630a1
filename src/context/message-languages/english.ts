import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const english: MessageLanguage = {
  small: `the a an i you he she it we they me my our your his her their this that these those is are am was were be been do does did have has had
    can could should would will what who whom whose when where which why how of in on at to from for with about by and or but if not no so up
    there any all`,
  greeting: `
    hello|hiya|heya|hi+|hey+|hullo|g'?day|gm|wassup|howdy|yo|greetings|salutations|good (?:morning|afternoon|evening|day|night|to see you)
    morning|afternoon|evening|what'?s up|what's new|sup|welcome back|welcome|long time no see|happy new year
    (?:nice|good|great) to (?:meet|see|hear from) you|how(?: are|'re) (?:you|things)(?: doing| going)?|how have you been
    how'?s (?:it going|everything|life|things|your (?:day|week))`,
  greetingByName: 'hi|hiya|hello|hey',
  hesitations: hesitations.en,
  before: 'so|well|okay|ok|right|alright|all right|now|anyway|anyhow|like|please|hey there|and|yeah',
  idle: String.raw`
    again|there|everyone|all|friend|assistant|buddy|mate|dear|my|old|and|so|well|okay|ok|please|then|today|too|the usual|to you|you
    it(?:'s| is) (?:me|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|i(?:'m| am) (?:back|here|home)
    back from \p{L}+(?: \p{L}+)?|from (?:my )?(?:vacation|holidays?|work|leave)|after (?:the|my) \p{L}+|back
    are you (?:there|ready|awake|around)|ready when you are|any(?:one|body) (?:there|home)|can you help me|can you help
    i(?: would|'d) like to (?:talk|chat)(?: (?:to|with) you)?|let's (?:talk|chat)|i need (?:some )?help`,
  smallTalk: String.raw`
    how was your \p{L}+|can you hear me|sorry|apologies|excuse me|sle(?:pt|ep) (?:like|well|badly|terribly|great|ok|so|better|in)
    (?:so|still|too|really|pretty) (?:tired|sleepy|hungry|exhausted|cold|hot|early|late|busy)
    exhausted|knackered|(?:finally|thank god it's) (?:friday|weekend|home|done|off work)|off work|tgif
    (?:long|what a|crazy|rough|busy|lovely|beautiful) (?:day|week|night|morning|weekend)
    (?:coffee|tea|lunch|dinner|breakfast|break|shower)(?:'s| is)? (?:break|done|over|ready|made|in hand|first)
    (?:got|grabbed|had|made) (?:my |a |some )?(?:coffee|tea|lunch|dinner|break)
    (?:had|have) to (?:run|go|leave|dash|take a call|step away)|(?:phone|doorbell|door|mum|mom|boss) (?:rang|called)|back (?:at|from|in)
    got (?:interrupted|disconnected|cut off|distracted|pulled away)|(?:rainy|sunny|awful|nice|gorgeous) (?:out|weather|day|morning)
    miss(?:ed)? (?:me|you)`,
  begins: `
    (?:(?:so|ok|okay|well) )?(?:let's|let us|can we|shall we|could we|we're|we are|i want to|i'd like to) (?:start|begin|starting|beginning|continue|resume|go on|carry on|pick up|get started|kick off)(?: (?:over|fresh|anew|again|now|today|a (?:new|fresh) (?:chat|conversation|session|start)|a conversation|chatting|talking|from scratch))*
    start(?: (?:over|fresh|anew|a new (?:chat|conversation|session)))?|begin|new (?:chat|conversation|session|start)
    introduce yourself|i'm back|i am back|back again|it's me|ready|continue|go on
    (?:(?:can|could|please|you) )*refresh my memory(?: (?:on|of|about) (?:our|the) (?:last|previous) \\p{L}+)?`,
  aboutUs: `
    ^(?:who|what) am i(?: (?:and|to you).*)?$
    ^(?:(?:please|can|could|would|will|you|so|now|to) )*(?:bring|get|catch|fill) (?:me|us) (?:back )?(?:up|in)(?: (?:to|on) (?:date|speed|everything|things|where .+|what's .+))?(?: (?:again|quickly))?$
    ^(?:what's|what is) (?:new(?: with (?:me|us))?|up|going on|on (?:my|our|the) (?:plate|agenda|list)(?: today)?)$
    ^(?:is there )?anything (?:i should|new|important)(?: to)?(?: know)?(?: before we (?:start|begin))?$`,
  talk: `i m ve d ll s t re me myself we us our ours you your yourself it that this there here who what where how is are am was were be been
    being do does did doing done have has had having can could shall should will would might let lets get got gotten getting know knew known
    remember recall recognise recognize forget forgot forgotten learn learned learnt noticed stored saved memory memories mind think believe
    say said tell told telling talk talked talking talks speak spoke spoken speaking chat chatted chatting chats discuss discussed
    discussing discussion conversation conversations session sessions exchange thread topic topics subject thing things stuff anything
    something nothing all lot much any some of so far still already yet ever again back now today yesterday last previous prior earlier
    before time ago while week weeks month months day days ages long another new fresh start started starting begin beginning end ended stop
    stopped leave left off finish finished continue continuing resume carry carrying on pick picking up working worked person people kind
    sort about as from with to for at in the a an and or but if not no yes thanks thank ok okay well right then just only even really quick
    quickly test check checking ready hope hoping good nice great lovely glad see seeing hear hearing anybody anyone home afternoon morning
    evening assistant friend writing short exactly between give brief update overview catch fill bring date speed remind refresh dear recap
    summarise summarize summary file profile describe story covered since once more picture impression idea facts details note notes
    gathered collected familiar introduce returned met first wondering wonder curious question call called name named sit everything goes go
    going look middle sorry miss missed saying ahead`,
  lastTime: `
    (?:know|knew|remember|recall|recogni[sz]e|forgot|forgotten|familiar with) (?:anything )?(?:me|us|who i am|who this is|who's (?:writing|talking|this|here))
    (?:know|knew|remember|recall|forgot|forgotten|learned|learnt|noticed|stored|saved|memory|memories|think|believe|tell|say) .*(?:about|of|on) (?:me|myself|us)
    (?:got|have|facts|details|notes?|file|profile|picture|impression|idea|story|gathered|collected|familiar|everything|anything|describe|summari[sz]e) .*(?:me|myself|us)$
    (?:kind|sort) of person .*i am|what am i|(?:who|what) i am(?: (?:and|to you).*)?$|^describe me|where (?:was|were) (?:i|we)$
    ^(?!.*(?:week|month|day|year)).*(?:recap|summary|summari[sz]e|remind|refresh) .*(?:we|our)
    (?:last|previous|prior|earlier|yesterday's) .*(?:time|session|chat|conversation|talk|discussion|exchange|thread|topic|thing)
    (?:where|what|how far|remember|recall|know) .*we .*(?:stop|stopped|leave|left off|end|ended|finish|finished|get to|got to|gotten to|got|doing|been|working on|talking about|in the middle|up to)
    what (?:was|were) (?:i|you|we) (?:saying|telling)`,
  goesOn: `
    (?:continue|resume|carry on|pick up|back to it|go on)
    (?:nice|good|great|lovely|glad) to .*you|been (?:a (?:long )?(?:while|time)|weeks|months|ages|days)
    hope you|ready for|^(?:are )?you (?:still )?there|me again|i(?: have|'ve| am|'m) (?:back|returned)|^(?:just )?checking in
    (?:anybody|anyone) (?:home|there)|^i(?:'m| am) here$|miss(?:ed)? me|go ahead`,
  question: `
    what|who|whom|whose|when|where|which|how|why`,
  and: `
    and|or|but`,
  signs: {
    causes: `
      why|how come|reasons?|reasoning|causes?d?|what (?:led|leads) (?:up )?to|rationale|what made
      consequences?|impacts?|affect(?:s|ed|ing)?|effects?|influenced?s?|implications?|repercussions?|what if
      what would (?:happen|have|change)|depends? on`,
    compares: String.raw`
      (?:how|who|what|which) .*compares?(?! (?:it|him|her|them|their|his))|comparing|comparison|versus|vs\.?
      differences?|differ(?:s|ed)?|different (?:from|than|to)|similar(?:ities|ity)?|in common|pros and cons
      (?:dis)?advantages?|trade-?offs?|contradict\w*|agree[ds]? on|disagree\w*|than|rather than|compared (?:to|with)
      against each other|relative to
      (?:which|what|whether|is|was|are|were|works?) .*(?:better|worse)|should (?:i|we|he|she|they) .+ or .+
      either .+ or|the most`,
    digests: String.raw`
      summar(?:y|ies|i[sz]e[ds]?|i[sz]ing)|recap|overview|time ?line|chronolog\w+|history of|the (?:whole )?story of
      reports?|analysis|assessment|walk me through|break ?down|go over|sum up|lessons?|key (?:points|takeaways|facts)
      in (?:what|which) (?:order|ways?)|state of|explain how|explain why`,
    tasks: String.raw`
      (?:i (?:need|want)|i(?:'d| would) like|show me|give me) (?:all|every\w*|(?:a|the) (?:\w+ )?(?:list|summary|overview|table|breakdown))
      (?:^|please |you |me |and |to )(?:outline|analy[sz]e|evaluate|assess|explain|describe|trace|elaborate|discuss|synthesi[sz]e|reconstruct|compare|contrast|rank|weigh|list|plan|prepare|draft|recommend|suggest|advise|tell me (?:all )?about (?:my|our|the|how|his|her|their))`,
    everything: String.raw`
      everything|everyone|everybody|all (?:of )?(?:the|my|our|his|her|their|your|that|those|things|about)|every|each
      list (?:of )?(?:all|the|my|our|every)|what (?:are|were) (?:all|the|my|our) (?:\w+ )?\w+s(?= )|anything .* about
      all`,
    developments: String.raw`
      chang(?:e[ds]?|ing) (?:over|in|between|from|since)|(?:how|what) (?:has|have|had|did) .*chang\w+
      how .* develop(?:s|ed)?|developments?|evol(?:ve[ds]?|ving|ution)|(?:what|how) .*progress(?:ed|ion)?|trends?
      patterns?|themes?|grow(?:n|th|ing)? (?:from|over|since)|gr[eo]w from|how often .+ and|g[eo]t better
      relat(?:e|ed|es)(?! to me)|relation(?:ship)?s? (?:between|with|to)|connect(?:ion|ed|ions)|turn(?:ed)? out`,
    spans: String.raw`
      between .+ and .+|from .+ (?:to|until|till|through) .+|(?<!^)since|^since (?:when|last|then|\d)|so far|up to now|until (?:now|today)
      over (?:time|the (?:years|months|weeks|course))|throughout|(?:this|past) (?:year|quarter|month|season)
      before and after|lately
      (?:over|in|during|within|for|across|throughout) the (?:last|past|next|previous|coming|whole|entire)
      (?:last|past|next|previous) (?:two|three|four|five|six|seven|eight|nine|ten|few|several|couple of|\d+) (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)
      recent (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)`,
    advice: String.raw`
      (?:would|could|can|should) you (?:recommend|suggest|advise)
      (?:some|your|me|any) (?:advice|suggestions?|recommendations?)|based on
      considering (?:what|that|my|our|his|her|their|how)|taking into account|take into account
      given (?:what|that|my|our|how|his|her|the)|looking at what
      help me (?:to )?(?:write|understand|decide|plan|choose|prepare|think|figure|draft|make|compare|find out|reflect)
      put (?:\w+ )*together|put .* into|come up with|draft|(?:write|compose) (?:a|an|me|my|up)
      how (?:can|could|should|might) (?:i|we) (?!reset|turn|open|call|spell|reach|use)
      what (?:would|might|could) .+ (?:say|think|want|like|suggest)|strateg(?:y|ies)|brainstorm|ideas|suits?|get along
      opinions?|what do .+ think`,
  },
  parts: `
    both|together|respectively|as well as|and (?:what|who|when|where|which|how|whether|did|was|is|if)|also|except
    but not|otherwise|situation|relationship|happened (?:with|after|before|when|at)|who (?:among|of)|which of
    avoiding|without`,
  back: {
    always: String.raw`
      (?:a|an) (?:\p{L}+er|more \p{L}+|less \p{L}+) one|(?:like|same as) (?:last time|before|the last time|usual)(?= ?[,.?!]|$)
      as (?:before|usual)(?= ?[,.?!]|$)|(?:shorter|longer|simpler|more (?:formal|detailed|detail|details|concise))(?= ?[,.?!]|$)
      in which(?= (?:was|is|did|had))|the same(?: (?:for|with|to|goes)|$|[,.?!])|same (?:for|with|goes)
      (?:after|before|besides|since|until|because of|instead of) (?:that|it|this|then)(?=$|[,.?!])`,
    who: String.raw`
      he|she|they|his|her|their|hers|theirs|himself|herself|themselves|its|the others?(?= (?:is|was|two|for)|$|[,.?!])|neither
      (?:the|that|this|those|these|any|each|every|another|which) (?:\p{L}+ )?ones?
      the (?:first|second|third|last|other|latter|former)(?= (?:for|on|in|at|to|is|was)|$|[,.?!])
      that (?:time|day|week|night|year|place|evening|way)|(?:what|who|where) else (?=did|does|do|was|has|had|is)`,
    what: String.raw`
      him|them|it|then(?= ?[.?!]|$)|there(?! (?:is|are|was|were|will|has|have|might|any)|'s)
      this(?! (?:is|week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|christmas|past|coming)\b)(?= ?[,.?!]|$| (?:for|in|on|at|with|to|before|so|too|again|exactly|happen|cost|from))
      that(?= ?[,.?!]|$| (?:for|in|on|at|with|before|so|too|again|exactly)\b)
      (?<=\b(?:did|does|was|is|has|had|will|would|could|can|but|and|like) )that(?= (?:happen|happened|cost|take|mean|go|come|end|work|been|again|was|is)\b)
      those(?= ?[,.?!]|$| (?:for|in|on|at|with|cost|were|are)\b)|these(?= ?[,.?!]|$| (?:for|in|on|at|with|cost|were|are)\b)|yours|ones`,
    pointing: String.raw`
      that (?!(?:i|we|you|the|my|our|is|are|was|a|an|s)\b)\p{L}+|those (?:\p{L}+)|these \p{L}+
      this (?!week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall|is)\p{L}+`,
    idle: String.raw`
      (?:is|are|was|were|will|isn't|aren't|wasn't|weren't) there|there(?: is| are| was| were| will|'s)|(?:so|now|then) that
      is it (?:true|possible|ok|okay|safe|going to|raining|snowing|worth|better|a|an|my|the|normal|legal|bad|good)(?= )
      it(?:'s| is| was)(?: \p{L}+){1,2} (?:for|to|that|if|when|how)|is it that|quick one|you still have it
      it (?:is|was|rains?|rained|snows?|takes?|took|looks|seems)(?= (?:\p{L}+ )?(?:to|that|like|raining|snowing|cold|hot|late|early))
      what (?:time|day|date) is it|time it is|day it is|how long (?:does|did|will|would) it take(?: \p{L}+){0,4} to|it's been
      does it take(?: \p{L}+){0,4} to|(?:name|names) of (?:that|those|this)
      what (?:is|was|are)(?: \p{L}+)? (?:that|this|it|these|those)(?: \p{L}+)?, .+|find it|make it|made it|out there`,
    noun: String.raw`
      (?:the|a|an|my|our|your|every|each|some|any|another|this|that|these|those|no|all|two|three) \p{L}+
      (?!(?:let|it|that|what|who|where|how|he|she|there|here)'s)\p{L}+'s \p{L}+`,
    asking: 'which|what|whose|how many|how much|what kind of',
    clause: 'and|or|but|who|which|that|when|where|what|why|how|if|because|while|since|before|after|so|whether',
    edits: `
      translate|rephrase|change|delete|remove|cancel|move|fix|send|shorten|increase|reduce|double|undo|rename|postpone|add|swap|replace
      drop`,
    empty: `
      result results outcome answer deadline effect reaction money true truth page pages code lasted last answered reply replied idea
      worth written wrote years days weeks months hours remember recall know tell told say said says talk think show explain remind repeat
      add list give get got go went gone come came happen happened happens make made take took mean means exactly actually really again
      still yet already else more less most much many long often far late early soon big small old new other others another same different
      first second third next previous then now before after later earlier ago back end finally anyway also too only just even ever never
      always sometimes maybe perhaps instead otherwise though however well ok okay yes yeah please thanks right sure wait hm hmm oh ah hey
      so anyone anybody someone somebody something anything nothing everything everyone one ones two three time times day date week month
      year hour minute place thing things way kind sort part reason name names address number price cost costs colour color size age
      detail details version amount total exact full whole both none them their its his hers theirs him us let lets it s m re ve d ll t
      don didn doesn isn wasn weren aren won wouldn couldn like this that those these there here be able need want use try find see look
      keep put set off down over while until since during between as than because myself might may must shall cheaper expensive cheap
      better best worse worst bigger smaller today yesterday tomorrow`,
    own: 'my|our|mine|ours',
    self: 'what does|(?:who|what|where|when|how) (?:is|are|was|were)|i|me|we|us|myself|you',
    fragment: String.raw`
      (?:and|or|but|so|what about|how about|same for)((?: \S+){1,5})`,
  },
};
