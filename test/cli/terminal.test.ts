import fc from 'fast-check';
import { printableText, terminalJson } from '../../src/cli/terminal.js';

const HOSTILE = '\u001b[2Jred\u009b31m \u202egnp\u2069\u0007\r\nnext\tend\u007f';

test('a text keeps its lines and tabs and nothing that a terminal obeys', () => {
  expect(printableText(HOSTILE)).toBe('red gnp\nnext\tend');
  expect(printableText('👩‍👩‍👧 stays')).toBe('👩‍👩‍👧 stays');
});

test('JSON for a terminal is plain and means the same', () => {
  const text = terminalJson({ said: HOSTILE });
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(text)).toEqual({ said: HOSTILE });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (string) => {
      const json = terminalJson([string]);
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(JSON.parse(json)).toEqual([string]);
    }),
    { seed: 7 },
  );
});
