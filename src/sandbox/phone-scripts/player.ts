import { ecps } from '../../modules/credentials/index.js';
import type { App } from '../../platform/app.js';
import { as } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import {
  answerOnPhone,
  type PhoneAnswer,
  type PhoneRequest,
  phoneRequests,
  sandboxPhone,
} from '../phones.js';
import type { Script, Step } from './script.js';
import { readScript, type ScriptedPhone, scriptedPhones, takeStep, writeScript } from './store.js';

/** Plays the scripts of phones: it hears of each sign-in, and answers as the script says. */
export class ScriptPlayer {
  private readonly watch: ecps.RequestWatch;
  private readonly followed = new Map<string, () => void>();
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(private readonly app: App) {
    this.watch = ecps.watchRequests(app.databaseUrl);
  }

  /** Takes up the scripts that a former run of the program left. */
  async resume(): Promise<void> {
    for (const phone of await scriptedPhones(this.app.ctx)) this.follow(phone);
  }

  /** Gives a phone its script, in place of any former one. @throws Refusal when there is no such phone */
  async play(phoneId: string, script: Script): Promise<void> {
    const phone = await sandboxPhone(this.app.ctx, phoneId);
    await writeScript(this.app.ctx, phone.id, script);
    this.follow(phone);
    await this.look(phone);
  }

  async close(): Promise<void> {
    for (const timer of this.waiting) clearTimeout(timer);
    for (const stop of this.followed.values()) stop();
    await this.watch.close();
  }

  private follow(phone: ScriptedPhone): void {
    if (this.followed.has(phone.id)) return;
    const stop = this.watch.onDeviceChange(phone.ecpsId, () => void this.lookSafely(phone));
    this.followed.set(phone.id, stop);
  }

  private async lookSafely(phone: ScriptedPhone): Promise<void> {
    await this.look(phone).catch((err: unknown) =>
      this.app.ctx.log.warn({ err }, 'a phone missed its script'),
    );
  }

  private async look(phone: ScriptedPhone): Promise<void> {
    for (const request of await phoneRequests(this.app.ctx, phone.id)) {
      const step = await takeStep(this.app.ctx, phone.id, request.id);
      if (step) this.later(step.after, () => this.act(phone, request, step));
    }
    const script = await readScript(this.app.ctx, phone.id);
    if (script && (script.otherwise || script.played < script.steps.length)) return;
    this.followed.get(phone.id)?.();
    this.followed.delete(phone.id);
  }

  private later(seconds: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      work().catch((err: unknown) => this.app.ctx.log.warn({ err }, 'a phone missed its script'));
    }, seconds * 1000);
    this.waiting.add(timer);
  }

  private async act(phone: ScriptedPhone, request: PhoneRequest, step: Step): Promise<void> {
    if (step.do === 'ignore') return;
    const ctx = as(this.app.ctx, 'sandbox');
    const { code } = await sandboxPhone(ctx, phone.id);
    // A wrong number and a wrong code are refused, and whoever waited may have left meanwhile.
    await answerOnPhone(ctx, phone.id, request.id, answerOf(step, request, code)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
    if (step.do === 'wrong-code') await this.look(phone);
  }
}

function answerOf({ do: deed }: Step, { numbers }: PhoneRequest, code: string): PhoneAnswer {
  if (deed === 'refuse') return { decision: 'refuse' };
  if (deed === 'wrong-code') return { decision: 'approve', code: code === '0000' ? '1111' : '0000' };
  // Whichever the right one is, one of four that were not shown is wrong.
  if (deed === 'wrong-number')
    return { decision: 'approve', number: [10, 11, 12, 13].find((one) => !numbers.includes(one)) ?? 10 };
  return { decision: 'approve' };
}

const players = new WeakMap<App, ScriptPlayer>();

/** The one player of a running program. */
export function scriptPlayer(app: App): ScriptPlayer {
  const player = players.get(app) ?? new ScriptPlayer(app);
  players.set(app, player);
  return player;
}
