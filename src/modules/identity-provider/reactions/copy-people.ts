import { transaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { absorbAccounts } from '../actions/absorb-accounts.js';
import { noteCopies } from '../changes/note.js';
import { PERSON_CLOSED, PERSON_UPDATED, told } from '../events.js';
import { copiesBehind } from '../queries/copies-behind.js';
import { copyNewerToTell } from '../store.js';

/** Brings the provider's copy of claims and contacts up to date with the directory. Subjects are idNats. */
export const copyPeople: Reaction = {
  name: 'identity-provider.copy-people',
  together: true,
  run: (ctx, idNats) =>
    transaction(ctx, async (tx) => {
      const news = await copyNewerToTell(tx, { idNats });
      await absorbAccounts(tx, { idNats: news.filter(({ others }) => others).map(({ idNat }) => idNat) });
      await noteCopies(tx, { idNats: news.map(({ idNat }) => idNat) });
      const closed = news.filter(({ active }) => !active);
      await emit(tx, [...news.map(told(PERSON_UPDATED)), ...closed.map(told(PERSON_CLOSED))]);
    }),
  behind: copiesBehind,
};
