/** The help of each command, as a newcomer reads it: what it does, each argument and option, and an example that parses. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';

/** Commands that do something, by what is typed. */
function leaves(command: Command, typed: string): [string, Command][] {
  const { commands } = command;
  return commands.length === 0
    ? [[typed, command]]
    : commands.flatMap((each) => leaves(each, `${typed} ${each.name()}`));
}
const COMMANDS = leaves(
  buildProgram(() => undefined),
  'everycall',
);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text;
}

test('there are commands', () => {
  expect(COMMANDS.length).toBeGreaterThan(20);
});

test.each(COMMANDS)('%s says what it does, with an example of its own', (typed, command) => {
  expect(command.description()).not.toBe('');
  for (const each of [...command.options, ...command.registeredArguments]) expect(each.description).not.toBe('');
  const [, examples] = helpOf(command).split(/\nExamples?:\n/);
  // The word `create` may be left out.
  expect(examples).toMatch(new RegExp(`^  ${typed.replace(' create', '')}\\b`, 'm'));
});

test('docs/cli.md lists each command', () => {
  const page = readFileSync('docs/cli.md', 'utf8');
  const names = COMMANDS.map(([typed]) => typed.split(' ')[1]!);
  expect([...new Set(names)].filter((name) => !page.includes(`\`${name} `) && !page.includes(`\`${name}\``))).toEqual(
    [],
  );
});
