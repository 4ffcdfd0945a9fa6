/** `everycall/thread`: tools whose code runs in threads. Needs piscina; nothing else of everycall does. */
export { inThread, type ThreadExecute } from './thread/in-thread.js';
export type { ThreadCall } from './thread/thread-task.js';
