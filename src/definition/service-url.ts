/** Where a model service is. Rule: an address holds no credentials, since errors and logs name addresses. Pure. */

/** What was expected of a service's base URL that isn't one; undefined when it is. */
export function serviceURLFault(value: unknown): { readonly expected: string; readonly fix?: string } | undefined {
  const url = typeof value === 'string' && value.isWellFormed() && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return { expected: 'an http or https URL without credentials' };
  }
  if (!/[?#]/.test(url.href)) return undefined;
  return { expected: 'a URL without query or fragment', fix: 'No query: keys belong in the environment.' };
}
