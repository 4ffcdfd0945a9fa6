/** `content`: what is taken as parts of a result, and what is refused there and then. */
import { content, ContentRefused, type ContentPart } from '../../src/index.js';
import { isContent } from '../../src/definition/content.js';
import { contentText } from '../../src/protocol/content-part.js';

const image_url = 'data:image/png;base64,aaaa';
const file_data = 'data:application/pdf;base64,aaaa';

test('parts are kept by their known fields, and read by people as text', () => {
  const parts: ContentPart[] = [
    { type: 'input_text', text: 'half a \ud800 character' },
    { type: 'input_image', image_url },
    { type: 'input_image', image_url: 'https://a.test/b.png', detail: 'low' },
    { type: 'input_file', file_data, filename: 'a.pdf' },
    { type: 'input_file', file_url: 'https://a.test/c.pdf' },
  ];
  const made = content(parts.map((part) => ({ ...part, file_id: 'file-1', x: undefined })));
  expect(isContent(made)).toBe(true);
  expect(made.parts).toStrictEqual([{ type: 'input_text', text: 'half a \ufffd character' }, ...parts.slice(1)]);
  expect(contentText(made.parts)).toBe('half a \ufffd character\n[image]\n[image]\n[file a.pdf]\n[file]');
});

test.each<[string, unknown, RegExp]>([
  ['a text', 'x', /^content is "x", expected a list of parts$/],
  ['an empty list', [], /^content is \[\], expected a list of parts$/],
  [
    'a hole',
    [undefined],
    /^content: part 0 is undefined, expected a part of type input_text, input_image or input_file$/,
  ],
  ['a part of Chat', [{ type: 'image_url' }], /part 0 is \{"type":"image_url"\}, expected a part of type input_text/],
  [
    'audio',
    [{ type: 'input_text', text: '' }, { type: 'input_audio' }],
    /part 1 .* no API takes audio from a tool, so return text/,
  ],
  ['a text that is none', [{ type: 'input_text', text: 1 }], /expected a text as its text$/],
  ['a picture by its id', [{ type: 'input_image', file_id: 'f' }], /expected a text as its image_url$/],
  ['a picture by an open URL', [{ type: 'input_image', image_url: 'http://a.test' }], /data:image\/ or https:\/\/$/],
  ['a picture that is text', [{ type: 'input_image', image_url: 'data:text/html,x' }], /data:image\/ or https:\/\/$/],
  ['another detail', [{ type: 'input_image', image_url, detail: 'fine' }], /a detail of auto, low, high, original$/],
  ['a file by its id', [{ type: 'input_file', file_id: 'f' }], /exactly one of file_data and file_url$/],
  ['a file twice', [{ type: 'input_file', file_data, file_url: 'https://a.test' }], /exactly one of/],
  ['data that is no URL', [{ type: 'input_file', file_data: 'aaaa' }], /a file_data that is a data: URL/],
  ['a file by an open URL', [{ type: 'input_file', file_url: 'http://a.test' }], /begins with https:\/\/$/],
  ['a long name', [{ type: 'input_file', file_data, filename: 'x'.repeat(256) }], /a filename of at most 255/],
])('%s is refused', (_what, given, words) => {
  const made = () => content(given as ContentPart[]);
  expect(made).toThrow(ContentRefused);
  expect(made).toThrow(words);
});

test('a refusal prints no more than the beginning of a picture', () => {
  const audio = [{ type: 'input_audio', data: 'a'.repeat(1_000_000) }] as unknown as ContentPart[];
  let message = '';
  try {
    content(audio);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/^content: part 0 is/);
  expect(message.length).toBeLessThan(500);
});
