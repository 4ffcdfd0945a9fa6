/** Values in commands that a person is told to run next. Rule: a shell takes each for the one word that it is. Pure. */

const PLAIN = /^[\w@%+=:,./-]+$/;

/** The value as it is written on a POSIX shell's command line. */
export function shellWord(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
