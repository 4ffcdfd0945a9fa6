/** Keeps one kind of warning of this process from being printed while something runs; all others are. */

/** Runs `work` without printing warnings of this name. */
export async function withoutWarnings<T>(name: string, work: () => Promise<T>): Promise<T> {
  const printers = process.listeners('warning');
  const pass = (warning: Error) => {
    if (warning.name !== name) for (const print of printers) print(warning);
  };
  process.removeAllListeners('warning');
  process.on('warning', pass);
  try {
    return await work();
  } finally {
    // Warnings are told on the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', pass);
    for (const print of printers) process.on('warning', print);
  }
}
