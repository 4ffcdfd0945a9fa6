// Entry of `npm run example NAME`: builds the package when needed, then runs the example of that folder.
// Without a name it lists the examples.
import { existsSync, readdirSync } from 'node:fs';
import { createJiti } from 'jiti';

const [name = ''] = process.argv.slice(2);
const names = readdirSync(new URL('.', import.meta.url)).filter((each) => isExample(each));
if (names.includes(name)) {
  await import('./stage/ensure-built.mjs');
  const jiti = createJiti(import.meta.url);
  const { default: example } = await jiti.import(`./${name}/example.ts`);
  const { runExample } = await jiti.import('./stage/run-example.ts');
  await runExample(example);
} else {
  const wrong = name === '' ? '' : `no example "${name}"; `;
  console.error(`${wrong}npm run example NAME, where NAME is one of: ${names.join(', ')}`);
  process.exitCode = 2;
}

function isExample(each) {
  return existsSync(new URL(`./${each}/example.ts`, import.meta.url));
}
