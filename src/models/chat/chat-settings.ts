/** Settings as fields of a Chat Completions request. Pure. */
import type { ModelSettings } from '../../definition/model-settings.js';

/** The fields of the body that the settings ask for; what isn't set is left to the service. */
export function chatSettings(settings: ModelSettings): Record<string, unknown> {
  const fields = {
    temperature: settings.temperature,
    top_p: settings.topP,
    max_completion_tokens: settings.maxOutputTokens,
    reasoning_effort: settings.reasoning?.effort,
    verbosity: settings.verbosity,
    service_tier: settings.serviceTier,
    metadata: settings.metadata,
    safety_identifier: settings.safetyIdentifier,
    prompt_cache_key: settings.promptCacheKey,
    // Chat stores nothing unless it is asked to, and many services don't know the field.
    store: settings.store,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...settings.extra, ...Object.fromEntries(given) };
}
