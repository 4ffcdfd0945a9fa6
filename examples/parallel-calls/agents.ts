/** Two agents with the same tools: one may ask for several calls in one answer, the other for one at a time. */
import { defineAgent, defineTool } from 'everycall';
import { z } from 'zod';

const CITIES = new Map([
  ['Paris', { weather: 'rain, 12 °C', zone: 'Europe/Paris' }],
  ['Oslo', { weather: 'snow, -3 °C', zone: 'Europe/Oslo' }],
  ['Lima', { weather: 'sun, 24 °C', zone: 'America/Lima' }],
]);

const parameters = z.object({ city: z.string() });

const getWeather = defineTool({
  name: 'get_weather',
  description: 'Weather of a city now. Calls run in parallel.',
  parameters,
  effect: 'read',
  execute: ({ city }) => CITIES.get(city)?.weather ?? `no weather station in ${city}`,
});

const getTimeZone = defineTool({
  name: 'get_time_zone',
  description: 'Time zone of a city. Calls run in parallel.',
  parameters,
  effect: 'read',
  execute: ({ city }) => CITIES.get(city)?.zone ?? `no time zone known of ${city}`,
});

const common = {
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  api: 'chat',
  instructions: 'You are a travel guide. Use the tools for every fact; ask for all that you need at once. Be brief.',
  tools: [getWeather, getTimeZone],
} as const;

export const guide = defineAgent({ ...common, name: 'guide' });
export const stepwise = defineAgent({ ...common, name: 'stepwise', parallelToolCalls: false });

export default [guide, stepwise];
