/** Name of the job that sends what waits for one service about one person. */
export const PUSH_CHANGES = 'identity-provider.push-changes';

/** What a service learns in order: all that happens to one person. */
export interface Line {
  readonly clientId: string;
  readonly accountId: string;
}

/** A line as the subject of a job. */
export const lineOf = ({ accountId, clientId }: Line): string => `${accountId} ${clientId}`;

export const readLine = (subject: string): Line => {
  const space = subject.indexOf(' ');
  return { accountId: subject.slice(0, space), clientId: subject.slice(space + 1) };
};
