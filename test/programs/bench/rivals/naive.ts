import { setTimeout as delay } from 'node:timers/promises';
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  AttachmentBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  Client,
  EmbedBuilder,
  Events,
} from 'discord.js';

/**
 * What a good bot of an afternoon does: defer, submit, ask after the one task until it is done, show how it gets on, then its
 * picture and the buttons that lead on from it. It keeps everything in memory and dies with it. With NAIVE_SILENT it shows only
 * the end; with NAIVE_LINKS the relay's address of the picture instead of a copy. NAIVE_REQUESTS is how much discord.js may ask
 * of Discord in a second: 50 as it comes, and so much here that it is never held up.
 */
const {
  DISCORD_API_URL = '',
  DISCORD_TOKEN,
  RELAY_URL = '',
  RELAY_API_KEY,
  POLL_SECONDS,
  NAIVE_SILENT,
  NAIVE_LINKS,
  NAIVE_REQUESTS = '1000000',
} = process.env;
const headers = { authorization: `Bearer ${RELAY_API_KEY}`, 'content-type': 'application/json' };

/** The task whose picture and buttons a message shows, by the message's id. */
const tasks = new Map<string, string>();

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
  await follow(interaction, submitted.result, 'Imagine', prompt);
}

async function press(interaction: ButtonInteraction): Promise<void> {
  await interaction.deferReply();
  const taskId = tasks.get(interaction.message.id);
  if (!taskId) {
    await interaction.editReply('This button is dead.');
    return;
  }
  const { customId } = interaction;
  const submitted = await ask<{ result: string }>('/mj/submit/action', { taskId, customId });
  await follow(interaction, submitted.result, 'Again', interaction.message.embeds[0]?.description ?? '');
}

async function copy(url: string): Promise<AttachmentBuilder> {
  const picture = await fetch(url);
  return new AttachmentBuilder(Buffer.from(await picture.arrayBuffer()), { name: 'picture.webp' });
}

/** Until the task is done and shown. */
async function follow(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  taskId: string,
  title: string,
  prompt: string,
): Promise<void> {
  const embed = new EmbedBuilder()
    .setAuthor({ name: `${interaction.user.displayName} · ${title}` })
    .setDescription(`${prompt}\n\nby <@${interaction.user.id}>`);
  let shown = '';
  for (;;) {
    await delay(Number(POLL_SECONDS) * 1000);
    const task = await ask<Task>(`/mj/task/${taskId}/fetch`);
    if (task.status === 'FAILURE') {
      await interaction.editReply({ content: task.failReason, embeds: [] });
      return;
    }
    if (task.status === 'SUCCESS') {
      const files = NAIVE_LINKS ? [] : [await copy(task.imageUrl)];
      embed.setImage(NAIVE_LINKS ? task.imageUrl : 'attachment://picture.webp').setFooter(null);
      const message = await interaction.editReply({ embeds: [embed], files, components: rowsOf(task) });
      tasks.set(message.id, taskId);
      return;
    }
    if (!NAIVE_SILENT && task.progress !== shown) {
      shown = task.progress;
      await interaction.editReply({ embeds: [embed.setFooter({ text: shown }).setImage(task.imageUrl || null)] });
    }
  }
}

const client = new Client({
  intents: [],
  rest: { api: DISCORD_API_URL, globalRequestsPerSecond: Number(NAIVE_REQUESTS) },
});

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
  else if (interaction.isButton()) await press(interaction);
});

await client.login(DISCORD_TOKEN);
