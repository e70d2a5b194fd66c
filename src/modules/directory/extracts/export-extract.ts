import type { Ctx } from '../../../platform/context.js';
import { makeFolder } from '../../../platform/files/make-folder.js';
import type { Profile } from '../rules/deliveries.js';
import { extractOf, ofProfile } from './catalogue.js';
import { atOneState } from './snapshot.js';
import { writeExtract } from './write-extract.js';
import { writeTexts } from './write-texts.js';

/** What to write, and where. */
export interface ExportPlan {
  /** Service code of an extract. */
  readonly service: string;
  readonly folder: string;
  /** A delivery, for the open extract of people. */
  readonly profile: Profile;
  /** As the service gives it, or the texts as imports read them. */
  readonly zipped: boolean;
}

/** A file that was written. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: number;
  /** Header left out; of all texts of a zip together. */
  readonly lines: number;
}

/**
 * Writes one extract into a folder, made if it is not there, without putting it on line.
 * Out: the publication that it tells, and the files. @throws RangeError for a service that does not exist
 */
export async function exportExtract(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  plan: ExportPlan,
): Promise<{ publication: number; files: readonly ExportedFile[] }> {
  const extract = plan.profile === 'V0' ? ofProfile(plan.service, plan.profile) : extractOf(plan.service);
  if (!extract) throw new RangeError(`no extract ${plan.service} of profile ${plan.profile}`);
  const { folder } = plan;
  makeFolder(folder);
  const at = ctx.clock.now();
  return atOneState(ctx, 'whole', async (snapshot) => {
    const { number: publication } = snapshot.publication;
    if (!plan.zipped) return { publication, files: await writeTexts(extract, snapshot, { folder, at }) };
    const { name, bytes, texts } = await writeExtract(extract, snapshot, { folder, at });
    return { publication, files: [{ name, bytes, lines: texts.reduce((sum, { lines }) => sum + lines, 0) }] };
  });
}
