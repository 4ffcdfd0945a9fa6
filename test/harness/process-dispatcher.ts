/**
 * Run before each test file: Jest's context lacks what Node keeps on its own global by a symbol, the dispatcher under
 * fetch. With it, requests to models go out as they do in a worker.
 */
const global = (Reflect.construct(fetch.constructor as FunctionConstructor, ['return globalThis']) as () => object)();
// Node 20 sets it when a part of fetch is first used.
void Headers;
for (const name of Object.getOwnPropertySymbols(global)) {
  if (name.description?.startsWith('undici.globalDispatcher.'))
    Object.defineProperty(globalThis, name, { ...Object.getOwnPropertyDescriptor(global, name), configurable: true });
}
