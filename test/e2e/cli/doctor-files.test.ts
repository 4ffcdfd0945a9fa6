/** `everycall doctor FILE` of the built command: what it prints, writes and never writes over. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, everycall } from './command.js';

let folder: string;
const path = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(path(name), 'utf8');
const doctor = (...args: string[]) => everycall(['doctor', ...args], { cwd: folder });

const user = { role: 'user', content: 'Weather?' };
const call = (id: string) => ({ id, type: 'function', function: { name: 'get_weather', arguments: '{}' } });
const answer = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content });
const good = [user, answer('a'), result('a', 'rain')];
const bad = [user, answer('a', 'b'), result('a', 'rain'), user, result('z', 'a stray \u001b[31mtext\u001b[0m')];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everycall-doctor-'));
  writeFileSync(path('good.json'), JSON.stringify(good));
  writeFileSync(path('bad.json'), JSON.stringify(bad, null, 4));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a clean file exits 0 with its calls in a table', async () => {
  const { code, stdout, stderr } = await doctor('good.json', '--fix');
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'nothing to mend: no file was written\n' });
  expect(stdout).toMatch(
    /^ID +TOOL +CALL AT +RESULT AT +RESULT\na +get_weather +messages\[1\]\S+ +messages\[2\] +"rain"$/m,
  );
  expect(stdout).toMatch(/nothing wrong\n$/);
  expect(readdirSync(folder).sort()).toEqual(['bad.json', 'good.json']);
});

test('a broken one exits 1, says so in the words of the service, and is mended beside it', async () => {
  const before = read('bad.json');
  const { code, stdout, stderr } = await doctor('bad.json', '--fix');
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'wrote bad.fixed.json\n' });
  expect(stdout).toContain("openai answers: An assistant message with 'tool_calls' must be followed by");
  expect(stdout).toMatch(/^b +get_weather .* missing$/m);
  expect(stdout).toMatch(/in full:\n {4}a stray text$/m);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('2 errors, 0 warnings');
  expect(read('bad.json')).toBe(before);
  expect(JSON.parse(read('bad.fixed.json'))).toEqual([
    ...bad.slice(0, 3),
    result(
      'b',
      expect.stringMatching(/^No result is known to be this call's: one without a known call was .* left out/),
    ),
    user,
  ]);
  expect(read('bad.fixed.json')).toMatch(/^\[\n {4}\{/);
  await expect(doctor('bad.fixed.json')).resolves.toMatchObject({ code: 0 });
});

test('nothing is written over: not the original, not another file', async () => {
  writeFileSync(path('bad.fixed.json'), 'mine');
  const taken = await doctor('bad.json', '--fix');
  expect(taken).toMatchObject({ code: 2, stdout: '' });
  expect(taken.stderr).toMatch(/^everycall: bad\.fixed\.json is there already .*--out\n$/);
  const own = await doctor('bad.json', '--out', './bad.json');
  expect(own).toMatchObject({ code: 2, stderr: expect.stringContaining('is the file that is examined') as string });
  expect(read('bad.fixed.json')).toBe('mine');
  await expect(doctor('bad.json', '--out', 'other.json')).resolves.toMatchObject({
    code: 1,
    stderr: 'wrote other.json\n',
  });
});

test('a place in no folder is refused before anything is printed', async () => {
  await expect(doctor('bad.json', '--json', '--out', 'nowhere/out.json')).resolves.toEqual({
    code: 2,
    stdout: '',
    stderr:
      "everycall: nowhere/out.json can't be written: there is no folder nowhere: make it, or choose another --out\n",
  });
});

test('a file that can not be written whole is not left behind', async () => {
  writeFileSync(path('big.json'), JSON.stringify([{ role: 'user', content: 'x'.repeat(1_000_000) }, ...bad]));
  // As on a full disk, the first part can be written.
  const limited = ['-c', 'ulimit -f 500 && exec "$@"', 'bash', process.execPath, CLI, 'doctor', 'big.json', '--fix'];
  const { status, stdout, stderr } = spawnSync('bash', limited, { cwd: folder, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/can't be written: EFBIG/) as string });
  expect(readdirSync(folder)).not.toContain('big.fixed.json');
});

test('--json prints one object, with the transcript when it is mended', async () => {
  const told = await doctor('bad.json', '--json');
  const { ok, findings, calls, ...rest } = JSON.parse(told.stdout) as Record<string, unknown[]>;
  expect({ ok, rest }).toEqual({ ok: false, rest: {} });
  expect(findings?.map((each) => (each as { code: string }).code)).toEqual(['missing_result', 'stray_result']);
  expect(calls).toHaveLength(3);
  const fixed = JSON.parse((await doctor('bad.json', '--json', '--fix')).stdout) as {
    transcript: unknown;
    file: string;
  };
  expect(fixed.transcript).toEqual(JSON.parse(read('bad.fixed.json')));
  expect(fixed.file).toBe('bad.fixed.json');
});

test('JSONL: the messages of one conversation, or a conversation a line', async () => {
  writeFileSync(path('chat.jsonl'), bad.map((each) => JSON.stringify(each)).join('\n'));
  await expect(doctor('chat.jsonl', '--fix')).resolves.toMatchObject({ code: 1, stderr: 'wrote chat.fixed.jsonl\n' });
  expect(read('chat.fixed.jsonl').trimEnd().split('\n')).toHaveLength(5);
  const kept = `{ "custom_id":"1",  "body":{"messages":${JSON.stringify(good)}}}`;
  writeFileSync(path('batch.jsonl'), `${kept}\n${JSON.stringify({ custom_id: '2', body: { messages: bad } })}\n`);
  const batch = await doctor('batch.jsonl', '--fix', '--json');
  expect(batch.code).toBe(1);
  const { findings } = JSON.parse(batch.stdout) as { findings: { line: number }[] };
  expect(findings.map(({ line }) => line)).toEqual([2, 2]);
  const [first, second] = read('batch.fixed.jsonl').split('\n');
  expect(first).toBe(kept);
  expect(second).toMatch(/^\{"custom_id":"2","body":\{"messages":\[/);
});

test('--for picks the rules', async () => {
  const mistral = await doctor('good.json', '--for', 'mistral');
  expect(mistral.code).toBe(1);
  expect(mistral.stdout).toContain(
    'mistral answers: Tool call id was a but must be a-z, A-Z, 0-9, with a length of 9.',
  );
  const unknown = await doctor('good.json', '--for', 'acme');
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Allowed choices are openai, mistral/) as string,
  });
});

test.each([
  ['empty.json', '', /empty\.json: the text is empty/],
  ['cut.json', '[{"role":"user"', /cut\.json: line 1, column 16: this is no JSON: the text ends/],
  [
    'other.json',
    '{"choices":[]}',
    /other\.json: an object with the fields choices holds no conversation; expected an array/,
  ],
  [
    'deep.json',
    `[{"role":"user","content":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`,
    /deep\.json: \S+ is nested over 1000 deep/,
  ],
  ['large.json', '[{"role":"user","content":"u","x":1e400}]', /large\.json: \[0\]\.x is a number beyond 1\.8e308/],
  ['latin.json', Uint8Array.of(0x5b, 0xff, 0x5d), /latin\.json is no UTF-8 text/],
])('%s is unreadable: one line and exit 2', async (name, text, line) => {
  writeFileSync(path(name), text);
  const { code, stdout, stderr } = await doctor(name);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd()).not.toContain('\n');
});

test('a file over 100 MB is not read', async () => {
  writeFileSync(path('huge.json'), '');
  truncateSync(path('huge.json'), 100_000_001);
  const { code, stderr } = await doctor('huge.json');
  expect(code).toBe(2);
  expect(stderr).toMatch(/huge\.json has 100000001 bytes; at most 100000000 are read: split it by conversations\n$/);
});

test('what is neither a file nor a turn is said in one line', async () => {
  await expect(doctor('no.json')).resolves.toEqual({
    code: 2,
    stdout: '',
    stderr: 'everycall: there is no file no.json\n',
  });
  await expect(doctor('.')).resolves.toMatchObject({ code: 2, stderr: expect.stringMatching(/is a folder/) as string });
});
