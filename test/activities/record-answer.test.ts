/** What surrounds an answer's items is bounded, too: it stands in the same payload. */
import { boundPlans } from '../../src/activities/record-answer.js';

test('the texts of plans share what all together may have; a few are told whole', () => {
  const plans = (count: number) =>
    Array.from({ length: count }, (_, position) => ({
      position,
      outcome: 'unknown_tool' as const,
      output: 'x'.repeat(2_000),
    }));
  expect(boundPlans(plans(10))).toEqual(plans(10));
  const bytes = Buffer.byteLength(JSON.stringify(boundPlans(plans(2_000))));
  expect(bytes).toBeLessThan(700_000);
});

test('a plan with arguments is left as it is', () => {
  const plan = { position: 0, args: { text: 'y'.repeat(600_000) } };
  expect(boundPlans([plan])).toEqual([plan]);
});
