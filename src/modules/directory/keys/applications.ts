import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** A key as pages show it: never whole. */
export interface ShownKey {
  readonly id: string;
  readonly beginning: string;
  readonly createdAt: string;
  readonly endsAt: string | null;
}

/** An application with its keys, newest first, and its calls by day, newest first, at most thirty. */
export interface Application {
  readonly id: string;
  readonly ownerName: string;
  readonly name: string;
  readonly eachMinute: number;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly closedWhy: string | null;
  readonly keys: readonly ShownKey[];
  readonly use: readonly { readonly day: string; readonly calls: number }[];
}

type World = Pick<Ctx, 'db'>;

/** The applications of an account, oldest first. */
export const applicationsOf = (ctx: World, owner: string): Promise<Application[]> =>
  read(ctx, sql`a.owner = ${owner}::uuid`, 1000);

/** One application, of an account where one is given. */
export async function application(ctx: World, id: string, owner?: string): Promise<Application | undefined> {
  const own = owner === undefined ? sql`true` : sql`a.owner = ${owner}::uuid`;
  return UUID.test(id) ? (await read(ctx, sql`a.id = ${id}::uuid and ${own}`, 1))[0] : undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page of all applications, oldest first, after one of them. */
export async function allApplications(
  ctx: World,
  after: string | undefined,
  most: number,
): Promise<Application[]> {
  const beyond =
    after !== undefined && UUID.test(after)
      ? sql`(a.created_at, a.id) > (select created_at, id from directory.applications where id = ${after}::uuid)`
      : sql`true`;
  return read(ctx, beyond, most);
}

const read = (ctx: World, which: RawBuilder<unknown>, most: number): Promise<Application[]> =>
  rows(
    ctx.db,
    sql<Application>`select a.id, a.owner_name "ownerName", a.name, a.each_minute "eachMinute",
        a.created_at "createdAt", a.closed_at "closedAt", a.closed_why "closedWhy",
        coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'beginning', k.beginning, 'createdAt', k.created_at,
          'endsAt', k.ends_at) order by k.created_at desc) from directory.api_keys k where k.application = a.id), '[]') keys,
        coalesce((select jsonb_agg(to_jsonb(u) order by u.day desc) from (select day, calls
          from directory.application_use where application = a.id order by day desc limit 30) u), '[]') use
      from directory.applications a where ${which} order by a.created_at, a.id limit ${most}`,
  );
