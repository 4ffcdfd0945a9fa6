/** Each broken transcript of the corpus: what is found in it, and that the mended one is accepted. */
import { diagnose, mend } from '../../src/index.js';
import { chatRefusal } from '../../src/testing/chat-refusal.js';
import { responsesRefusal } from '../../src/testing/responses-refusal.js';
import { asRequest, CORPUS } from './corpus.js';

/** Its calls stand in a response that only the service has. */
const ELSEWHERE = 'items-previous';
const places = (findings: readonly { code: string; at: string }[]) => findings.map(({ code, at }) => `${code} ${at}`);

test.each(CORPUS)('$name: $what', ({ name, input, for: service = 'openai', findings, left = [], warnings = [] }) => {
  const before = JSON.stringify(input);
  const diagnosis = diagnose(input, { for: service });
  expect(places(diagnosis.findings).sort()).toEqual([...findings].sort());
  expect(diagnosis.ok).toBe(!diagnosis.findings.some(({ severity }) => severity === 'error'));

  const mended = mend(input, { for: service });
  expect(places(mended.left)).toEqual([...left, ...warnings]);
  expect(places(diagnose(mended.transcript, { for: service }).findings)).toEqual([...left, ...warnings]);
  expect(mended.changes.length > 0).toBe(findings.length > left.length + warnings.length);
  expect(mend(mended.transcript, { for: service })).toEqual({
    transcript: mended.transcript,
    changes: [],
    left: mended.left,
  });
  // The input is never touched.
  expect(JSON.stringify(input)).toBe(before);
  const { api, body } = asRequest(mended.transcript);
  if (left.length === 0 && name !== ELSEWHERE) expect(refusalOf(api, body)).toBeUndefined();
});

function refusalOf(api: 'chat' | 'responses', body: unknown) {
  return api === 'chat' ? chatRefusal(body) : responsesRefusal(body);
}

const OPENAI = CORPUS.filter(({ name, for: service = 'openai' }) => service === 'openai' && name !== ELSEWHERE);

test.each(OPENAI)('$name: what the strict server answers is among the words that the doctor tells', ({ input }) => {
  const { api, body } = asRequest(input);
  const refusal = refusalOf(api, body);
  const { findings, ok } = diagnose(input);
  if (refusal) expect(findings.map(({ service }) => service)).toContain(refusal.message);
  // What the strict server takes may still break the contract, but then no words are put into the service's mouth.
  else expect(ok || findings.every(({ service, severity }) => severity === 'warning' || !service)).toBe(true);
});
