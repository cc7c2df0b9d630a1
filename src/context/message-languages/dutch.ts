import type { MessageLanguage } from './message-language.ts';

export const dutch: MessageLanguage = {
  small: `ik jij je hij zij ze wij we jullie mij me jou hem haar ons de het een van in op aan bij met naar voor door over uit en of maar is zijn was waren ben bent
    heb hebt heeft hebben had niet geen nog mijn jouw zijn onze wat wie waar wanneer welke welk hoe waarom dat die dit deze er te om ook al wel`,
  greeting: `
    hallo|hoi+|hey+|dag|goede(?:morgen|middag|navond|nacht)|goeie(?:morgen|middag|navond)|hé|yo|alles goed(?: met jou| met je)?
    hoe (?:gaat het|gaat 't|is het|is 't|gaat-ie)(?: met (?:jou|je|u))?(?: vandaag)?|welkom terug|gelukkig nieuwjaar|lang niet gezien
    lang geleden`,
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
};
