/** Settings as fields of a Responses request. Pure. */
import type { ModelSettings } from '../../definition/model-settings.js';

/** Fields of the body; `text` and `include` are joined with those that everycall sets. */
export interface SettingsFields extends Readonly<Record<string, unknown>> {
  readonly text?: Readonly<Record<string, unknown>>;
  readonly include?: readonly unknown[];
}

/** The fields of the body that the settings ask for. */
export function responsesSettings(settings: ModelSettings): SettingsFields {
  const { extra, verbosity } = settings;
  const fields = {
    temperature: settings.temperature,
    top_p: settings.topP,
    max_output_tokens: settings.maxOutputTokens,
    reasoning: settings.reasoning,
    service_tier: settings.serviceTier,
    metadata: settings.metadata,
    safety_identifier: settings.safetyIdentifier,
    prompt_cache_key: settings.promptCacheKey,
    text: verbosity && { verbosity },
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...extra, ...Object.fromEntries(given) };
}
