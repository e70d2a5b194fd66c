import { transaction } from '../../../platform/context.js';
import { type Event, emit, type Reaction } from '../../../platform/events.js';
import { PERSON_CLOSED, PERSON_UPDATED } from '../events.js';
import { copiesBehind } from '../queries/copies-behind.js';
import { type Copied, copyNewer } from '../store.js';

/** Brings the provider's copy of claims and contacts up to date with the directory. Subjects are idNats. */
export const copyPeople: Reaction = {
  name: 'identity-provider.copy-people',
  run: (ctx, idNats) =>
    transaction(ctx, async (tx) => {
      const news = await copyNewer(tx, idNats);
      const closed = news.filter(({ active }) => !active);
      await emit(tx, [...news.map(told(PERSON_UPDATED)), ...closed.map(told(PERSON_CLOSED))]);
    }),
  behind: copiesBehind,
};

const told =
  (type: string) =>
  ({ idNat, version, origins }: Copied): Event => ({ type, subject: idNat, version, origins });
