/** Web search beside functions on the Responses API: blocked, as models do it, and isolated, so that all fans out. */
import type { TurnView } from 'everycall/client';
import type { Reply, ResponsesRequest, ScriptedCall, ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';

const COMPANIES = ['Acme Tools', 'Globex'];
const INPUT = `Prepare the renewals of ${COMPANIES.join(' and ')}: a task each to call them on Friday, and a note each with their latest news from the web.`;

const query = (company: string) => `latest news of ${company}`;
const found = (text: string) => `${text.replace('latest news of ', '')} opened a plant in Leeds.`;
const task = (company: string): ScriptedCall => ({
  name: 'create_task',
  arguments: { company, subject: 'Call about the renewal', due: 'Friday' },
});
const note = (company: string): ScriptedCall => ({
  name: 'create_note',
  arguments: { company, body: found(query(company)) },
});

/** Plays the model that searches, the one that is blocked by the hosted tool beside its functions, and the free one. */
const script: ScriptFunction = (request, { conversation: { step, tools, user } }) => {
  const hosted = (request as ResponsesRequest).tools?.some(({ type }) => type === 'web_search') === true;
  if (hosted && tools.length === 0) return searched(user);
  return hosted ? oneByOne(step) : allAtOnce(step);
};

/** The answer of a search of its own: a hosted call and a text with its source. */
function searched(text: string): Reply {
  const source = {
    type: 'url_citation',
    url: 'https://news.example/leeds',
    title: 'Leeds',
    start_index: 0,
    end_index: 5,
  };
  return { hosted: [searchItem(text)], text: found(text), annotations: [source] };
}

function searchItem(text: string) {
  const id = `ws_${Buffer.from(text).toString('hex').slice(0, 40)}`;
  return { id, type: 'web_search_call', status: 'completed', action: { type: 'search', query: text } };
}

/** What models do with a hosted search among their functions: search in the answer, then one call an answer. */
function oneByOne(step: number): Reply {
  const next = [...COMPANIES.map(task), ...COMPANIES.map(note)][step - 1];
  if (!next) return { text: 'Both renewals are prepared.' };
  return { calls: [next], ...(step === 1 && { hosted: COMPANIES.map((company) => searchItem(query(company))) }) };
}

function allAtOnce(step: number): Reply {
  const search = (company: string): ScriptedCall => ({ name: 'web_search', arguments: { query: query(company) } });
  if (step === 1) return { calls: [...COMPANIES.map(search), ...COMPANIES.map(task)] };
  return step === 2 ? { calls: COMPANIES.map(note) } : { text: 'Both renewals are prepared.' };
}

function tell({ steps, entries, calls }: TurnView): string[] {
  const hosted = entries.filter(({ item }) => item.type === 'web_search_call').length;
  const own = calls.filter(({ name }) => name === 'web_search').length;
  return [
    `calls asked for in each answer: ${steps.map((step) => step.calls.length).join(', ')}`,
    own > 0 ? `${own} searches ran as calls, beside the others` : `${hosted} searches ran inside of answers`,
  ];
}

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  command: 'lint',
  script,
  scripted:
    'a script, since OPENAI_API_KEY is not set: THE BLOCK IS SIMULATED, one call an answer where web search is hosted',
  turns: [
    { title: 'Blocked: web search is hosted, calls come one by one', agent: 'blocked', input: INPUT, tell },
    { title: 'Isolated: web search is a function, calls come together', agent: 'isolated', input: INPUT, tell },
  ],
};
export default example;
