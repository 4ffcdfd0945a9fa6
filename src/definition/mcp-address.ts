/** Where an MCP server is, checked. Rule: what may be a secret isn't printed, and secrets come from the environment alone. */
import type { McpAddress, McpCommand, McpUrl } from './mcp-server-options.js';
import { OptionCheck } from './option-check.js';
import { HEADER_NAME } from './provider.js';

const COMMAND_CHARS = 4_096;
const MOST_ARGS = 1_000;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const COMMAND = ['name', 'command', 'args', 'env', 'cwd'];
const URL_OPTIONS = ['name', 'url', 'headersEnv'];

/** The address, a frozen copy, and the check that refuses in the server's name. Throws a DefinitionError. */
export function readMcpAddress(given: unknown): { readonly check: OptionCheck; readonly address: McpAddress } {
  const byUrl = typeof given === 'object' && given !== null && 'url' in given;
  const check = OptionCheck.of('MCP server', given, byUrl ? URL_OPTIONS : COMMAND);
  return { check, address: byUrl ? readUrl(check, given as McpUrl) : readCommand(check, given as McpCommand) };
}

function readCommand(check: OptionCheck, { name, command, args = [], env = [], cwd }: McpCommand): McpCommand {
  if (typeof command !== 'string' || command.trim() === '' || command.length > COMMAND_CHARS) {
    const expected = 'a program to start, or a url instead';
    check.refuse({ option: 'command', value: command, expected });
  }
  if (!isTexts(args) || args.length > MOST_ARGS) {
    // An argument may be a key.
    check.refuse({ option: 'args', hidden: true, expected: `a list of at most ${MOST_ARGS} texts without NUL` });
  }
  if (!isTexts(env) || env.length > MOST_ARGS) {
    const fix = "List names, e.g. env: ['GITHUB_TOKEN']; the worker's own environment has the values.";
    check.refuse({ option: 'env', hidden: true, expected: 'a list of names of environment variables', fix });
  }
  env.forEach((variable, index) => checkVariable(check, `env[${index}]`, variable));
  if (cwd !== undefined) check.text('cwd', cwd, COMMAND_CHARS);
  return Object.freeze({ name, command, args: [...args], env: [...env], ...(cwd !== undefined && { cwd }) });
}

function readUrl(check: OptionCheck, { name, url, headersEnv = {} }: McpUrl): McpUrl {
  const parsed = typeof url === 'string' && url.isWellFormed() && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password || parsed.hash) {
    const fix = 'Keys belong in headersEnv.';
    check.refuse({ option: 'url', hidden: true, expected: 'an http or https URL without credentials', fix });
  }
  if (typeof headersEnv !== 'object' || headersEnv === null || Symbol.iterator in headersEnv) {
    const expected = 'an object: the name of an environment variable for each header';
    check.refuse({ option: 'headersEnv', hidden: true, expected });
  }
  for (const [header, variable] of Object.entries(headersEnv) as [string, unknown][]) {
    if (!HEADER_NAME.test(header)) check.refuse({ option: 'headersEnv', hidden: true, expected: 'names of headers' });
    checkVariable(check, `headersEnv.${header}`, variable);
  }
  return Object.freeze({ name, url, headersEnv: { ...headersEnv } });
}

/** A value that is no name may be the secret itself. */
function checkVariable(check: OptionCheck, option: string, variable: unknown): void {
  if (typeof variable === 'string' && ENV_NAME.test(variable) && !(variable in Object.prototype)) return;
  const expected = 'the name of an environment variable';
  check.refuse({ option, hidden: true, expected, fix: 'Give the name of the variable, not its value.' });
}

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((each) => typeof each === 'string' && !each.includes('\0'));
}
