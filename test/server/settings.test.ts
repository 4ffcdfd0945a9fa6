import { DYNAMIC_CONFIG, retentionMs, serverArguments, type ServerSettings } from '../../src/server/settings.js';
import { ServerOptionError } from '../../src/server/server-error.js';

const base: ServerSettings = {
  port: 7000,
  namespace: 'default',
  searchAttributes: [],
  dynamicConfig: {},
  logLevel: 'error',
};

/** Values of a flag, in order. */
function valuesOf(args: readonly string[], flag: string): string[] {
  return args.flatMap((arg, at) => (arg === flag ? [args[at + 1] ?? ''] : []));
}

describe('serverArguments', () => {
  it('binds loopback only, in memory and without a UI unless asked', () => {
    const args = serverArguments(base, '/dev/null');
    expect(args.slice(0, 2)).toEqual(['server', 'start-dev']);
    expect(valuesOf(args, '--ip')).toEqual(['127.0.0.1']);
    expect(valuesOf(args, '--port')).toEqual(['7000']);
    expect(args).toContain('--headless');
    expect(args).not.toContain('--db-filename');
    expect(args).not.toContain('--sqlite-pragma');
    expect(args).not.toContain('--namespace');
  });

  it('names the environment file, so that the one of the user adds no flag', () => {
    expect(valuesOf(serverArguments(base, '/dev/null'), '--env-file')).toEqual(['/dev/null']);
  });

  it('passes file, UI port, namespace and search attributes', () => {
    const args = serverArguments(
      { ...base, dbFile: '/a b/t.db', uiPort: 8000, namespace: 'mine', searchAttributes: ['one', 'two'] },
      '/dev/null',
    );
    expect(valuesOf(args, '--db-filename')).toEqual(['/a b/t.db']);
    expect(valuesOf(args, '--sqlite-pragma')).toEqual(['journal_mode=wal', 'synchronous=normal']);
    expect(valuesOf(args, '--ui-port')).toEqual(['8000']);
    expect(args).not.toContain('--headless');
    expect(valuesOf(args, '--namespace')).toEqual(['mine']);
    expect(valuesOf(args, '--search-attribute')).toEqual(['one=Keyword', 'two=Keyword']);
  });

  it('sets eager dispatch and poll rates, and lets the caller change and add values as JSON', () => {
    const dynamicConfig = { 'history.transferProcessorMaxPollRPS': 5, 'system.aText': 'x"y', 'system.aFlag': false };
    const values = valuesOf(serverArguments({ ...base, dynamicConfig }, '/dev/null'), '--dynamic-config-value');
    expect(values).toContain('system.enableActivityEagerExecution=true');
    expect(values).toContain('history.transferProcessorMaxPollRPS=5');
    expect(values).toContain('system.aText="x\\"y"');
    expect(values).toContain('system.aFlag=false');
    expect(values).toHaveLength(Object.keys({ ...DYNAMIC_CONFIG, ...dynamicConfig }).length);
  });
});

describe('retentionMs', () => {
  it('reads texts and milliseconds', () => {
    expect(retentionMs('30d')).toBe(720 * 3_600_000);
    expect(retentionMs(3_600_000)).toBe(3_600_000);
  });

  it.each(['59m', 0, Number.NaN, 'banana'])('refuses %p and prints it', (bad) => {
    expect(() => retentionMs(bad as '1d')).toThrow(ServerOptionError);
    expect(() => retentionMs(bad as '1d')).toThrow(JSON.stringify(bad));
  });
});
