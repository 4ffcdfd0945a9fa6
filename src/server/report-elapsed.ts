/** Keeps a person informed while something long runs. */

const EVERY_MS = 10_000;

/** Waits for `work`; every 10 s says for how long already. */
export async function reportElapsed<T>(
  work: Promise<T>,
  label: string,
  onProgress: (line: string) => void,
): Promise<T> {
  const start = Date.now();
  const timer = setInterval(() => onProgress(`${label}: ${Math.round((Date.now() - start) / 1000)} s`), EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
