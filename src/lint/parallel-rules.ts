/**
 * What keeps a model from calling functions in parallel although the agent lets it. Sources: see `parallel-blocking` for
 * hosted tools; strict beside parallel calls: OpenAI's function calling guide (docs.apiyi.com, as of 2026-06: strict is not
 * guaranteed then, set parallel_tool_calls to false); one tool with `tool_choice: 'required'`: community.openai.com/t/1369663
 * (gpt-4.1 and gpt-5.1, OpenAI and Azure); texts that forbid it: cline/cline#8028 (GPT-5, 2025-12-10).
 */
import { hostedKind, usableTypes } from '../definition/hosted-kind.js';
import { parallelBlocking } from '../definition/parallel-blocking.js';
import type { Said } from './finding.js';
import type { LintedAgent } from './linted-agent.js';

/** Ways to say that calls must not be made together. */
const TOGETHER = '(?:in parallel|concurrently|simultaneously|at the same time|at once)';
const CALLED = '(?:call|run|use|invoke)(?:d|ed|s|ing)?';
const FORBIDS = [
  /\b(?:one|a single) (?:tool|function|call|tool call|function call) (?:at a time|per (?:message|turn|step|response|answer))\b/i,
  new RegExp(`\\b(?:not|cannot|never|\\w+n['’]t) (?:be )?${CALLED}(?: \\w+){0,4} ${TOGETHER}\\b`, 'i'),
  new RegExp(
    `\\b${CALLED}(?: \\w+){0,4} (?:one at a time|one by one|sequentially|one after (?:the other|another))\\b`,
    'i',
  ),
];

/** What blocks parallel calls. */
export function parallelRules(agent: LintedAgent): Said[] {
  return [
    ...hosted(agent),
    ...unknownTypes(agent),
    ...(agent.parallelToolCalls ? [...strict(agent), ...singleTool(agent), ...forbidding(agent)] : []),
  ];
}

function hosted(agent: LintedAgent): Said[] {
  const blocking = parallelBlocking(agent);
  if (!blocking) return [];
  const { types, reason, fix } = blocking;
  return [{ code: 'hosted_tool_blocks_parallel', tool: types.join(', '), reason, fix }];
}

function unknownTypes({ hostedTools }: LintedAgent): Said[] {
  return hostedTools
    .filter(({ spec }) => !hostedKind(spec.type))
    .map(({ spec: { type } }) => ({
      code: 'hosted_type_unknown',
      tool: type,
      reason: `"${type}" is no type of OpenAI's hosted tools; a service that doesn't know it refuses each request`,
      fix: `Check its spelling (known are ${usableTypes().join(', ')}), or silence this where your service has it.`,
    }));
}

function strict({ tools }: LintedAgent): Said[] {
  const names = tools.filter((tool) => tool.strict).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    {
      code: 'strict_with_parallel',
      tool: names.join(', '),
      reason:
        "strict is set beside parallelToolCalls: by OpenAI's guide (June 2026) the arguments of parallel calls may not " +
        'match a strict schema. everycall checks them in any case, and tells the model what is wrong',
      fix: 'Set parallelToolCalls: false where arguments must fit at once, or leave strict out.',
    },
  ];
}

function singleTool({ tools, hostedTools, models, toolChoice }: LintedAgent): Said[] {
  const [tool, ...others] = tools;
  const responses = models.some(({ api }) => api === 'responses');
  if (!tool || others.length + hostedTools.length > 0 || toolChoice !== 'required' || !responses) return [];
  return [
    {
      code: 'required_single_tool',
      tool: tool.name,
      reason:
        "with a single tool and toolChoice: 'required', the Responses API never gives several calls in one answer: " +
        'reported for gpt-4.1 and gpt-5.1, at OpenAI and Azure (community.openai.com/t/1369663)',
      fix: "Leave toolChoice out, or give the agent a second tool; api: 'chat' is not concerned.",
    },
  ];
}

function forbidding({ tools }: LintedAgent): Said[] {
  return tools.flatMap(({ name, description }): Said[] => {
    const words = FORBIDS.map((pattern) => pattern.exec(description)?.[0]).find((found) => found !== undefined);
    if (words === undefined) return [];
    const reason = `its description says "${words}" while parallelToolCalls is on: models take it at its word, for other tools too`;
    const fix =
      'Leave it out (maxParallel: 1 on the tool runs its calls one at a time), or set parallelToolCalls: false.';
    return [{ code: 'forbids_parallel', tool: name, reason, fix }];
  });
}
