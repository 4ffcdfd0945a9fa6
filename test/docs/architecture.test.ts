/** docs/architecture.md says which folder imports which, and which file holds what: as it is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

const page = readFileSync('docs/architecture.md', 'utf8');
const filesBelow = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const FOLDERS = readdirSync('src', { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

/** What each folder may import, as the diagram says. */
const allowed = new Map<string, Set<string>>();
for (const line of /```\n(cli →[\s\S]*?)```/.exec(page)![1]!.trim().split('\n')) {
  const [from = '', to = ''] = line.replace(/\(.*\)/, '').split(' → ');
  const named = from.startsWith('all of these') ? FOLDERS : from.split(/, | and /);
  for (const folder of named) {
    const known = allowed.get(folder) ?? new Set([folder]);
    allowed.set(folder, new Set([...known, ...to.trim().split(/, /)]));
  }
}
allowed.get('definition')!.add('contract');
allowed.get('contract')!.add('definition');
allowed.set('protocol', new Set(['protocol']));

/** `folder → other` for each import that the diagram doesn't have; `import()` of what is loaded when it is asked for is free. */
function strayImports(folder: string): string[] {
  const files = filesBelow(join('src', folder)).filter((name) => name.endsWith('.ts'));
  const targets = files.flatMap((name) => {
    const file = join('src', folder, name);
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*? from '(\.[^']+)'/gm);
    return [...imports].map(([, path = '']) => normalize(join(file, '..', path)).split('/')[1]!);
  });
  return [...new Set(targets)].filter((target) => !allowed.get(folder)?.has(target)).map((to) => `${folder} → ${to}`);
}

test.each(FOLDERS)('src/%s imports what the diagram says, and has its place in the list', (folder) => {
  expect(strayImports(folder)).toEqual([]);
  expect(page).toContain(`- **\`src/${folder}/\`**`);
});

/** The list: what it names of each folder. */
const items = [...page.matchAll(/^- \*\*`(src\/[a-z]+)\/`\*\*([\s\S]*?)(?=^- |\n\n)/gm)];

test.each(items.map(([, folder = '', text = '']) => [folder, text] as const))(
  '%s has the files that it names',
  (folder, text) => {
    const names = [...text.matchAll(/`([a-z]+(?:-[a-z]+)*)(\/?)`/g)].filter(([, name]) => name !== 'openai');
    const there = new Set(filesBelow(folder).map((name) => name.split('/').at(-1)!.replace(/\.ts$/, '')));
    expect(
      names.map(([, name = '']) => name).filter((name) => !there.has(name) && !existsSync(join(folder, name))),
    ).toEqual([]);
  },
);
