/** What the model is given of an MCP tool's result. */
import { readMcpResult } from '../../src/mcp/read-result.js';

const parts = (value: unknown) => (value as { parts: readonly unknown[] }).parts;

test('texts are one text', () => {
  const content = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ];
  expect(readMcpResult({ content })).toBe('a\nb');
  expect(readMcpResult({ content: [] })).toBe('');
  expect(readMcpResult({})).toBe('');
});

test('structured content is told where there is no text', () => {
  const structuredContent = { n: 1 };
  expect(readMcpResult({ content: [], structuredContent })).toBe('{"n":1}');
  expect(readMcpResult({ content: [{ type: 'text', text: 'one' }], structuredContent })).toBe('one');
});

test('pictures and PDFs are parts', () => {
  const content = [
    { type: 'text', text: 'the plot' },
    { type: 'image', data: 'iVBORw0KGgoAAAA=', mimeType: 'image/png' },
    { type: 'resource', resource: { uri: 'f://x.pdf', mimeType: 'application/pdf', blob: 'JVBERi0x' } },
  ];
  expect(parts(readMcpResult({ content }))).toEqual([
    { type: 'input_text', text: 'the plot' },
    { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgoAAAA=' },
    { type: 'input_file', file_data: 'data:application/pdf;base64,JVBERi0x', filename: 'file.pdf' },
  ]);
});

test('what a picture is, its bytes say: one that is none would be refused with the whole request', () => {
  const image = (data: string, mimeType: string) => readMcpResult({ content: [{ type: 'image', data, mimeType }] });
  const url = (data: string, mimeType: string) => (parts(image(data, mimeType))[0] as { image_url: string }).image_url;
  expect(url('/9j/AAAA', 'image/png')).toBe('data:image/jpeg;base64,/9j/AAAA');
  expect(url('R0lGODlhAQAB', 'application/octet-stream')).toBe('data:image/gif;base64,R0lGODlhAQAB');
  expect(url('UklGRlZls1xXRUJQVlA4IA==', 'image/webp')).toMatch(/^data:image\/webp;/);
  // Line breaks, and the alphabet of URLs.
  expect(url('_9j_\r\nAA-A\n', 'image/jpeg')).toBe('data:image/jpeg;base64,/9j/AA+A');
  for (const data of ['AAAA', '', 'iVBORw0KGgo%%%%']) {
    expect(image(data, 'image/png')).toMatch(/^\[image of type image\/png, \d+ bytes, which can't be shown\]$/);
  }
});

test.each([
  [{ type: 'audio', data: 'AAAA', mimeType: 'audio/wav' }, "[audio of type audio/wav, 3 bytes, which can't be shown]"],
  [
    { type: 'image', data: 'AAAA', mimeType: 'image/tiff' },
    "[image of type image/tiff, 3 bytes, which can't be shown]",
  ],
  [{ type: 'image', data: '<svg>', mimeType: 'image/png' }, "[image of type image/png, 3 bytes, which can't be shown]"],
  [{ type: 'resource', resource: { uri: 'f://x', text: 'words' } }, 'words'],
  [{ type: 'resource_link', uri: 'f://x', name: 'X' }, '[resource X: f://x]'],
  [{ type: 'hologram' }, "[a part of type hologram, which can't be shown]"],
  [null, "[a part of type unknown, which can't be shown]"],
])('%j is named, never lost', (part, said) => {
  expect(readMcpResult({ content: [part] })).toBe(said);
});

test('an error is thrown with its words', () => {
  const failing = () => readMcpResult({ isError: true, content: [{ type: 'text', text: 'no such file' }] });
  expect(failing).toThrow(expect.objectContaining({ name: 'ToolError', message: 'no such file', retryable: false }));
  expect(() => readMcpResult({ isError: true })).toThrow('the tool failed without a message');
});
