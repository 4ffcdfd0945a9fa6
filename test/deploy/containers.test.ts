/**
 * The container files, read as data, since no container runs in these tests. Rules: versions are pinned, the key comes from the
 * environment, nobody outside this machine reaches Temporal, the worker is no root, and what runs for long says how it is.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DYNAMIC_CONFIG, EVERYCALL_SEARCH_ATTRIBUTES } from '../../src/server/settings.js';

const root = process.cwd();
const text = (file: string) => readFileSync(join(root, file), 'utf8');

/** What is read of a service. */
interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart?: string;
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
}

const { services } = parse(text('docker-compose.yml')) as { services: Readonly<Record<string, Service>> };
const all = Object.entries(services);
const longRunning = all.filter(([, service]) => service.restart === 'unless-stopped');
const once = all.filter(([, service]) => service.restart !== 'unless-stopped');
const instructions = text('Dockerfile')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));
const valuesOf = (name: string) => instructions.filter((line) => line.name === name).map((line) => line.rest);

test.each(all)('%s: its image is pinned to a version, and none is the deprecated auto-setup', (_name, service) => {
  if (service.build !== undefined) return;
  expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+[\w.-]*$/);
  expect(service.image).not.toContain('auto-setup');
});

test("the schemas are of the server's version", () => {
  const version = services.temporal!.image!.split(':')[1]!;
  for (const name of ['temporal-schema', 'temporal-namespace']) {
    expect(services[name]!.image).toMatch(new RegExp(`^temporalio/admin-tools:${version.replaceAll('.', '\\.')}-`));
  }
});

test('the worker image: one pinned glibc base, built from the lockfile, no root at the end', () => {
  const bases = valuesOf('FROM').map((rest) => rest.split(' ')[0]!);
  expect(bases.filter((base) => base !== 'base')).toEqual([
    expect.stringMatching(/^node:\d+\.\d+\.\d+-bookworm-slim$/),
  ]);
  expect(valuesOf('RUN')).toContain('npm ci --include=dev --ignore-scripts');
  expect(valuesOf('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
});

test('what the worker image copies exists, and enters the build', () => {
  const sent = text('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  const copied = valuesOf('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) {
    expect(() => statSync(join(root, path))).not.toThrow();
    expect(sent).toContain(`!${path.replace(/^\.\//, '')}`);
  }
});

test.each(longRunning)('%s runs for long and has a health check', (name, service) => {
  if (service.build !== undefined) expect(valuesOf('HEALTHCHECK')).toHaveLength(1);
  else expect([name, service.healthcheck?.test.length]).toEqual([name, expect.any(Number)]);
});

test.each(once)(
  '%s runs once, is tried a bounded number of times, and others wait for its success',
  (name, service) => {
    expect(service.restart).toMatch(/^on-failure:\d+$/);
    const waiting = all.filter(([, other]) => other.depends_on?.[name]);
    expect(waiting.length).toBeGreaterThan(0);
    for (const [, other] of waiting) expect(other.depends_on![name]!.condition).toBe('service_completed_successfully');
  },
);

test.each(all)('%s gains no privileges, and is reached from this machine only', (_name, service) => {
  expect(service.security_opt).toContain('no-new-privileges:true');
  for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('keys come from the environment alone; passwords do, with a default for development', () => {
  expect(services.worker!.environment).toMatchObject({ OPENAI_API_KEY: null, OPENAI_BASE_URL: null });
  for (const [, { environment = {} }] of all) {
    for (const [name, value] of Object.entries(environment)) {
      if (!/PASSWORD|PWD|_URL$/.test(name) || value === null) continue;
      expect(value).toMatch(/\$\{(POSTGRES|COLLECTIONS)_PASSWORD:-development\}/);
    }
  }
});

test('retention is 30 days, as on the embedded server', () => {
  expect(services['temporal-namespace']!.environment!.RETENTION).toBe(`\${RETENTION:-${30 * 24}h}`);
  expect(text('deploy/temporal/create-namespace.sh').match(/--retention "\$retention"/g)).toHaveLength(2);
});

test('the server dispatches eagerly and knows the search attributes of turns, as the embedded one does', () => {
  const eager = 'system.enableActivityEagerExecution';
  expect(parse(text('deploy/temporal/dynamic-config.yaml'))).toEqual({ [eager]: [{ value: DYNAMIC_CONFIG[eager] }] });
  const listed = /^for name in (.*); do$/m.exec(text('deploy/temporal/create-namespace.sh'))![1]!;
  expect(listed.split(' ')).toEqual(EVERYCALL_SEARCH_ATTRIBUTES);
});

test('a stopped worker has longer than its calls get', () => {
  expect(Number.parseInt(services.worker!.stop_grace_period!, 10)).toBeGreaterThanOrEqual(20);
});

const mounted = all.flatMap(([, { volumes = [] }]) => volumes.filter((volume) => volume.startsWith('./')));

test.each(mounted)('%s is there, and read-only', (volume) => {
  const [source, , mode] = volume.split(':');
  expect(mode).toBe('ro');
  expect(() => statSync(join(root, source!))).not.toThrow();
  if (!source!.endsWith('.sh')) return;
  expect(spawnSync('sh', ['-n', source!], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
