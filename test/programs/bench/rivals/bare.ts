import { Client, EmbedBuilder, Events } from 'discord.js';
import { imagineCommand } from './imagine-command.ts';
import { createLedger } from './ledger.ts';

/**
 * The least a discord.js bot can do: it answers /imagine with an embed, and nothing else ever happens. With BARE_WRITES it writes down
 * before and after what Darkroom does. With BARE_SUBMITS it then submits the prompt to the relay, and never looks at what becomes of it.
 */
const {
  DISCORD_API_URL = '',
  DISCORD_TOKEN,
  RELAY_URL = '',
  RELAY_API_KEY,
  BARE_SUBMITS,
  BARE_WRITES,
  STORE_URL = '',
} = process.env;
const ledger = BARE_WRITES ? createLedger(STORE_URL.replace('sqlite:', ''), 'many') : null;
const client = new Client({ intents: [], rest: { api: DISCORD_API_URL } });

client.once(Events.ClientReady, async ({ application }) => {
  await application.commands.set([imagineCommand]);
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  const prompt = interaction.options.getString('prompt', true);
  await ledger?.begin(interaction.id, interaction.user.id);
  const embed = new EmbedBuilder()
    .setAuthor({ name: `${interaction.user.displayName} · Imagine` })
    .setDescription(`${prompt}\n\nWaiting…\n\nby <@${interaction.user.id}>`)
    .setColor(0x80_80_80);
  await interaction.reply({ embeds: [embed], allowedMentions: { parse: [] }, withResponse: true });
  await ledger?.show(interaction.id);
  if (!BARE_SUBMITS) return;
  await ledger?.submit(interaction.id);
  const submitted = await fetch(`${RELAY_URL}/mj/submit/imagine`, {
    method: 'POST',
    body: JSON.stringify({ prompt, base64Array: [] }),
    headers: { authorization: `Bearer ${RELAY_API_KEY}`, 'content-type': 'application/json' },
  });
  await submitted.text();
});

await client.login(DISCORD_TOKEN);
