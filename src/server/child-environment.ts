/** The environment of the processes that we start. Rule: an embedded server obeys no setting meant for another server. */

/**
 * A copy without `TEMPORAL_*` (they name other servers, profiles and files) and without `NODE_OPTIONS` (a debugger or
 * loader meant for the parent).
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !key.toUpperCase().startsWith('TEMPORAL_') && key !== 'NODE_OPTIONS'),
  );
}
