/** Ctrl-C, counted. Rule: the first one asks nicely, the second one is obeyed at once. */

/** Calls the handlers for the first and the second of these signals. @returns gives the signals back. */
export function onSignals(signals: readonly NodeJS.Signals[], first: () => void, second: () => void): () => void {
  let count = 0;
  const handler = () => {
    count += 1;
    if (count === 1) first();
    else second();
  };
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
