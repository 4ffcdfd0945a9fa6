/** A backend that starts a turn. The import of the agent is a type alone, so no tool code enters the backend. */
import { connect } from 'everycall/client';
import type { guide } from './agents.js';

const client = await connect();
const turn = await client.startTurn<typeof guide>('guide', 'What is the weather in Paris and Oslo?', {
  turnId: 'weather-42',
});
for await (const event of turn.events()) console.log(event.type);
const result = await turn.result();
if (result.outcome === 'completed') console.log(result.output);
await client.close();
