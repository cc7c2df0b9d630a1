/** Roles of somebody to another, including pets. */
export const relatives: ReadonlySet<string> = new Set(
  `mother father mom mum dad sister brother son daughter husband wife partner boyfriend girlfriend fiancé
  fiancée friend buddy roommate colleague coworker boss manager neighbour neighbor cousin aunt uncle nephew niece grandma
  grandpa grandmother grandfather twin twins kid kids baby child dog cat puppy kitten horse parrot hamster rabbit bird pet
  teacher doctor dentist therapist landlord coach professor student guy girl boy man woman lady person classmate trainer
  ceo cto lead leader lawyer accountant nurse tutor mentor assistant supervisor director president founder author singer
  actor actress hero flatmate housemate bestie pal stepmother stepfather stepmom stepdad stepson stepdaughter
  godmother godfather grandson granddaughter sister-in-law brother-in-law mother-in-law father-in-law vet physio physiotherapist
  plumber electrician hairdresser barber midwife nanny babysitter tenant roomie fiance`.split(/\s+/),
);
