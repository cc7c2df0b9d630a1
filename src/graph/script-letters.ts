/** A letter of a script that has no large ones, for a pattern with the flag `u`. The signs of "1ª" and "nº" are none. */
export const letterWithoutCase = String.raw`[^\P{Lo}ªº]`;
