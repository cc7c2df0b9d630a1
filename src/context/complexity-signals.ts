import { oneOf } from '../platform/word-lists.ts';

/** Words, between word boundaries; `\b` only knows ASCII letters. */
const words = (lines: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${oneOf(lines)}(?![\\p{L}\\p{N}])`, 'u');

/** Signs that one search is not enough for a message, in lower-case text with plain apostrophes. */
const english: readonly RegExp[] = [
  // Causes
  words(`
    why|how come|reasons?|reasoning|causes?d?|what (?:led|leads) (?:up )?to|rationale|what made`),
  // Effects
  words(`
    consequences?|impacts?|affect(?:s|ed|ing)?|effects?|influenced?s?|implications?|repercussions?|what if
    what would (?:happen|have|change)|depends? on`),
  // Comparisons
  words(String.raw`
    (?:how|who|what|which) .*compares?(?! (?:it|him|her|them|their|his))|comparing|comparison|versus|vs\.?
    differences?|differ(?:s|ed)?|different (?:from|than|to)|similar(?:ities|ity)?|in common|pros and cons
    (?:dis)?advantages?|trade-?offs?|contradict\w*|agree[ds]? on|disagree\w*|than|rather than|compared (?:to|with)
    against each other|relative to`),
  // Choices
  words(`
    (?:which|what|whether|is|was|are|were|works?) .*(?:better|worse)|should (?:i|we|he|she|they) .+ or .+
    either .+ or|the most`),
  // Digests
  words(String.raw`
    summar(?:y|ies|i[sz]e[ds]?|i[sz]ing)|recap|overview|time ?line|chronolog\w+|history of|the (?:whole )?story of
    reports?|analysis|assessment|walk me through|break ?down|go over|sum up|lessons?|key (?:points|takeaways|facts)
    in (?:what|which) (?:order|ways?)|state of|explain how|explain why`),
  // Tasks
  words(`
    (?:^|please |you |me |and |to )(?:outline|analy[sz]e|evaluate|assess|explain|describe|trace|elaborate|discuss|synthesi[sz]e|reconstruct|compare|contrast|rank|weigh|list|plan|prepare|draft|recommend|suggest|advise|tell me (?:all )?about (?:my|our|the|how|his|her|their))`),
  // Everything
  words(String.raw`
    everything|everyone|everybody|all (?:of )?(?:the|my|our|his|her|their|your|that|those|things|about)|every|each
    list (?:of )?(?:all|the|my|our|every)|what (?:are|were) (?:all|the|my|our) (?:\w+ )?\w+s(?= )|anything .* about
    all`),
  // Developments
  words(String.raw`
    chang(?:e[ds]?|ing) (?:over|in|between|from|since)|(?:how|what) (?:has|have|had|did) .*chang\w+
    how .* develop(?:s|ed)?|developments?|evol(?:ve[ds]?|ving|ution)|(?:what|how) .*progress(?:ed|ion)?|trends?
    patterns?|themes?|grow(?:n|th|ing)? (?:from|over|since)|gr[eo]w from|how often .+ and|g[eo]t better
    relat(?:e|ed|es)(?! to me)|relation(?:ship)?s? (?:between|with|to)|connect(?:ion|ed|ions)|turn(?:ed)? out`),
  // Spans of time
  words(String.raw`
    between .+ and .+|from .+ (?:to|until|till|through) .+|since|so far|up to now|until (?:now|today)
    over (?:time|the (?:years|months|weeks|course))|throughout|(?:this|past) (?:year|quarter|month|season)
    before and after|lately
    (?:over|in|during|within|for|across|throughout) the (?:last|past|next|previous|coming|whole|entire)
    (?:last|past|next|previous) (?:two|three|four|five|six|seven|eight|nine|ten|few|several|couple of|\d+) (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)
    recent (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)`),
  // Advice
  words(String.raw`
    (?:would|could|can|should) you (?:recommend|suggest|advise)
    (?:some|your|me|any) (?:advice|suggestions?|recommendations?)|based on
    considering (?:what|that|my|our|his|her|their|how)|taking into account|take into account
    given (?:what|that|my|our|how|his|her|the)|looking at what
    help me (?:to )?(?:write|understand|decide|plan|choose|prepare|think|figure|draft|make|compare|find out|reflect)
    put (?:\w+ )*together|put .* into|come up with|draft|(?:write|compose) (?:a|an|me|my|up)
    how (?:can|could|should|might) (?:i|we) (?!reset|turn|open|call|spell|reach|use)
    what (?:would|might|could) .+ (?:say|think|want|like|suggest)|strateg(?:y|ies)|brainstorm|ideas|suits?|get along
    opinions?|what do .+ think`),
];

/** For other languages, only the most obvious words. */
const others: readonly RegExp[] = [
  // Causes
  words(`
    warum|wieso|weshalb|pourquoi|por ?qué|perché|por ?que|porquê|waarom|почему|зачем|dlaczego|varför|hvorfor|neden`),
  // Comparisons
  words(String.raw`
    vergleich\p{L}*|unterschied\p{L}*|compar(?:a|ar|e|er|ez|o|ação|aison|ación|ons)|différences?|diferencias?
    diferenças?|differenz[ae]|confronta(?!tion)\p{L}*|vergelijk\p{L}*|verschil\p{L}*|сравни\p{L}*|разниц\p{L}*|porównaj
    jämför`),
  // Digests
  words(String.raw`
    fasse? .*zusammen|zusammenfass\p{L}*|überblick|erkläre?n?|beschreibe?n?|résume[rz]?|résumé|explique[rz]?|décri[st]
    resum(?:a|en|i(?!ng)|o)\p{L}*|resume (?:l[aeo]s?|el|o|tod[ao]s?|tudo|nuestr\p{L}+)|explica\p{L}*|describ(?!e[ds]|ing)\p{L}+
    riassum\p{L}*|spiega\p{L}*|samenvat\p{L}*|vat .+ samen|leg uit
    объясни\p{L}*|расскажи\p{L}*|обобщи`),
  // Everything
  words(String.raw`
    alles|sämtliche\p{L}*|tout ce|toutes? les|tous les|todo lo|tod[oa]s|tudo(?! bem)|tutt[oie]|всё|все`),
  // Spans of time
  words(`
    seit|zwischen .+ und .+|in den letzten|depuis|entre .+ et .+|desde|entre .+ [ye] .+|fra .+ e .+|dal? .+ al? .+
    sinds|tussen .+ en .+|между .+ и .+`),
  // The same in languages that are written without spaces
  /なぜ|どうして|为什么|為什麼|왜|比較|比较|違い|区别|비교|まとめ|要約|説明|总结|總結|解释|요약|すべて|全部|所有|모든|以来|之间|之間|부터/u,
];

export const complexitySignals: readonly RegExp[] = [...english, ...others];

/** Signs that a message that is not short has several parts. */
export const signsOfParts = words(`
  both|together|respectively|as well as|and (?:what|who|when|where|which|how|whether|did|was|is|if)|also|except
  but not|otherwise|situation|relationship|happened (?:with|after|before|when|at)|who (?:among|of)|which of
  avoiding|without`);
