/** Applies a table of rules to a body: the first that finds a fault speaks. Pure. */
import { isJson } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal, type RefusalOptions, type Rule } from './rule.js';

/** The words for a body that is no JSON object; from memory. */
const NOT_JSON =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library " +
  'correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble ' +
  'figuring out how to fix this, please contact us through our help center at help.openai.com.)';

/** The refusal of a body by these rules; undefined when they let it pass. */
export function bodyRefusal<Options extends RefusalOptions>(
  rules: readonly Rule<Options>[],
  body: unknown,
  options: Options,
): Refusal | undefined {
  if (!isJson(body)) return invalid('json', NOT_JSON, null);
  return firstRefusal(rules, ({ check }) => check(body, options));
}
