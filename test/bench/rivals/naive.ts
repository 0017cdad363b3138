import { setTimeout as delay } from 'node:timers/promises';
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  AttachmentBuilder,
  ButtonBuilder,
  type ChatInputCommandInteraction,
  Client,
  EmbedBuilder,
  Events,
} from 'discord.js';

/**
 * What a good bot of an afternoon does: defer, submit, ask after the one task until it is done, show its picture. It keeps
 * everything in memory and dies with it. With NAIVE_PROGRESS it also shows how the task gets on, as Darkroom does.
 */
const {
  DISCORD_API_URL = '',
  DISCORD_TOKEN,
  RELAY_URL = '',
  RELAY_API_KEY,
  POLL_SECONDS,
  NAIVE_PROGRESS,
} = process.env;
const headers = { authorization: `Bearer ${RELAY_API_KEY}`, 'content-type': 'application/json' };

type Task = {
  status: string;
  progress: string;
  imageUrl: string;
  failReason: string;
  buttons: { customId: string; label: string; emoji: string; style: number }[] | null;
};

async function ask<T>(path: string, body?: object): Promise<T> {
  const request = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
  const response = await fetch(`${RELAY_URL}${path}`, request);
  return JSON.parse(await response.text());
}

function rowsOf({ buttons }: Task): ActionRowBuilder<ButtonBuilder>[] {
  const all = (buttons ?? []).map(({ customId, label, emoji, style }) => {
    const button = new ButtonBuilder().setCustomId(customId).setStyle(style);
    if (label) button.setLabel(label);
    if (emoji) button.setEmoji(emoji);
    return button;
  });
  const rows: ActionRowBuilder<ButtonBuilder>[] = [];
  for (let n = 0; n < all.length; n += 5) {
    rows.push(new ActionRowBuilder<ButtonBuilder>().addComponents(all.slice(n, n + 5)));
  }
  return rows;
}

async function imagine(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply();
  const prompt = interaction.options.getString('prompt', true);
  const submitted = await ask<{ result: string }>('/mj/submit/imagine', { prompt, base64Array: [] });
  const embed = new EmbedBuilder()
    .setAuthor({ name: `${interaction.user.displayName} · Imagine` })
    .setDescription(`${prompt}\n\nby <@${interaction.user.id}>`);
  let shown = '';
  for (;;) {
    await delay(Number(POLL_SECONDS) * 1000);
    const task = await ask<Task>(`/mj/task/${submitted.result}/fetch`);
    if (task.status === 'FAILURE') {
      await interaction.editReply({ content: task.failReason, embeds: [] });
      return;
    }
    if (task.status === 'SUCCESS') {
      const picture = await fetch(task.imageUrl);
      const file = new AttachmentBuilder(Buffer.from(await picture.arrayBuffer()), { name: 'picture.webp' });
      embed.setImage('attachment://picture.webp').setFooter(null);
      await interaction.editReply({ embeds: [embed], files: [file], components: rowsOf(task) });
      return;
    }
    if (NAIVE_PROGRESS && task.progress !== shown) {
      shown = task.progress;
      await interaction.editReply({ embeds: [embed.setFooter({ text: shown }).setImage(task.imageUrl || null)] });
    }
  }
}

const client = new Client({ intents: [], rest: { api: DISCORD_API_URL } });

client.once(Events.ClientReady, async ({ application }) => {
  await application.commands.set([
    {
      name: 'imagine',
      description: 'Words to pictures',
      options: [
        { type: ApplicationCommandOptionType.String, name: 'prompt', description: 'What to draw', required: true },
      ],
    },
  ]);
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) await imagine(interaction);
});

await client.login(DISCORD_TOKEN);
