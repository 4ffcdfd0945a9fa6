/**
 * Says where a text stops being JSON: JSON.parse tells no place for most faults, and a line of its own for none. Pure.
 */

/** The first place at which a text can't be JSON. Lines and columns count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** What stands there, and what was expected. */
  readonly reason: string;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-like tools dislike control characters in patterns; JSON forbids exactly these in texts.
const TEXT = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;

type Expect = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'the end';

/** The fault of a text that JSON.parse refuses; undefined when none is found. */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('[' | '{')[] = [];
  let expect: Expect = 'value';
  let at = 0;

  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const afterValue = (): Expect => {
    const inside = open.at(-1);
    return inside === undefined ? 'the end' : inside === '[' ? ', or ]' : ', or }';
  };
  for (;;) {
    match(SPACE);
    const char = text[at];
    if (char === undefined) return expect === 'the end' ? undefined : place(text, at, expect);
    if ((char === ']' && (expect === 'value or ]' || expect === ', or ]')) || closesObject(char, expect)) {
      open.pop();
      at += 1;
      expect = afterValue();
    } else if (char === ',' && (expect === ', or ]' || expect === ', or }')) {
      at += 1;
      expect = expect === ', or ]' ? 'value' : 'key';
    } else if (char === ':' && expect === ':') {
      at += 1;
      expect = 'value';
    } else if (char === '"' && (expect === 'key' || expect === 'key or }')) {
      if (!match(TEXT)) return place(text, at, 'a whole text');
      expect = ':';
    } else if (expect === 'value' || expect === 'value or ]') {
      if (char === '[' || char === '{') {
        open.push(char);
        at += 1;
        expect = char === '[' ? 'value or ]' : 'key or }';
      } else if (char === '"') {
        if (!match(TEXT)) return place(text, at, 'a whole text');
        expect = afterValue();
      } else if (match(SCALAR)) expect = afterValue();
      else return place(text, at, expect);
    } else return place(text, at, expect);
  }
}

function closesObject(char: string, expect: Expect): boolean {
  return char === '}' && (expect === 'key or }' || expect === ', or }');
}

function place(text: string, at: number, expected: Expect | 'a whole text'): JsonFault {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1) + 1;
  const found =
    text[at] === undefined
      ? 'the text ends'
      : `${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} stands`;
  return { line, column, reason: `${found} where ${expected} should be` };
}
