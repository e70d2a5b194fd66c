/** Where the file of a member stands, from the draft of an application to its end. */
export const MEMBER_STATES = [
  'draft',
  'submitted',
  'in-review',
  'complement-requested',
  'active',
  'suspended',
  'closed',
  'refused',
  'abandoned',
] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** Who may act on a file: the person, an agent of the authority, its own program, or the register. */
export const ACTOR_KINDS = ['applicant', 'agent', 'authority', 'register'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const MEMBER_ACTS = [
  'submit',
  'take-up',
  'ask-complement',
  'give-complement',
  'validate',
  'refuse',
  'abandon',
  'suspend',
  'resume',
  'close',
  'reopen',
  'reject',
] as const;
export type MemberAct = (typeof MEMBER_ACTS)[number];

interface Transition {
  readonly act: MemberAct;
  readonly from: readonly MemberState[];
  readonly to: MemberState;
  readonly by: readonly ActorKind[];
}

/** The life of a file, one line per act. What is not here is refused. `reject` is the register's refusal of a number. */
export const TRANSITIONS: readonly Transition[] = [
  { act: 'submit', from: ['draft'], to: 'submitted', by: ['applicant', 'agent'] },
  { act: 'take-up', from: ['submitted'], to: 'in-review', by: ['agent'] },
  { act: 'ask-complement', from: ['in-review'], to: 'complement-requested', by: ['agent'] },
  { act: 'give-complement', from: ['complement-requested'], to: 'in-review', by: ['applicant', 'agent'] },
  { act: 'validate', from: ['in-review'], to: 'active', by: ['agent', 'authority'] },
  { act: 'refuse', from: ['in-review'], to: 'refused', by: ['agent'] },
  {
    act: 'abandon',
    from: ['draft', 'submitted', 'in-review', 'complement-requested'],
    to: 'abandoned',
    by: ['applicant'],
  },
  { act: 'suspend', from: ['active'], to: 'suspended', by: ['agent', 'authority'] },
  { act: 'resume', from: ['suspended'], to: 'active', by: ['agent', 'authority'] },
  { act: 'close', from: ['active', 'suspended'], to: 'closed', by: ['agent', 'authority'] },
  { act: 'reopen', from: ['closed'], to: 'active', by: ['agent', 'authority'] },
  { act: 'reject', from: ['active'], to: 'refused', by: ['register'] },
];

/** The state after an act, or undefined when this actor may not do it from there. */
export function nextState(from: MemberState, act: MemberAct, by: ActorKind): MemberState | undefined {
  return TRANSITIONS.find((one) => one.act === act && one.from.includes(from) && one.by.includes(by))?.to;
}

/** Whether the content of the file may still be changed: once validated, and as long as it is not ended. */
export const mayChange = (state: MemberState): boolean => state === 'active' || state === 'suspended';
