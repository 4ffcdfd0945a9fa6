/** An assistant's message with calls that is written twice in a row: as two answers, the first would lack its results. */
import { fieldsOf, listOf } from '../../testing/json.js';
import { idText } from '../part.js';
import { missingWords } from '../words.js';
import type { Rule } from './rule.js';

/** Leaves the second of two equal messages with calls out. */
export const repeatedMessages: Rule = (elements, report) => {
  const texts = elements.map(({ value }) => (listOf(value.tool_calls).length > 0 ? JSON.stringify(value) : undefined));
  return elements.filter(({ value, at }, index) => {
    if (texts[index] === undefined || texts[index] !== texts[index - 1]) return true;
    const ids = listOf(value.tool_calls).map((call) => idText(fieldsOf(call).id));
    report.mended(
      {
        code: 'repeated_call',
        at,
        service: missingWords(report.service, 'chat', 'function_call', ids[0] ?? '', ids),
        message: 'the message and its calls are there twice',
        fix: 'left out: it says what the one before says',
      },
      'dropped',
    );
    return false;
  });
};
