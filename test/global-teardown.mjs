/** Stops the server of `global-setup`. */
export default async function globalTeardown() {
  await globalThis.everycallTestServer?.stop();
  globalThis.everycallTestServer = undefined;
}
