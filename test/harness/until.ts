/** Waits for what the server tells nobody of, such as the end of a deletion: by asking again. */

/** Resolves once it holds. @throws {Error} when it doesn't within 90 s. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + 90_000;
  while (Date.now() < endsAt) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not come to hold within 90 s: ${String(holds)}`);
}
