/** A letter of a script without case, for a pattern with the flag `u`, except the signs of "1ª" and "nº". */
export const letterWithoutCase = String.raw`[^\P{Lo}ªº]`;
