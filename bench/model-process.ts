/** The model server in a process of its own, so that it costs both sides alike. */
import { scriptedModel } from '../src/testing.js';
import { serveParent } from './child.js';
import { scriptedReply } from './task.js';

const model = await scriptedModel({
  script: (_, { conversation }) => scriptedReply(conversation.user, conversation.step),
  maxRequests: 10,
});
serveParent(
  model.baseURL,
  () => undefined,
  () => model.close(),
);
