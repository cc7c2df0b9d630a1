import { wordSet } from '../../platform/word-lists.ts';

/** Capitalised words that are no names, such as times, peoples and feelings. */
const noNames = wordSet(`i i'm i'd i've i'll ok okay diy phd ceo cto cfo coo cmo cio vp
  mom mum mommy mummy dad daddy papa mama grandma grandpa granny grandmother grandfather aunt uncle auntie sis bro god jesus christ dude guys folks
  christmas xmas easter thanksgiving halloween hanukkah ramadan diwali eid passover nowruz lent holi purim lunar new year year's eve valentine's birthday
  monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
  january february march april may june july august september october november december spring summer autumn winter
  hi hey hello thanks thank thx morning afternoon evening congrats congratulations sorry please wow ah ugh yes no yeah yep yup
  nope nah yikes gosh phew hooray hurray bravo sure well so and but or
  the a an my your his her our their its this that these those there here what when where why who how which
  he she we they you it is are was were do does did have has had can could will would should let let's not never
  if in on at for from to with by of as than then because since while after before about into during until also just
  good great nice happy best love dear yesterday today tomorrow tonight now maybe actually honestly anyway
  everyone someone anyone nobody somebody anybody everybody nothing something anything everything none neither either both
  internet team customer customers service support sir madam regards wishes sincerely greetings cheers gen z boomers millennials brexit
  mine yours hers ours theirs myself yourself himself herself itself ourselves themselves`);

/** Abbreviations of times, measures, techniques and phrases. */
const abbreviations =
  wordSet(`tv asap lol omg btw fyi faq pm am ps pps est edt cst cdt mst mdt pst pdt gmt utc cet cest tbd tba tbh imo imho idk irl brb afk
  wtf omfg lmao rofl rip rsvp eta eod nsfw tldr pov diy ngl smh pls plz np bf gf bff nb aka
  tgif omw lmk fomo yolo fwiw afaik iirc nye a/c gcse gcses sat sats pta
  usb dvd cd gps id pc ai it hr pr re fw fwd cc bcc email cannot pdf url api zip jpg png gif svg csv mp3 mp4 http https html ui ux
  sdk cli ide os ram rom cpu gpu ssd hdd gb mb tb kb mhz ghz kwh kw wifi wi-fi bluetooth hdmi led lcd oled qr sms mms sim vpn dns ip
  ssl seo crm erp saas b2b b2c kpi kpis okr okrs roi nda pto ooo wfh ipo qa
  bbq ac dc suv suvs atm vat gdp iq dna mri ct ecg ekg iv icu er gp hoa dj mc vip uv ev evs hvac
  ba bsc msc mba gpa km kg mg cm mm ml oz lb lbs mph kmh bc ad ce bce xl xxl xs`);
const peoples =
  /^(american|english|british|german|french|spanish|italian|dutch|swedish|danish|norwegian|finnish|polish|russian|greek|turkish|chinese|japanese|korean|thai|indian|mexican|portuguese|brazilian|canadian|australian|european|african|asian|arabic|hebrew|latin|irish|scottish|swiss|austrian|czech|hungarian|vietnamese|ethiopian|moroccan|persian|ukrainian|catholic|christian|muslim|jewish|buddhist)s?$/;

/** Languages that no people is called like, school subjects and departments of firms. */
const fields =
  wordSet(`mandarin cantonese hindi urdu bengali punjabi tamil telugu swahili tagalog malay catalan gaelic yiddish esperanto farsi welsh
  afrikaans zulu yoruba igbo amharic nepali icelandic romanian bulgarian croatian serbian
  math maths algebra calculus biology chemistry physics history geography economics psychology philosophy sociology literature
  design sales marketing engineering finance operations legal accounting procurement accounts payable receivable billing payroll`);

/** As drawn out as somebody likes: "Aww", "Woohoo", "Haha", "Yaaay". */
const cry = /^(a+w+|w+o+h+o+|y+a+y+|(ha){2,}h?|(he){2,}|h+m+|u+h+m*|m+h+m+|o+h+|o+o+h+|wh?o+a+h?|e+w+)$/;

/** Modals, months and seasons that people are called, too. */
export const isAlsoFirstName = (text: string): boolean => /^(Will|April|May|June|August|Summer|Autumn)$/.test(text);

/** Whether a word is no name, whatever is around it. */
export function isNeverName(text: string): boolean {
  const word = text.toLowerCase().replace('’', "'");
  return noNames.has(word) || abbreviations.has(word) || fields.has(word) || peoples.test(word) || cry.test(word);
}
