import { hesitations } from '../../platform/hesitations.ts';
import type { MessageLanguage } from './message-language.ts';

export const dutch: MessageLanguage = {
  small: `ik jij je hij zij ze wij we jullie mij me jou hem haar ons de het een van in op aan bij met naar voor door over uit en of maar is zijn was waren ben bent
    heb hebt heeft hebben had niet geen nog mijn jouw zijn onze wat wie waar wanneer welke welk hoe waarom dat die dit deze er te om ook al wel`,
  greeting: `
    hallo|hoi+|hey+|dag|goede(?:morgen|middag|navond|nacht)|goeie(?:morgen|middag|navond)|hé|yo|alles goed(?: met jou| met je)?
    hoe (?:gaat het|gaat 't|is het|is 't|gaat-ie)(?: met (?:jou|je|u))?(?: vandaag)?|welkom terug|gelukkig nieuwjaar|lang niet gezien
    lang geleden`,
  greetingByName: 'hoi',
  hesitations: hesitations.nl,
  before: 'nou|dus|en|oké|ok|goed|zeg|trouwens',
  idle: String.raw`
    weer|opnieuw|ik ben (?:het|er|terug)(?: weer)?|daar ben ik weer|(?:weer )?terug(?: van (?:de |mijn )?\p{L}+)?|vriend|allemaal|jij|en|nou
    zo|goed|oké|ok|vandaag|ben je (?:er|daar|wakker)|is er iemand|kun je me helpen`,
  smallTalk: `
    sorry|excuses|geslapen|moe|doodmoe|kapot|bekaf|(?:wat een|lange|drukke|zware) (?:dag|week|nacht)
    eindelijk (?:weekend|vrijdag|thuis|vrij|klaar)|koffie|(?:moest|moet) (?:even |net )?(?:weg|gaan|ophangen|stoppen)|onderbroken|pauze
    rotweer|gemist`,
  begins: `
    (?:laten we|kunnen we|zullen we|ik wil|mag ik) (?:\\p{L}+ ){0,2}(?:beginnen|starten|verdergaan|doorgaan|verder|verder gaan|hervatten)
    ga (?:verder|door)|we gaan verder|(?:een )?nieuw(?:e)? (?:gesprek|chat|sessie)|stel je voor|ik ben klaar|verder`,
  aboutUs: `
    ^praat me (?:even )?bij|^breng me (?:even )?op de hoogte|^wie ben ik(?: .*)?$|^(?:is er )?nog nieuws$`,
  talk: `ik ben mij me wij we ons onze jij je jou jouw u bent heb hebt hebben had hadden waren was is het dit dat er hier nu weer nog nogmaals terug verder doorgaan
    verdergaan verderpraten hervatten gaan ga gaat praten praatten gepraat spreken spraken gesproken besproken zeggen gezegd zei vertellen
    verteld gesprek gesprekken chat chats chatten gechat sessie onderwerp draad punt beginnen begonnen opnieuw nieuw nieuwe waar wie wat hoe
    waarover waarvan weet weten ken kent kennen herinner herinnert herinneren onthouden geheugen vergeten geleerd gebleven bleven gestopt
    stopten opgehouden gekomen laatste vorige keer gisteren net zojuist eerder vorig daarnet daarvoor lang lange tijd geleden dagen weken
    maanden dag week eeuwen niet niets elkaar gehoord gezien laten zullen kunnen kun kan wil graag even so dus en of maar aan in met van over
    op te om tot voor de een alles iets veel meer eigenlijk al toch ook mezelf bezig mee mens persoon soort bij sorry`,
  lastTime: String.raw`
    (?:weet|kent?|herinner\p{L}*|onthouden|geheugen|vergeten|geleerd|verteld|gezegd) .*(?:over|van|aan) mij|(?:ken|herken) je me
    herinner je (?:je )?(?:me|mij)|wie ik ben
    (?:laatste|vorige|gisteren|net|zojuist|eerder|daarnet) .*(?:keer|gesprek|chat|sessie|onderwerp|gepraat|gesproken|besproken|gezegd|gebleven|over)
    (?:waar|wat|waarover|hoe ver) .*we .*(?:gebleven|bleven|gestopt|opgehouden|mee bezig|over|gekomen|net)|waar waren we(?: ook alweer| nou)?$`,
  goesOn: `
    verder\\p{L}*|doorgaan|hervatten|terug|ben ik weer|ik weer|lang geleden|lang niet|opnieuw beginnen`,
  question: `
    wat(?! een)|wie|wanneer|welke?|hoe(?:veel)?|waarom|(?<!, )waar(?:heen|om|mee)?`,
  and: `
    en|of|maar`,
  signs: {
    causes: String.raw`
      waarom|redenen?|oorzaak|oorzaken|gevolg(?:en)?|invloed|beïnvloed\p{L}*|effect(?:en)?|samenhang\p{L}*|hangt .*samen|hoe komt het|te maken met`,
    compares: String.raw`
      vergelijk\p{L}*|verschil\p{L}*|overeenkomst\p{L}*|gemeen|versus|vs\.?|ten opzichte van
      (?:beter|slechter|groter|kleiner|langer|duurder|goedkoper|vaker|minder|sneller|ouder|jonger|eerder|later|liever) dan|meer dan
      minder dan|in plaats van|voor- en nadelen|voordelen|nadelen|tegenstrijdig\p{L}*|tegen elkaar
      (?:welke?|wat|is|was) .*(?:beter|slechter)|moet ik .+ of .+|het (?:meest|vaakst)`,
    digests: String.raw`
      samenvat\p{L}*|vat\p{L}* .*samen|samengevat|overzicht|terugblik|tijdlijn|chronologisch\p{L}*|geschiedenis (?:van)
      (?:hele|volledige) verhaal|van begin af aan|een (?:verslag|rapport)|analy[sz]e\p{L}*|evaluatie|beoordeel|leg .*uit|beschrijf
      loop .*door|balans|stand van zaken`,
    tasks: String.raw`
      schrijf (?:een|het|de|mijn|me)|maak (?:een|het|de|me)|stel .*op|organiseer|plan(?:nen|ning)?(?= )|bereid .*voor|lijst (?:met|van)
      zet .*op een rij|som .*op|verzamel|sorteer|^(?:\p{L}*schema|ideeën|menu)`,
    everything: `
      alles|alle|iedere?(?! (?:dag|week|maand))|elke?(?! (?:dag|week|maand|jaar))|iedereen|allemaal`,
    developments: String.raw`
      veranderd|verandering\p{L}*|ontwikkel\p{L}*|evolutie|vooruitgang|trends?|patro(?:on|nen)|in de loop|door de jaren
      steeds (?:meer|minder|vaker)|verbeterd|verslechterd|voor en na|relatie (?:met|tussen)`,
    spans: String.raw`
      sinds(?! (?:gisteren|vandaag|wanneer))|tussen .+ en .+|van .+ tot .+|tot nu toe|tot (?:nu|vandaag)
      de (?:afgelopen|laatste|komende) (?:\p{L}+ |\d+ )?(?:dagen|weken|maanden|jaren|jaar|tijd)`,
    advice: String.raw`
      aanbevel\p{L}*|beveel .*aan|raad .*aan|advies|adviseer|suggesties?|stel .*voor|tips|ideeën|op basis van|rekening houdend
      gezien (?:wat|mijn|dat|alles)|help me (?!herinneren|vinden)|hoe (?:kan|zou|moet) ik|wat zou .+|mening|meningen|strategie|past bij
      passen bij`,
  },
  parts: `
    beide|samen|respectievelijk|evenals|en (?:wat|wie|wanneer|waar|welke|hoe|of)|ook|behalve|zonder|maar niet`,
  back: {
    always: String.raw`
      een \p{L}+ere(?= ?[,.?!]|$)|(?:net )?(?:zo)?als (?:de )?(?:vorige|laatste|andere) keer|zoals (?:altijd|eerder|vorige keer)
      (?:korter|langer|uitgebreider|eenvoudiger|formeler)(?= ?[,.?!]|$)
      (?:hetzelfde|idem|net zo|dezelfde)(?= (?:voor|met|bij|geldt)|$| ?[,.?!])
      (?:in|op|van|met|voor|bij|uit|aan) welke(?= (?:zat|zit|was|is|stond|staat|had|heeft|hoort|kwam|moet)(?!\p{L}))
      (?:een|geen|welke?|hoeveel|wie|iemand|beide) (?:daarvan|van (?:hen|die|de twee|beide|deze))|allebei|alle twee
      (?:daar|er)(?:aan|over|van|mee|voor|na|op|in|bij|uit|door|mee|toe|tegen|tussen|onder|naast|om|heen|naartoe|vandaan)(?! (?:dat|om|te))
      sindsdien|destijds|(?:die|deze) (?:dag|keer|avond|nacht|week|tijd)(?= ?[,.?!]|$)
      de (?:andere|laatste|vorige|eerste) keer(?=$| ?[,.?!])
      (?:wie|wat|waar) (?:nog )?(?:meer|anders)(?= ?[,.?!]|$| (?:had|heeft|was|deed|zei))`,
    who: String.raw`
      (?:de|het) (?:oude|nieuwe|rode|blauwe|groene|zwarte|witte|gele|grijze|grote|kleine|goedkope|dure|goedkopere|duurdere|grotere|kleinere)(?= ?[,.?!]|$| (?:is|was|kost|kostte|er|ook|nog|goedkoper|duurder|beter)(?!\p{L}))
      hij|zij|ze|hun|haar|zijn(?! (?:we|er|de|het))|diens
      (?:de|het|die|dat) (?:eerste|tweede|derde|laatste|andere?|vorige|volgende|zelfde)n?(?=$| ?[,.?!;:]| (?:voor|van|is|was|ook|nog|weer|graag|maar|in|op|niet)(?!\p{L}))
      de anderen?(?=$| ?[,.?!])|(?:die|dat|degene) van \p{L}+
      (?:de|het) (?:kleinste|grootste|duurste|goedkoopste|oudste|jongste|beste)(?=$| ?[,.?!]| (?:van|is|was))`,
    what: String.raw`
      hem|hen|daar(?! (?:ben|is|zijn) (?:ik|het))|dit(?= ?[,.?!]|$| (?:is|was|ook|nog|niet|precies|weer|nou)(?!\p{L}))
      dat(?= ?[,.?!]|$| (?:ook|precies|nou|eigenlijk|weer|toen|niet|nog|allemaal|gebeurd|gekost|gedaan|gezegd|gelukt|geweest|kosten|kostte|was|is|deed|dan|zo|toch|voor|bij|in)(?!\p{L}))
      (?:die|deze)(?= ?[,.?!]|$| (?:ook|nog|niet|toen|weer|nou|eigenlijk|dan|is|was|kost\p{L}*|heeft|had|gekocht|gemaakt|er|hier|daar|zo|te)(?!\p{L}))
      toen(?= ?[,.?!]|$)
      het(?= ?[,.?!]|$| (?:klaar|af|op|stuk|kapot|duur|goed|open|dicht|leuk|koud|warm|ook|precies|nou|eigenlijk|weer|toen|niet|nog|gekost|gedaan|geweest|afgelopen|gegaan|gelukt|geworden)(?!\p{L}))
      ze(?= ?[,.?!]|$)|haar(?= ?[,.?!]|$)`,
    pointing: String.raw`
      (?:die|deze|dat|dit) (?!week|maand|jaar|weekend|zomer|winter|ik|we|je|hij|ze|het|de|een|ons|mijn|er|is|was|ook|te)\p{L}+`,
    idle: String.raw`
      (?:wat|waar) (?:is|houdt|betekent|was|zijn)(?: \p{L}+)? (?:dat|dit)(?: \p{L}+)*, .+|wie (?:is|was) (?:die|dat) \p{L}+
      (?:is|was) het (?:waar|zo|toch|al)|het (?:is|was) (?:toch |al |zo )*(?:zo|waar)|het regent|regent het|hoe laat (?:is|was) het
      toch zo dat|(?:we|wij|jullie|er|ze|zij|dingen) zijn|zijn (?:we|wij|jullie|er|de|het|die|onze|mijn|alle)`,
    noun: String.raw`
      (?:de|het|een|mijn|ons|onze|mn|elke?|iedere?|geen) \p{L}+`,
    asking: 'welke?|hoeveel',
    clause: 'en|of|maar|dat|die|wie|wat|waar|wanneer|hoe|waarom|als|omdat|sinds|toen|terwijl|welke?|om',
    edits: `
      vertaal|herschrijf|verander|wijzig|verwijder|schrap|annuleer|verhoog|verlaag|verplaats|corrigeer|stuur|haal|zet|voeg`,
    empty: `
      resultaat resultaten antwoord termijn effect reactie hoeveel welk sinds vanaf heb hebt geld waar klaar zoek vraag teruggestort
      pagina bladzijde code waard geschreven antwoordde geantwoord gebleven bleef jaren dagen weken maanden lang schreef geen idee jeukt
      weet herinner zeg zei gezegd vertel verteld vertelde toon noem onthoud noteer leg uit herhaal precies eigenlijk echt nog eens weer
      verder meer minder meest veel vaak lange ver laat vroeg snel groot klein oud nieuw nieuwe andere ander anders zelfde hetzelfde
      eerste tweede derde laatste volgende vorige keer keren dan toen nu straks later eerder terug eind eindelijk ook alleen zelfs ooit
      nooit altijd soms misschien trouwens goed oké ok ja nee bedankt dank graag alsjeblieft wacht ah oh hm iemand iets niets alles
      niemand een twee drie tijd datum dag week maand jaar uur plek plaats ding soort deel reden naam adres nummer prijs kosten kost
      kostte gekost kleur maat leeftijd details totaal gebeurd gebeurde gedaan doen doet deed gemaakt maken maakt geweest geworden gegaan
      gaat ging kwam komt gekomen gaf geeft hier daar duurt duurde geduurd werd werden zou zouden moet moest moesten mocht mag kan kon
      konden wil wilde wilden waarvoor waarmee waarover waaraan waarvan waarheen hem hen hun die dat dit deze het ze duur duurder
      goedkoper beter beste slechter grootste kleinste beide vandaag gisteren morgen daarna daarvoor sindsdien heet heette heten toch even
      maar gewoon zit zat ben`,
    own: 'mijn|mn|onze|ons',
    self: 'wat betekent|(?:wie|wat|waar|wanneer) (?:is|zijn|was|waren)|ik|mij|me|we|wij|ons',
    fragment: String.raw`
      (?:en|of|maar|hoe zit het met|wat dacht je van|ook|voor)((?: \S+){1,5})`,
  },
};
