import { used } from '../../domain/credits/account.ts';
import { accountName } from '../../domain/credits/charge.ts';
import { totalOf } from '../../domain/credits/usage.ts';
import { dayOf } from '../../domain/credits/window.ts';
import { snowflakeTime } from '../../domain/job/snowflake.ts';
import type { Context } from '../handler.ts';
import { type OperatorPanel, SERVER_PAGE, type ServerStanding } from '../render/operator-panel.ts';

/** The interaction that asks: its id tells which day and month it is. */
type Asking = { readonly id: string };

/** The day of an interaction where the bot's days begin. */
async function today({ id }: Asking, { access }: Context) {
  return dayOf(snowflakeTime(id), (await access()).botTimeZone);
}

async function standingOf(
  guildId: string,
  month: string,
  names: ReadonlyMap<string, string>,
  { newGrant, store }: Context,
): Promise<ServerStanding> {
  const total = totalOf(await store.accounts.get(accountName.server(guildId), month));
  const grant = (await store.policies.grant(guildId)) ?? newGrant(await store.policies.bot());
  return { guildId, name: names.get(guildId) ?? null, ...total, grant };
}

/**
 * All about the bot, with one page of its servers: those that it is in, and those that have used something this month, which come
 * first. May take as long as Discord takes to name them.
 */
export async function botOverview(asking: Asking, page: number, context: Context): Promise<OperatorPanel> {
  const { engine, serverNames, store } = context;
  const { month, day } = await today(asking, context);
  const names = await serverNames();
  const ids = new Set([...(await store.accounts.roster(null, month)), ...names.keys()]);
  const all: ServerStanding[] = [];
  for (const id of ids) all.push(await standingOf(id, month, names, context));
  all.sort((one, other) => other.credits - one.credits || one.guildId.localeCompare(other.guildId));
  const pages = Math.max(1, Math.ceil(all.length / SERVER_PAGE));
  const here = Math.min(Math.max(0, page), pages - 1);
  const account = await engine.account(accountName.operator, month);
  return {
    bot: await store.policies.bot(),
    used: used(account, day),
    inDoubt: account.inDoubt,
    servers: all.slice(here * SERVER_PAGE, (here + 1) * SERVER_PAGE),
    page: here,
    pages,
  };
}

/** One server as the people who run the bot see it. May take as long as Discord takes to name it. */
export async function serverStanding(guildId: string, asking: Asking, context: Context): Promise<ServerStanding> {
  const { month } = await today(asking, context);
  return standingOf(guildId, month, await context.serverNames(), context);
}
