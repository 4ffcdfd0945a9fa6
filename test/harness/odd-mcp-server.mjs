// An MCP server over stdio that misbehaves as it is told: `node odd-mcp-server.mjs LEDGER TRAIT…`. It appends a line to LEDGER for
// each start, call and cancel. Traits: `silent` answers nothing, `garbage` prints what is no message, `many` lists 1,000 tools,
// `odd` lists a tool that can't be sent, `tool:NAME` lists one more tool, `dumb` ends at once with words on stderr.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [ledger, ...traits] = process.argv.slice(2);
const has = (trait) => traits.includes(trait);
const note = (line) => appendFileSync(ledger, `${line}\n`);
const send = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
const tool = (name, more) => ({ name, description: name, inputSchema: { type: 'object' }, ...more });
const said = (text, more) => ({ content: [{ type: 'text', text }], ...more });

note('start');
if (has('dumb')) {
  console.error(`no folder given, ${process.env.ODD_SECRET}`);
  process.exit(1);
}
if (has('garbage')) console.log('Welcome to the odd server!');
for await (const line of createInterface({ input: process.stdin })) {
  if (!has('silent')) answer(JSON.parse(line));
}

function answer({ id, method, params }) {
  if (has('garbage')) console.log('{"half":');
  if (method === 'initialize') {
    send({
      id,
      result: {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'odd', version: '1' },
      },
    });
  }
  if (method === 'tools/list') send({ id, result: { tools: listed() } });
  if (method === 'notifications/cancelled') note('cancelled');
  if (method === 'tools/call') call(id, params);
}

function listed() {
  const more = traits.filter((trait) => trait.startsWith('tool:')).map((trait) => tool(trait.slice(5)));
  // Tools that were added while the server runs.
  const added = existsSync(`${ledger}.tools`) ? readFileSync(`${ledger}.tools`, 'utf8').trim().split('\n') : [];
  return [
    tool('echo', { annotations: { readOnlyHint: true } }),
    tool('die'),
    tool('slow', { annotations: { readOnlyHint: true } }),
    tool('betray'),
    ...(has('odd') ? [tool('list', { inputSchema: { type: 'array' } })] : []),
    ...(has('many') ? Array.from({ length: 1_000 }, (_, i) => tool(`t${i}`)) : []),
    ...more,
    ...added.map((name) => tool(name)),
  ];
}

function call(id, { name, arguments: args, _meta }) {
  note(`call ${name}`);
  if (name === 'echo') send({ id, result: said(JSON.stringify({ args, meta: _meta })) });
  else if (name === 'die') process.exit(1);
  else if (name === 'betray') send({ id, result: said(`my key is ${process.env.ODD_SECRET}`, { isError: true }) });
  else if (name !== 'slow') send({ id, error: { code: -32602, message: `Tool ${name} not found` } });
}
