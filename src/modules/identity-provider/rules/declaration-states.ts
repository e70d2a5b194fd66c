/** The life of a declaration. What runs is what was approved last: a change under way alters nothing of it. */
export type DeclarationState = 'draft' | 'submitted' | 'approved' | 'refused' | 'closed';
export type DeclarationAct = 'change' | 'submit' | 'approve' | 'refuse' | 'close';

const NEXT: Readonly<Record<DeclarationAct, Partial<Record<DeclarationState, DeclarationState>>>> = {
  change: { draft: 'draft', submitted: 'draft', approved: 'draft', refused: 'draft' },
  submit: { draft: 'submitted' },
  approve: { submitted: 'approved' },
  refuse: { submitted: 'refused' },
  close: { draft: 'closed', submitted: 'closed', approved: 'closed', refused: 'closed' },
};

/** The state after an act; undefined when the act is not allowed in that state. */
export const stateAfter = (act: DeclarationAct, state: DeclarationState): DeclarationState | undefined =>
  NEXT[act][state];
