/**
 * Parts of a tool's result beside plain text: texts, pictures and files, in the form of the Responses API
 * (`function_call_output.output`). Pure. Rule: people and logs read `contentText`, never the data of a picture.
 */

/** A text. */
export interface TextPart {
  readonly type: 'input_text';
  readonly text: string;
}

/** A picture. */
export interface ImagePart {
  readonly type: 'input_image';
  /** A `data:image/…` URL, or an `https:` URL that the model service can fetch. */
  readonly image_url: string;
  /** How finely the model looks. Chat Completions has no `original` and gets `high`. @default left to the service */
  readonly detail?: 'auto' | 'low' | 'high' | 'original';
}

/** A file, by exactly one of `file_data` and `file_url`. */
export interface FilePart {
  readonly type: 'input_file';
  /** A `data:` URL. */
  readonly file_data?: string;
  /** An `https:` URL that the model service can fetch: on the Responses API alone. */
  readonly file_url?: string;
  /** At most 255 characters. */
  readonly filename?: string;
}

/** One part of a result. */
export type ContentPart = TextPart | ImagePart | FilePart;

/** What stands for parts where only text can be: the texts, a line each, and marks such as `[image]` and `[file a.pdf]`. */
export function contentText(parts: readonly ContentPart[]): string {
  return parts.map(partText).join('\n');
}

function partText(part: ContentPart): string {
  if (part.type === 'input_text') return part.text;
  if (part.type === 'input_image') return '[image]';
  return part.filename === undefined ? '[file]' : `[file ${part.filename}]`;
}
