/** "artists/bands", and "home.I" where a blank was forgotten: the database takes both for the names of files. */
const runTogether = /(?<=\p{L})\/(?=\p{L})|(?<=\p{Ll}\p{Ll})\.(?=\p{Lu})/gu;

/** What stands between blanks, has a full stop or an @, and ends. */
const chunk = /(?<!\S)(?=\S{1,64}(?!\S))[^\s.@]*[.@]\S*/gu;

/** "docker-compose.yml", "os.path.join" or "help@example.org": the database takes each of these for one word. */
const joint = /[.@][\p{L}_]/u;
const joinedName = /[\p{L}\p{N}_+-]+(?:[.@][\p{L}_][\p{L}\p{N}_+-]*)+/gu;
const wordOfName = /^[\p{L}_].+$/u;

/** Behind names of files, hosts and parts of programs come their words: who asks for `join` finds `os.path.join`, and who asks for all of it finds it first. */
export function apart(text: string): string {
  const broken = text.replace(runTogether, ' ');
  return joint.test(broken) ? broken.replace(chunk, withParts) : broken;
}

function withParts(given: string): string {
  if (!joint.test(given)) return given;
  const parts = (given.match(joinedName) ?? [])
    .flatMap((name) => name.split(/[.@+-]/))
    .filter((part) => wordOfName.test(part));
  return [given, ...parts].join(' ');
}
