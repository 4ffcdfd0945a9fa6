// A program that nothing ends but SIGKILL: `node stubborn.mjs PORT [heirs]`. It holds a connection to PORT, on which the test
// sees its end, and starts so many more of itself.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const [port, heirs = '0'] = process.argv.slice(2);
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
process.stdin.on('error', () => {}).resume();
connect(Number(port), '127.0.0.1');
for (let n = 0; n < Number(heirs); n += 1) spawn(process.execPath, [process.argv[1], port], { stdio: 'inherit' });
setInterval(() => undefined, 60_000);
