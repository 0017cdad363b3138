import { ApplicationCommandOptionType } from 'discord.js';
import { type Context, type Handler, inServers } from '../src/discord/handler.ts';
import { MANAGERS, managedServer } from '../src/discord/input/manager.ts';
import { usageId } from '../src/discord/render/custom-ids.ts';
import { renderReply } from '../src/discord/render/reply.ts';
import { CHART, renderUsage } from '../src/discord/render/usage.ts';
import type { Account } from '../src/domain/credits/account.ts';
import { accountName } from '../src/domain/credits/charge.ts';
import { byUse, daysOf, totalOf, usageTable } from '../src/domain/credits/usage.ts';
import { dayOf, monthBefore } from '../src/domain/credits/window.ts';
import { snowflakeTime } from '../src/domain/job/snowflake.ts';
import { en } from '../src/text/en/index.ts';

const { description, options, periods } = en.commands.usage;

/** A month as it stands in a button's id. */
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** The accounts of a server's members in a month, by their ids; `memberId`: only that of one. */
async function accountsOf(guildId: string, month: string, { store }: Context, memberId: string | null = null) {
  const members = memberId === null ? await store.accounts.roster(guildId, month) : [memberId];
  const accounts = new Map<string, Account>();
  for (const member of members)
    accounts.set(member, await store.accounts.get(accountName.member(guildId, member), month));
  return accounts;
}

async function usageOf(guildId: string, month: string, page: number, context: Context, memberId: string | null = null) {
  const accounts = await accountsOf(guildId, month, context, memberId);
  const one = memberId === null ? undefined : accounts.get(memberId);
  const server = one ?? (await context.store.accounts.get(accountName.server(guildId), month));
  const days = daysOf(server, month);
  const hasChart = totalOf(server).jobs > 0;
  const files = hasChart
    ? [{ key: 'files[0]', name: CHART, data: await context.pictures.usage(days), contentType: 'image/png' }]
    : [];
  const reply = renderUsage({ month, server, members: byUse(accounts), page }, hasChart, context.words);
  return { reply, files };
}

/** `/usage` shows a server's managers what its members have used, and gives it to them as a table. */
export default {
  command: {
    data: {
      name: 'usage',
      description,
      ...inServers(MANAGERS),
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'period',
          description: options.period,
          choices: [
            { name: periods.this, value: 'this' },
            { name: periods.last, value: 'last' },
          ],
        },
        { type: ApplicationCommandOptionType.User, name: 'member', description: options.member },
      ],
    },
    async execute(interaction, context) {
      const { access, responder, words } = context;
      const member = await access();
      const guildId = managedServer(interaction, member);
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const { month } = dayOf(snowflakeTime(interaction.id), member.timeZone);
      const asked = interaction.options.getString('period') === 'last' ? monthBefore(month) : month;
      const of = interaction.options.getUser('member')?.id ?? null;
      await responder.deferReply();
      const { reply, files } = await usageOf(guildId, asked, 0, context, of);
      await responder.tell(reply, files);
    },
  },
  button: {
    prefix: usageId.prefix,
    async press(interaction, context) {
      const { access, responder, words } = context;
      const guildId = managedServer(interaction, await access());
      if (guildId === null) return responder.tell(words.serverPanel.notManager);
      const [month = '', what = ''] = usageId.decode(interaction.customId) ?? [];
      if (!MONTH.test(month)) return responder.tell(words.replies.buttonUnknown);
      if (what !== 'csv') {
        await responder.deferUpdate();
        const { reply, files } = await usageOf(guildId, month, Number(what) || 0, context);
        return responder.editReply(reply, files);
      }
      await responder.deferReply();
      const table = Buffer.from(usageTable(month, await accountsOf(guildId, month, context)));
      const name = `usage-${month}.csv`;
      await responder.tell(
        renderReply(words.usage.table, { attachments: [{ id: '0', filename: name, description: words.usage.table }] }),
        [{ key: 'files[0]', name, data: table, contentType: 'text/csv' }],
      );
    },
  },
} satisfies Handler;
