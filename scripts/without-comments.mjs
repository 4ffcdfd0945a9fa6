/** Takes the comments out of a bundle. Rule: every line keeps its number, which the bundle's source map goes by. */
import { parse } from 'acorn';

/**
 * @param {string} code JavaScript, as a script
 * @returns {string} the same without its comments
 */
export function withoutComments(code) {
  const kept = [];
  let from = 0;
  const onComment = (_isBlock, _text, start, end) => {
    const lines = code.slice(start, end).replace(/[^\n]/g, '');
    kept.push(code.slice(from, start), lines);
    from = end;
  };
  parse(code, { ecmaVersion: 'latest', sourceType: 'script', onComment });
  kept.push(code.slice(from));
  return kept.join('');
}
