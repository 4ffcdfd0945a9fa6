/** A place in a JSON value as people write it: `output.rows[2].total`. Pure. */

/** The path from a value called `root`; keys that are no identifiers stand in brackets. */
export function jsonPath(root: string, path: readonly (string | number)[]): string {
  const parts = path.map((key) => {
    if (typeof key === 'number') return `[${key}]`;
    return /^[A-Za-z_$][\w$-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return root + parts.join('');
}
