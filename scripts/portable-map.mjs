/**
 * Makes a workflow bundle and the source map inside it fit to ship. Rule: it names no folder of the machine that built it (a
 * build is the same wherever it is made), and carries the text of our own sources only, which the SDK shows in stack traces.
 */
import { withoutComments } from './without-comments.mjs';

const MARK = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

/**
 * @param {string} code a bundle that ends with an inline source map
 * @param {string} built the folder that our part of it was built in
 * @returns {string} the bundle without comments, with the map rewritten
 */
export function portableMap(code, built) {
  const at = code.lastIndexOf(MARK);
  if (at < 0) throw new Error('the workflow bundle has no inline source map; did the SDK change how it bundles?');
  const map = JSON.parse(Buffer.from(code.slice(at + MARK.length), 'base64').toString('utf8'));
  const ours = map.sources.map((source) => source.includes(built) && !source.includes('node_modules'));
  const sources = map.sources.map((source) => shortName(source, built));
  const sourcesContent = (map.sourcesContent ?? []).map((text, i) => (ours[i] ? text : null));
  const rewritten = JSON.stringify({ ...map, sourceRoot: '', sources, sourcesContent });
  return `${withoutComments(code.slice(0, at))}${MARK}${Buffer.from(rewritten, 'utf8').toString('base64')}`;
}

function shortName(source, built) {
  const inPackage = source.lastIndexOf('node_modules/');
  if (inPackage >= 0) return source.slice(inPackage);
  const inBuild = source.indexOf(built);
  return inBuild >= 0 ? `everycall${source.slice(inBuild + built.length)}` : source;
}
