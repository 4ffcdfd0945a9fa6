// Builds the package when that is missing or older than its source: examples run what users get.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = join(root, 'dist/workflow-bundle.json');
const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join(root, 'src', String(name)));
const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));

if (!existsSync(built) || statSync(built).mtimeMs < newest) {
  console.log('Building everycall …');
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
}
