import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import { relatives } from './relatives.ts';

/** Words that show what a name stands for, and that more than one file looks for. */

/** Words within a name that show its type. */
export const placeWords =
  wordSet(`street avenue road lane boulevard square park garden gardens beach bay lake river sea ocean mount
  mountain mountains canyon valley island islands hill hills forest desert falls creek bridge tower cathedral castle palace
  airport station harbour harbor port county city town village route highway trail plaza coast peninsula cape st ave rd
  avenida calle rua rue via viale praça piazza platz straße plac ulica
  heights pier quay wharf peak ridge glacier reservoir loch glen fjord cove terrace crescent meadows gare`);
export const organisationWords =
  wordSet(`university college school academy institute hospital clinic bank museum gallery theatre theater
  church inc ltd llc gmbh corp corporation company co group association society foundation club team united fc union agency
  ministry department council committee party army police court studios studio records logistics airlines airways hotel café
  cafe restaurant bar pub bakery market store shop library orchestra choir band brothers partners labs systems technologies
  industries services international news times cross nations elementary center centre
  universidad universidade università université universiteit universität uniwersytet banco banque banca bankası üniversitesi
  museo musei musée museu hôpital ospedale instituto institut colegio
  hospice primary secondary kindergarten nursery preschool surgery pharmacy gym fitness salon diner bistro brasserie trattoria
  pizzeria deli grill brewery roasters inn hostel publishing motors energy insurance capital holdings
  ventures consulting solutions software pharmaceuticals healthcare trust charity league parliament congress senate commission
  authority bureau embassy consulate ensemble quartet rovers rangers wanderers athletic medical dental high rail telecom telekom
  rescue shelter health plumbing heating roofing landscaping catering foods properties`);

export const firms =
  wordSet(`company startup firm band team club shop store café cafe restaurant bar bank school university charity agency
  employer label group bakery choir brand chain organisation organization airline hotel
  gym provider insurer newspaper clinic`);
const things =
  wordSet(`boat ship book novel film movie song album game show series app project car bike phone laptop podcast magazine
  painting disease programme program tool console brand-new model guitar poem play musical
  printer camera tablet watch truck van medication medicine drug vaccine beer language framework library editor website`);
export const spots = wordSet(
  'city town village island lake river mountain beach park street country neighbourhood neighborhood region area',
);

/** What somebody or something is that is called so: "my bank is Revolut". */
export function typeOfNoun(noun: string): EntityType | null {
  if (relatives.has(noun)) return 'PERSON';
  if (firms.has(noun)) return 'ORGANISATION';
  if (spots.has(noun)) return 'PLACE';
  return things.has(noun) ? 'THING' : null;
}

/** What stands before the names of people, and is no part of them. */
export const ranks = wordSet(
  `president chancellor minister senator governor mayor congressman congresswoman judge justice captain sergeant lieutenant colonel
  inspector detective officer coach nurse pastor reverend rabbi imam principal headmaster cousin brother sister`,
);
