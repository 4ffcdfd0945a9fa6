/** A thread's function in TypeScript. */
export default function typed({ texts }: { readonly texts: readonly string[] }): number {
  return texts.join('').length;
}
