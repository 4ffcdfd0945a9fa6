/** A result in parts, read back: people are shown its text, and the transcript has what the model was given. */
import { turnView } from '../../src/history/turn-fold.js';
import { call, History } from './facts.js';

const content = [
  { type: 'input_text', text: 'a plot' },
  { type: 'input_image', image_url: 'data:image/png;base64,aaaa' },
];
const output = 'a plot\n[image]';

test.each<[string, (history: History) => History]>([
  [
    'an activity',
    (history) => {
      const id = history.schedule('1.0:a');
      return history.start(id).complete(id, { id: 'r-a', output, content });
    },
  ],
  [
    'a local activity',
    (history) => history.local('look_up', { id: 'r-a', output, content, at: { step: 1, position: 0 } }, 1),
  ],
])('of %s', (_what, ended) => {
  const view = turnView(ended(new History().step(1, [call('a')])).facts);
  expect(view.calls[0]).toMatchObject({ outcome: 'ok', output });
  expect(JSON.stringify(view.calls)).not.toContain('base64');
  expect(view.entries.at(-1)).toEqual({
    id: 'r-a',
    step: 1,
    item: { type: 'function_call_output', call_id: 'a', output: content },
  });
});
