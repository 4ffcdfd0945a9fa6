/** Counts primes by trial division: a second or two of work without a pause. Runs in a thread. */
import { threadId } from 'node:worker_threads';

/** @param {{ below: number }} args */
export default function countPrimes({ below }) {
  let primes = 0;
  for (let n = 2; n < below; n += 1) if (isPrime(n)) primes += 1;
  return { below, primes, thread: threadId };
}

/** @param {number} n */
function isPrime(n) {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;
}
