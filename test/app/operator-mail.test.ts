import { expect, onTestFinished, test } from 'vitest';
import { createOperatorMail } from '../../src/app/operator-mail.ts';
import { createRestClients } from '../../src/discord/rest/clients.ts';
import { type AlertTarget, openBot } from '../../src/domain/policy/bot-policy.ts';
import { direct } from '../direct.ts';
import { createDiscord } from '../emulator/discord/server.ts';
import { textOf } from './message-reading.ts';

/** The mail of two who run the bot, over the emulated Discord. */
async function setUp() {
  const discord = await createDiscord();
  const restClients = createRestClients({
    apiUrl: discord.apiUrl,
    botToken: discord.botToken,
    dispatcher: direct.dispatcher,
  });
  onTestFinished(async () => {
    await restClients.close();
    await discord.close();
  });
  const [olga, otto] = [discord.member('olga'), discord.member('otto')];
  const chosen: { alerts: AlertTarget; isStoreUp: boolean } = { alerts: 'firstOperator', isStoreUp: true };
  const { send, heard } = createOperatorMail({
    memberIds: new Set([olga.id, otto.id]),
    policies: {
      async bot() {
        if (!chosen.isStoreUp) throw new Error('the disk is full');
        return { ...openBot, alerts: chosen.alerts };
      },
    },
    restClients,
    log: { warn: () => {} },
    stop: AbortSignal.timeout(20_000),
  });
  const tell = (text: string) => send?.((words) => `${words.alerts.footer} ${text}`);
  const mail = (member: typeof olga) => discord.dms(member).map(textOf);
  return { discord, olga, otto, chosen, heard, tell, mail };
}

test('while the store is ill, alerts go to the place that was chosen last', async () => {
  const { discord, olga, chosen, tell, mail } = await setUp();
  const channel = discord.addChannel({ name: 'alerts' });
  chosen.alerts = { channelId: channel.id };
  expect(await tell('one')).toBe(true);
  chosen.isStoreUp = false;
  expect(await tell('two')).toBe(true);
  expect(discord.messages(channel).map((message) => textOf(message).slice(-3))).toEqual(['one', 'two']);
  expect(mail(olga)).toEqual([]);
});

test('each of those who run the bot reads alerts in their own language, and who runs it no more reads none', async () => {
  const { discord, olga, otto, chosen, heard, tell, mail } = await setUp();
  heard({ user: otto, locale: 'zh-CN' });
  heard({ user: discord.member('ann'), locale: 'zh-CN' });
  await tell('one');
  chosen.alerts = { userId: otto.id };
  await tell('two');
  chosen.alerts = { userId: discord.member('ann').id };
  await tell('three');
  chosen.alerts = 'nowhere';
  expect(await tell('four')).toBe(true);
  expect(mail(olga)).toEqual([expect.stringMatching(/^You are told .* one$/), expect.stringMatching(/^You .* three$/)]);
  expect(mail(otto)).toEqual([expect.stringMatching(/^\p{sc=Han}.* two$/u)]);
  expect(mail(discord.member('ann'))).toEqual([]);
});
