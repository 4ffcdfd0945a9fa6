// An MCP server over stdio that misbehaves as it is told: `node odd-mcp-server.mjs LEDGER TRAIT…`. It appends a line to LEDGER for
// each start, call and cancel. Traits: `silent` answers nothing, `garbage` prints what is no message, `many` lists 1,000 tools,
// `odd` lists a tool that can't be sent, `tool:NAME` lists one more tool, `dumb` ends at once with words on stderr, `late` greets
// once the file LEDGER.go is there, `serial` does nothing beside its tool `slow`, `tired` answers nothing after its first list,
// `flood` answers `echo` by 11 MB.
import { appendFileSync, existsSync, readFileSync, watchFile } from 'node:fs';
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
const put = [];
let slow;
let tired = false;
if (has('late')) {
  watchFile(`${ledger}.go`, { interval: 20 }, () => {
    // Node also calls once to say that there is no such file.
    if (!existsSync(`${ledger}.go`)) return;
    for (const message of put.splice(0)) answer(message);
  });
}
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (has('silent') || tired) continue;
  if (has('late') && !existsSync(`${ledger}.go`)) put.push(message);
  else if (has('serial') && slow !== undefined && message.method !== 'notifications/cancelled') put.push(message);
  else answer(message);
}
process.exit(0);

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
  if (method === 'tools/list') {
    send({ id, result: { tools: listed() } });
    tired = has('tired');
  }
  if (method === 'notifications/cancelled') {
    note('cancelled');
    if (params.requestId === slow) {
      slow = undefined;
      for (const message of put.splice(0)) answer(message);
    }
  }
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
  if (name === 'slow') slow = id;
  if (name === 'echo' && has('flood')) send({ id, result: said('x'.repeat(11 * 1024 * 1024)) });
  else if (name === 'echo') send({ id, result: said(JSON.stringify({ args, meta: _meta })) });
  else if (name === 'die') process.exit(1);
  else if (name === 'betray') send({ id, result: said(`my key is ${process.env.ODD_SECRET}`, { isError: true }) });
  else if (name !== 'slow') send({ id, error: { code: -32602, message: `Tool ${name} not found` } });
}
