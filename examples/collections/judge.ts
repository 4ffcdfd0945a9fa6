/**
 * The judge of the demo. Pure. Rule: it believes the model server's log, the database's rows and the fetched history, and
 * never what a turn says of itself.
 */
import type { Evidence, Verdict } from './demo/evidence.js';
import { judgeEffects } from './judge/effects.js';
import { judgeHistory } from './judge/history.js';
import { judgeKill } from './judge/kill.js';
import { judgeRequests, judgeRefusals } from './judge/requests.js';
import { judgeStarts } from './judge/starts.js';

/** Every check, whether it holds or not. */
export function judge(evidence: Evidence): Verdict[] {
  return [
    ...(evidence.model
      ? [
          { check: 'the model server refused no request', problems: judgeRefusals(evidence.model) },
          {
            check: 'every call that the model made has exactly one result in the next request, in order',
            problems: judgeRequests(evidence.model, evidence.turns),
          },
        ]
      : []),
    { check: 'every call in history has exactly one result, in order', problems: judgeHistory(evidence.turns) },
    { check: 'each reminder was stored once and mailed once', problems: judgeEffects(evidence) },
    { check: 'no call ran again after it had finished, and each kept its key', problems: judgeStarts(evidence) },
    ...(evidence.killedPid === undefined
      ? []
      : [
          {
            check: 'what the killed worker left open was run again, and nothing else',
            problems: judgeKill(evidence.starts, evidence.killedPid),
          },
        ]),
  ];
}
