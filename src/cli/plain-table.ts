/** A table without lines: columns under a head, two blanks apart. */
import Table from 'cli-table3';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table with these heads; `widths` wrap their columns, in characters. */
export function plainTable(head: string[], widths: (number | null)[] = []): InstanceType<typeof Table> {
  return new Table({
    head,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: NO_LINES,
    ...(widths.length > 0 && { colWidths: widths, wordWrap: true }),
  });
}
