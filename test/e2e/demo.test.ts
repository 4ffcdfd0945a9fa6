/** `npm run demo` as a stranger runs it: no key; it works through its queries, kills a worker, and its judge finds nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEMO_MS = 180_000;

test(
  'npm run demo exits 0 after every check held, and leaves nothing running',
  async () => {
    const { OPENAI_API_KEY: _key, ...env } = process.env;
    const demo = spawn('npm', ['run', 'demo'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [demo.stdout, demo.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    const [code] = (await once(demo, 'close')) as [number | null];

    expect(output).toContain('All checks hold.');
    expect(code).toBe(0);
    expect(output).toContain('SCRIPTED, since OPENAI_API_KEY is not set');
    for (const query of [
      'Get customer information for John Doe',
      'Show me a list of customers',
      'Analyze customer data',
    ]) {
      expect(output).toContain(`“${query}”`);
    }
    expect(output).toMatch(/ok +get_payment_history\(.*\) +[2-8] attempts/);
    expect(output).toMatch(/timeout +get_credit_score\(.*\) +2 attempts/);
    expect(output).toMatch(/unknown_tool +get_legal_opinion\(.*\) +0 attempts/);
    expect(output.match(/ok +send_reminder\(.*2 attempts/g)).toHaveLength(2);
    expect(output.match(/tool begun 2×, row stored 1×, mailed 1×/g)).toHaveLength(2);
    expect(output.match(/Temporal UI: http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\/turn-/g)).toHaveLength(
      4,
    );
    expect(output).not.toContain('✗');

    const workers = [...output.matchAll(/worker (\d+) (?:is killed|takes over)/g)].map((match) => Number(match[1]));
    expect(workers).toHaveLength(2);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const [, ui] = /UI at (\S+)/.exec(output)!;
    await expect(fetch(ui!)).rejects.toThrow('fetch failed');
  },
  DEMO_MS,
);
