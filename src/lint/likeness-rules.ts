/** Tools that a model can't tell apart: by description, or by a name that differs in case and separators alone. */
import type { Tool } from '../definition/tool.js';
import type { Said } from './finding.js';
import { likeness, wordsOf } from './likeness.js';
import type { LintedAgent } from './linted-agent.js';

/** Share of common words from which two descriptions count as alike; those of "Orders of …" and "Notes of …" don't. */
const ALIKE = 0.8;
/** Below so many words a single one that differs says enough. */
const FEWEST_WORDS = 4;

/** Each pair of tools that are alike, once. */
export function likenessRules({ tools }: LintedAgent): Said[] {
  const read = tools.map((tool) => ({ tool, words: wordsOf(tool.description), key: [...wordsOf(tool.name)].join() }));
  return read.flatMap((a, i) =>
    read
      .slice(i + 1)
      .flatMap((b): Said[] => [
        ...(a.key === b.key ? [namesAlike(a.tool, b.tool)] : []),
        ...descriptionsAlike(a.tool, b.tool, likeness(a.words, b.words), Math.max(a.words.size, b.words.size)),
      ]),
  );
}

function namesAlike(a: Tool, b: Tool): Said {
  return {
    code: 'names_alike',
    tool: `${a.name}, ${b.name}`,
    reason: 'the names have the same words: models mix them up',
    fix: 'Name each by what only it does.',
  };
}

function descriptionsAlike(a: Tool, b: Tool, share: number, words: number): Said[] {
  const same = a.description.trim() === b.description.trim();
  if (!same && (share < ALIKE || words < FEWEST_WORDS)) return [];
  const how = same ? 'are the same' : `have ${Math.round(share * 100)} % of their words in common`;
  return [
    {
      code: 'descriptions_alike',
      tool: `${a.name}, ${b.name}`,
      reason: `the descriptions ${how}: models can't tell which of the two to call`,
      fix: 'Say in each when to use it and not the other, or make one tool of them.',
    },
  ];
}
