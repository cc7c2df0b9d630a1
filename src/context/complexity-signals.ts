/** A sign in a message that one search is not enough. */
export interface ComplexitySignal {
  readonly name: string;
  /** A message is complex if its weights add up to 1 or more. */
  readonly weight: number;
  /** Matched against lower-case text with plain apostrophes. */
  readonly pattern: RegExp;
}

/**
 * `words` match between word boundaries; `unbroken` ones are for languages that are written without spaces. Each line is an
 * alternative, too.
 */
function signal(name: string, weight: number, words: string, unbroken = '(?!)'): ComplexitySignal {
  const alternatives = words.trim().split(/\n\s*/u).join('|');
  // `\b` only knows ASCII letters.
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])|${unbroken}`, 'u');
  return { name, weight, pattern };
}

const english: readonly ComplexitySignal[] = [
  signal(
    'cause',
    1,
    `
    why|how come|reasons?|reasoning|causes?d?|what (?:led|leads) (?:up )?to|rationale|what made`,
  ),
  signal(
    'effect',
    1,
    `
    consequences?|impacts?|affect(?:s|ed|ing)?|effects?|influenced?s?|implications?|repercussions?|what if
    what would (?:happen|have|change)|depends? on`,
  ),
  signal(
    'comparison',
    1,
    String.raw`
    (?:how|who|what|which) .*compares?(?! (?:it|him|her|them|their|his))|comparing|comparison|versus|vs\.?
    differences?|differ(?:s|ed)?|different (?:from|than|to)|similar(?:ities|ity)?|in common|pros and cons
    (?:dis)?advantages?|trade-?offs?|contradict\w*|agree[ds]? on|disagree\w*|than|rather than|compared (?:to|with)
    against each other|relative to`,
  ),
  signal(
    'choice',
    1,
    `
    (?:which|what|whether|is|was|are|were|works?) .*(?:better|worse)|should (?:i|we|he|she|they) .+ or .+
    either .+ or|the most`,
  ),
  signal(
    'digest',
    1,
    String.raw`
    summar(?:y|ies|i[sz]e[ds]?|i[sz]ing)|recap|overview|time ?line|chronolog\w+|history of|the (?:whole )?story of
    reports?|analysis|assessment|walk me through|break ?down|go over|sum up|lessons?|key (?:points|takeaways|facts)
    in (?:what|which) (?:order|ways?)|state of|explain how|explain why`,
  ),
  signal(
    'task',
    1,
    `
    (?:^|please |you |me |and |to )(?:outline|analy[sz]e|evaluate|assess|explain|describe|trace|elaborate|discuss|synthesi[sz]e|reconstruct|compare|contrast|rank|weigh|list|plan|prepare|draft|recommend|suggest|advise|tell me (?:all )?about (?:my|our|the|how|his|her|their))`,
  ),
  signal(
    'everything',
    1,
    String.raw`
    everything|everyone|everybody|all (?:of )?(?:the|my|our|his|her|their|your|that|those|things|about)|every|each
    list (?:of )?(?:all|the|my|our|every)|what (?:are|were) (?:all|the|my|our) (?:\w+ )?\w+s(?= )|anything .* about
    all`,
  ),
  signal(
    'development',
    1,
    String.raw`
    chang(?:e[ds]?|ing) (?:over|in|between|from|since)|(?:how|what) (?:has|have|had|did) .*chang\w+
    how .* develop(?:s|ed)?|developments?|evol(?:ve[ds]?|ving|ution)|(?:what|how) .*progress(?:ed|ion)?|trends?
    patterns?|themes?|grow(?:n|th|ing)? (?:from|over|since)|gr[eo]w from|how often .+ and|g[eo]t better
    relat(?:e|ed|es)(?! to me)|relation(?:ship)?s? (?:between|with|to)|connect(?:ion|ed|ions)|turn(?:ed)? out`,
  ),
  signal(
    'span',
    1,
    String.raw`
    between .+ and .+|from .+ (?:to|until|till|through) .+|since|so far|up to now|until (?:now|today)
    over (?:time|the (?:years|months|weeks|course))|throughout|(?:this|past) (?:year|quarter|month|season)
    before and after|lately
    (?:over|in|during|within|for|across|throughout) the (?:last|past|next|previous|coming|whole|entire)
    (?:last|past|next|previous) (?:two|three|four|five|six|seven|eight|nine|ten|few|several|couple of|\d+) (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)
    recent (?:days?|weeks?|months?|years?|decades?|seasons?|sessions?|times|spring|summer|autumn|winter|quarters?)`,
  ),
  signal(
    'advice',
    1,
    String.raw`
    (?:would|could|can|should) you (?:recommend|suggest|advise)
    (?:some|your|me|any) (?:advice|suggestions?|recommendations?)|based on
    considering (?:what|that|my|our|his|her|their|how)|taking into account|take into account
    given (?:what|that|my|our|how|his|her|the)|looking at what
    help me (?:to )?(?:write|understand|decide|plan|choose|prepare|think|figure|draft|make|compare|find out|reflect)
    put (?:\w+ )*together|put .* into|come up with|draft|(?:write|compose) (?:a|an|me|my|up)
    how (?:can|could|should|might) (?:i|we) (?!reset|turn|open|call|spell|reach|use)
    what (?:would|might|could) .+ (?:say|think|want|like|suggest)|strateg(?:y|ies)|brainstorm|ideas|suits?|get along
    opinions?|what do .+ think`,
  ),
  signal(
    'both',
    0.5,
    `
    both|together|respectively|as well as|and (?:what|who|when|where|which|how|whether|did|was|is|if)|also|except
    but not|otherwise|situation|relationship|happened (?:with|after|before|when|at)|who (?:among|of)|which of
    avoiding|without`,
  ),
];

/** For other languages, only the most obvious words. */
const others: readonly ComplexitySignal[] = [
  signal(
    'cause',
    1,
    `
    warum|wieso|weshalb|pourquoi|por ?qué|perché|por ?que|porquê|waarom|почему|зачем|dlaczego|varför|hvorfor|neden`,
    'なぜ|どうして|为什么|為什麼|왜',
  ),
  signal(
    'comparison',
    1,
    String.raw`
    vergleich\p{L}*|unterschied\p{L}*|compar(?:a|ar|e|er|ez|o|ação|aison|ación|ons)|différences?|diferencias?
    diferenças?|differenz[ae]|confronta(?!tion)\p{L}*|vergelijk\p{L}*|verschil\p{L}*|сравни\p{L}*|разниц\p{L}*|porównaj
    jämför`,
    '比較|比较|違い|区别|비교',
  ),
  signal(
    'digest',
    1,
    String.raw`
    fasse? .*zusammen|zusammenfass\p{L}*|überblick|erkläre?n?|beschreibe?n?|résume[rz]?|résumé|explique[rz]?|décri[st]
    resum(?:a|en|i(?!ng)|o)\p{L}*|resume (?:l[aeo]s?|el|o|tod[ao]s?|tudo|nuestr\p{L}+)|explica\p{L}*|describ(?!e[ds]|ing)\p{L}+
    riassum\p{L}*|spiega\p{L}*|samenvat\p{L}*|vat .+ samen|leg uit
    объясни\p{L}*|расскажи\p{L}*|обобщи`,
    'まとめ|要約|説明|总结|總結|解释|요약',
  ),
  signal(
    'everything',
    1,
    String.raw`
    alles|sämtliche\p{L}*|tout ce|toutes? les|tous les|todo lo|tod[oa]s|tudo(?! bem)|tutt[oie]|всё|все`,
    'すべて|全部|所有|모든',
  ),
  signal(
    'span',
    1,
    `
    seit|zwischen .+ und .+|in den letzten|depuis|entre .+ et .+|desde|entre .+ [ye] .+|fra .+ e .+|dal? .+ al? .+
    sinds|tussen .+ en .+|между .+ и .+`,
    '以来|之间|之間|부터',
  ),
];

export const complexitySignals: readonly ComplexitySignal[] = [...english, ...others];
