import { wordSet } from '../../platform/word-lists.ts';

/** Roles of somebody to another, including pets. */
export const relatives: ReadonlySet<string> =
  wordSet(`mother father mom mum mummy mommy mama mam dad daddy papa parent parents sister brother sibling son daughter husband wife
  hubby spouse partner boyfriend girlfriend fiancé fiancée fiance fiancee bride groom bridesmaid cousin aunt auntie uncle nephew
  niece grandma grandpa granny gran nan nana granddad grandad grandmother grandfather grandparent grandson granddaughter
  grandchild twin twins triplet kid kids baby toddler child stepmother stepfather stepmom stepdad stepmum stepson stepdaughter
  stepbrother stepsister stepchild godmother godfather godparent godson goddaughter godchild sister-in-law brother-in-law
  mother-in-law father-in-law son-in-law daughter-in-law friend buddy bestie pal mate soulmate penpal acquaintance roommate roomie
  flatmate housemate classmate schoolmate teammate bandmate workmate playmate neighbour neighbor landlord landlady tenant lodger
  colleague coworker co-worker boss manager supervisor director president founder cofounder co-founder ceo cto lead leader
  assistant secretary deputy predecessor successor apprentice trainee intern pupil student employee teacher tutor mentor mentee
  coach trainer instructor lecturer professor headmaster headmistress principal advisor adviser counsellor counselor
  doctor dentist therapist psychologist psychiatrist physio physiotherapist surgeon nurse midwife vet gp optician pharmacist
  dermatologist cardiologist osteopath chiropractor carer caretaker caregiver nanny babysitter childminder guardian au-pair
  lawyer solicitor attorney notary accountant plumber electrician carpenter builder mechanic gardener cleaner housekeeper
  hairdresser barber tailor chauffeur architect janitor concierge priest vicar pastor rabbi imam guy girl boy man woman lady
  person author singer actor actress hero idol dog cat puppy pup kitten horse pony mare foal donkey goat parrot budgie canary
  hamster gerbil guinea-pig rabbit bunny bird ferret tortoise turtle goldfish poodle terrier labrador beagle spaniel dachshund
  greyhound pet`);
