/** Pictures and files that tools returned, in what comes after their turn: the next turn of a session, after a renewal, and forks. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { RENEW_SIGNAL } from '../../src/contract/session.js';
import { content, defineTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const text = { type: 'input_text', text: 'Sales by month.' } as const;
const image = { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' } as const;
const file = { type: 'input_file', filename: 'sales.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } as const;
const plot = defineTool({
  name: 'plot',
  description: 'Draws.',
  parameters: z.object({}),
  execute: () => content([text, image, file]),
});

const SHOWN = {
  chat: [
    { type: 'image_url', image_url: { url: image.image_url, detail: 'low' } },
    { type: 'file', file: { filename: 'sales.pdf', file_data: file.file_data } },
  ],
  responses: [text, image, file],
};

test.each(['chat', 'responses'] as const)(
  'on %s each later request shows them, once',
  async (api) => {
    const bench = await turnBench({
      tools: [plot],
      agent: { api },
      model: {
        script: [
          calls({ id: 'a', name: 'plot', arguments: {} }),
          say('drawn'),
          say('seen'),
          say('again'),
          say('forked'),
        ],
      },
    });
    try {
      const session = bench.client.session('tester', `s-${randomUUID()}`);
      const first = await session.send('Draw.');
      expect(await first.result()).toMatchObject({ output: 'drawn' });
      expect(await (await session.send('What is on it?')).result()).toMatchObject({ output: 'seen' });
      await bench.client.temporal.workflow.getHandle(session.sessionId).signal(RENEW_SIGNAL);
      expect(await (await session.send('And now?')).result()).toMatchObject({ output: 'again' });
      const fork = await first.fork({ step: 2 });
      expect(await fork.result()).toMatchObject({ output: 'forked' });
      for (const { body } of bench.model.requests.slice(1)) {
        const { messages, input } = body as { messages?: { content: unknown }[]; input?: { output?: unknown }[] };
        const shown = messages
          ? messages.flatMap(({ content: parts }) =>
              Array.isArray(parts) ? parts.filter((part: { type: string }) => part.type !== 'text') : [],
            )
          : input!.flatMap(({ output }) => (Array.isArray(output) ? (output as unknown[]) : []));
        expect(shown).toEqual(SHOWN[api]);
      }
    } finally {
      await bench.close();
    }
  },
  60_000,
);
