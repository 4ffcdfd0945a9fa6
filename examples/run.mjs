// Entry of `npm run example NAME`: builds the package when needed, then runs the example of that folder.
import { existsSync, readdirSync } from 'node:fs';
import { createJiti } from 'jiti';
import './stage/ensure-built.mjs';

const [name = ''] = process.argv.slice(2);
const names = readdirSync(new URL('.', import.meta.url)).filter((each) => isExample(each));
if (names.includes(name)) {
  const jiti = createJiti(import.meta.url);
  const { default: example } = await jiti.import(`./${name}/example.ts`);
  const { runExample } = await jiti.import('./stage/run-example.ts');
  await runExample(example);
} else {
  console.error(`no example "${name}"; there are ${names.join(', ')}`);
  process.exitCode = 2;
}

function isExample(each) {
  return existsSync(new URL(`./${each}/example.ts`, import.meta.url));
}
