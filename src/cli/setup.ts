/** `everycall setup`: registers the search attributes on a server, or says which commands do it. */
import { WAITING_ATTRIBUTE } from '../contract/people.js';
import { registerAttributes, registerCommands } from '../client/register-attributes.js';
import { grpcCode } from '../history/grpc-fault.js';
import { commandName } from './command-name.js';
import { EXIT } from './exit-code.js';
import { flagsOf, withClient, type ServerChoice } from './server-options.js';
import { print, tell } from './terminal.js';

/** Options of the command, as parsed. */
export interface SetupOptions extends ServerChoice {
  readonly print?: boolean;
}

/** Runs the command. @returns the exit code: 1 when the server did not let us. */
export async function setup(options: SetupOptions): Promise<number> {
  return withClient(options, async (client) => {
    const commands = registerCommands(client.namespace);
    if (options.print) {
      for (const command of commands) print(command);
      return EXIT.ok;
    }
    try {
      const { added, present } = await registerAttributes(client.temporal);
      if (added.length > 0) print(`registered in namespace "${client.namespace}": ${added.join(', ')}`);
      if (added.includes(WAITING_ATTRIBUTE)) {
        // What began to wait without the attribute is never listed by it.
        const scan = `${commandName()} approvals --scan${flagsOf(options)}`;
        tell(`workers use it within a minute; what waits already is listed by: ${scan}`);
      }
      if (present.length > 0) print(`there already: ${present.join(', ')}`);
      return EXIT.ok;
    } catch (error) {
      if (grpcCode(error) === undefined) throw error;
      tell('the server does not let this account register search attributes; somebody who may runs:');
      for (const command of commands) print(command);
      return EXIT.failed;
    }
  });
}
