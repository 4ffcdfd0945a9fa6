/**
 * What waits for a person: calls under approval. Rules: a call is decided once, by a person, by its deadline, or by being
 * cancelled; an answer that names another call, other arguments or a call that was decided changes nothing.
 */
import {
  approvalId,
  parseApprovalId,
  type CallPlace,
  type Decision,
  type WaitingApproval,
} from '../contract/people.js';
import type { ToolPolicy } from '../definition/policy.js';
import type { CallEnd } from '../protocol/failure.js';
import { digest } from '../protocol/head.js';
import { message } from '../protocol/item.js';
import { fieldsOf } from '../protocol/json.js';
import { cancelledText, clip, deniedText, editedText, undecidedText } from '../protocol/outcome-text.js';
import type { ToolCall } from '../protocol/tool-call.js';
import type { Inbox } from './inbox.js';
import type { OpenCall } from './open-calls.js';
import { Refusal } from './refusal.js';
import type { TurnEffects } from './turn-effects.js';

/** A call to ask a person about. */
export interface AskedCall {
  readonly call: ToolCall;
  readonly policy: ToolPolicy;
  readonly args: unknown;
  readonly why?: string | undefined;
}

/** The arguments to run a call with, or how it ended without being run. */
export type Verdict = { readonly args: unknown } | CallEnd;

/** What approvals need of the world. */
export type ApprovalEffects = Pick<TurnEffects, 'turnId' | 'newId' | 'now' | 'alarm' | 'waiting' | 'changed'>;

interface Pending extends AskedCall {
  readonly told: WaitingApproval;
  /** Ends the waiting; `note` says who decided, if anybody did. */
  readonly settle: (verdict: Verdict, note?: string) => void;
}

/** Deadline and default of a tool whose policy says none: it came under approval by a deploy in the middle of the turn. */
const DEFAULTS = { deadlineMs: 86_400_000, otherwise: 'deny' } as const;

/** The calls of a turn that wait for a person. */
export class Approvals {
  /** The steps up to this one were over when this run of the turn began, so that all of their approvals are decided. */
  overUpTo = 0;
  readonly #pending = new Map<string, Pending>();
  readonly #decided = new Set<string>();
  /** By place of its call, where an approval stands. */
  readonly #notes = new Map<string, string>();
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Asks a person; resolves once the call is decided. */
  ask(asked: AskedCall, open: OpenCall, effects: ApprovalEffects): Promise<Verdict> {
    const { call, policy, args, why } = asked;
    const { step, position } = call;
    const id = approvalId({ turnId: effects.turnId, step, position, argsDigest: argumentsDigest(call, args) });
    const { deadlineMs, otherwise } = policy.approval ?? DEFAULTS;
    const told = { approvalId: id, step, position, until: effects.now() + deadlineMs, otherwise, ...(why && { why }) };
    return new Promise((resolve) => {
      const settle = (verdict: Verdict, note?: string) => {
        this.#pending.delete(id);
        this.#decided.add(id);
        this.#note(call, note);
        takeBack();
        this.#tell(effects);
        resolve(verdict);
      };
      const takeBack = effects.alarm(deadlineMs, () => {
        if (otherwise === 'approve') settle({ args }, 'approved by its deadline');
        else settle(UNDECIDED, 'by its deadline');
      });
      open.cancelBy(() => settle(CANCELLED));
      this.#pending.set(id, { ...asked, told, settle });
      this.#note(call, 'waits for a person');
      this.#tell(effects);
    });
  }

  /** The call that a decision is about. @throws {Refusal} when the decision can't be taken. */
  check(decision: Decision): AskedCall {
    if (!isDecision(decision)) {
      const expected = "an approvalId, and the verdict 'approve', or 'deny' with a reason";
      throw new Refusal('malformed', `a decision must have ${expected}; \`by\` is a text`);
    }
    const pending = this.#pending.get(decision.approvalId);
    if (pending) return pending;
    throw this.#refusal(decision.approvalId);
  }

  /** Decides; `args` are the edited arguments, checked. @throws {Refusal} when it was decided meanwhile. */
  decide(decision: Decision, args: unknown, newId: () => string): void {
    const { call, settle, args: asked } = this.check(decision) as Pending;
    const by = `by ${clip(decision.by ?? 'a person', MOST_NAME)}`;
    if (decision.verdict === 'deny') {
      settle({ outcome: 'denied', output: deniedText(decision.reason) }, by);
      return;
    }
    const edited = args !== undefined && JSON.stringify(args) !== JSON.stringify(asked);
    // The model wrote other arguments than those that run: what it says next must be true.
    if (edited) this.#inbox.note({ id: newId(), item: message('user', editedText(call, args)), by: 'turn' });
    settle({ args: edited ? args : asked }, edited ? `changed and approved ${by}` : `approved ${by}`);
  }

  /** Where the approval of a call stands, for whoever looks at the turn; undefined when there is none to speak of. */
  noteOf({ step, position }: CallPlace): string | undefined {
    return this.#notes.get(`${step}.${position}`);
  }

  /** Ends all waiting: the turn was cancelled. */
  close(): void {
    for (const { settle } of this.#pending.values()) settle(CANCELLED);
  }

  #note({ step, position }: CallPlace, note: string | undefined): void {
    const place = `${step}.${position}`;
    if (note === undefined) this.#notes.delete(place);
    else this.#notes.set(place, note);
  }

  #tell(effects: ApprovalEffects): void {
    effects.waiting([...this.#pending.values()].map(({ told }) => told));
    effects.changed();
  }

  #refusal(id: string): Refusal {
    if (this.#decided.has(id)) {
      return new Refusal(
        'approval_decided',
        `approval ${id} was decided before, by a person, its deadline or a cancel`,
      );
    }
    const named = parseApprovalId(id);
    if (named && named.step <= this.overUpTo) {
      return new Refusal(
        'approval_decided',
        `approval ${id} is of step ${named.step}, which is over: it was decided before`,
      );
    }
    const known = [...this.#pending.keys(), ...this.#decided].map(parseApprovalId);
    const place = known.find((one) => one?.step === named?.step && one?.position === named?.position);
    if (named && place?.turnId === named.turnId) {
      return new Refusal('approval_changed', `the call of approval ${id} has other arguments now: look at it again`);
    }
    return new Refusal('approval_unknown', `this turn has no approval ${id}`);
  }
}

/** Most of a person's name that is shown. */
const MOST_NAME = 100;
const CANCELLED: CallEnd = { outcome: 'cancelled', output: cancelledText(false) };
const UNDECIDED: CallEnd = { outcome: 'denied', output: undecidedText() };

/** Whether it has a decision's form: a client of another language, or an older one, may send anything. */
function isDecision(decision: unknown): decision is Decision {
  const { approvalId: id, verdict, reason, by } = fieldsOf(decision);
  const decides = verdict === 'approve' || (verdict === 'deny' && typeof reason === 'string');
  return typeof id === 'string' && decides && (by === undefined || typeof by === 'string');
}

/** Digest of all that a person says yes to. */
function argumentsDigest({ callId, name }: ToolCall, args: unknown): string {
  return digest(JSON.stringify([callId, name, args])).slice(0, 12);
}
