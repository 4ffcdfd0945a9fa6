/**
 * Descriptions that tell a model too little, or are refused for their length. Source of the length: "string too long.
 * Expected a string with maximum length 1024" of Chat Completions (getsentry/sentry-mcp#106, 2025; newer models take more).
 */
import type { Tool } from '../definition/tool.js';
import { wordsOf } from './likeness.js';
import type { Said } from './finding.js';
import type { LintedAgent } from './linted-agent.js';

const MOST_CHARS = 1_024;
/** Fewer words than this say no more than a name does. */
const FEWEST_WORDS = 2;

/** What is wrong with each tool's description. */
export function descriptionRules({ tools }: LintedAgent): Said[] {
  return tools.flatMap((tool) => [...missing(tool), ...long(tool)]);
}

function missing({ name, description }: Tool): Said[] {
  const words = wordsOf(description);
  const known = wordsOf(name);
  const says = [...words].filter((word) => !known.has(word));
  if (words.size >= FEWEST_WORDS && says.length > 0) return [];
  const reason = `its description ("${description.trim()}") says no more than its name`;
  const fix = 'Say what the tool does, when to use it and what it returns: models choose tools by it.';
  return [{ code: 'description_missing', tool: name, reason, fix }];
}

function long({ name, description }: Tool): Said[] {
  if (description.length <= MOST_CHARS) return [];
  const reason = `its description has ${description.length} characters; older models and other services take ${MOST_CHARS}`;
  const fix = 'Move what only some arguments need into their descriptions, and general rules into the instructions.';
  return [{ code: 'description_long', tool: name, reason, fix }];
}
