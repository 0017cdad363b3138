import { describe, expect, test, vi } from 'vitest';
import { en } from '../../src/text/en/index.ts';
import { type BegunJob, beginJob, expectButtonsWork } from './begun-job.ts';
import { createFixture } from './fixture.ts';
import { expectClean, finished, labelsOf, says, seenByAll, textOf } from './message-reading.ts';

const { refused, lookup } = en;

/** What a member could see of a message, with its addresses. */
const wholeOf = ({ content, embeds }: BegunJob['message']) => JSON.stringify([content, embeds]);

describe('where Discord takes a picture for explicit content', () => {
  test.concurrent.for<readonly [string, (job: BegunJob) => void]>([
    ['by the token', () => undefined],
    ['by the bot', ({ discord }) => discord.expireTokens()],
  ])('its link is shown in its place, %s, with buttons and the reason', async ([, prepare], { onTestFinished }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, relay, ann, message, finish, settled } = fixture;
    prepare(fixture);
    discord.faults.filterFiles();
    finish();
    await says(message, refused.without.explicit);
    await settled();
    expect(wholeOf(message)).toContain(`[Picture 1](${relay.url}`.slice(0, 20));
    expect(message.attachments).toEqual([]);
    expect(message.embeds[0]).not.toHaveProperty('image');
    expect(seenByAll(fixture)).toEqual([message]);
    expect(discord.dms(ann)).toEqual([]);
    await expectButtonsWork(fixture, message);
    expectClean(fixture);
  });

  test.concurrent('✉️ sends its link, and says nothing of privacy settings', async ({ onTestFinished }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, ann, message, finish } = fixture;
    finish();
    await finished(message);
    discord.faults.filterFiles();
    const told = await (await ann.press(message, { label: '✉️' })).message();
    await says(told, lookup.mailed);
    const [dm] = discord.dms(ann);
    if (!dm) throw new Error('nothing came');
    expect(textOf(dm)).toContain(refused.without.explicit);
    expectClean(fixture);
  });

  test.concurrent('pictures that share a message are linked there, each of them', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, start } = fixture;
    await start();
    const ann = discord.member('ann');
    const grid = await finished(await (await ann.slash('imagine', { prompt: 'a fox' })).message());
    discord.faults.filterFiles();
    const all = await (await ann.press(grid, { label: 'Upscale all' })).message();
    await says(all, /Here is the link:\n\[Picture 1\][^\n]+\n\[Picture 2\][^\n]+\n\[Picture 3\][^\n]+\n\[Picture 4\]/);
    expect(labelsOf(all)).toEqual(expect.arrayContaining(['U1', 'U4']));
    expectClean(fixture);
  });

  test.concurrent('further pictures of one gesture are linked as well', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, start } = fixture;
    await start();
    discord.faults.filterFiles();
    const ann = discord.member('ann');
    await ann.press(await (await ann.slash('imagine', { prompt: 'a {red,blue} fox' })).message(), {
      label: 'Make 2',
    });
    await vi.waitFor(
      () => {
        const told = seenByAll(fixture).filter((message) => textOf(message).includes(refused.without.explicit));
        expect(told).toHaveLength(2);
      },
      { timeout: 10_000 },
    );
    expectClean(fixture);
  });
});

describe('where Discord takes the relay’s links for harmful', () => {
  test.concurrent('a picture is shown whole, because no link of the relay’s is in its message', async ({
    onTestFinished,
  }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, relay, message, finish } = fixture;
    discord.faults.filterLinks();
    finish();
    await finished(message);
    expect(textOf(message)).not.toContain(refused.without.harmfulLink);
    expect(message.attachments).toHaveLength(1);
    expect(wholeOf(message)).not.toContain(new URL(relay.url).port);
    await expectButtonsWork(fixture, message);
    expectClean(fixture);
  });

  test.concurrent('a prompt with such a link is answered, and shown, without it', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, start } = fixture;
    await start();
    discord.faults.filterLinks();
    const prompt = 'a fox as on https://foxes.example/fox';
    const message = await (await discord.member('ann').slash('imagine', { prompt })).message();
    await finished(message);
    expect(textOf(message)).toContain(refused.without.harmfulLink);
    expect(labelsOf(message)).toContain('U1');
    expectClean(fixture);
  });
});

describe('where Discord takes neither a picture nor its link', () => {
  test.concurrent('its message says so and keeps its buttons, and /jobs has it', async ({ onTestFinished }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, ann, message, taskId, finish, settled } = fixture;
    discord.faults.filterFiles();
    discord.faults.filterLinks();
    finish();
    await says(message, /^It is finished, but Discord’s filter for harmful links does not let me show it here\./);
    await settled();
    expect(seenByAll(fixture)).toEqual([message]);
    expect(discord.dms(ann)).toEqual([]);
    discord.faults.clear();
    const list = await (await ann.slash('jobs')).message();
    expect(textOf(list)).toContain('**Finished, but could not be shown to you**\n- a fox');
    await finished(await (await ann.choose(list, { label: 'Show one here (free)…' }, [taskId])).message());
    await expectButtonsWork(fixture, message);
    expectClean(fixture);
  });

  test.concurrent('/show says why instead of thinking for ever', async ({ onTestFinished }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, ann, message, taskId, finish } = fixture;
    finish();
    await finished(message);
    discord.faults.filterFiles();
    discord.faults.filterLinks();
    const shown = await (await ann.slash('show', { task: taskId })).message();
    await says(shown, refused.kept.harmfulLink);
    expect(labelsOf(shown)).toContain('U1');
    expectClean(fixture);
  });

  test.concurrent('✉️ says why, and nothing of privacy settings', async ({ onTestFinished }) => {
    const fixture = await beginJob({ onTestFinished });
    const { discord, ann, message, taskId, finish } = fixture;
    finish();
    await finished(message);
    discord.faults.filterFiles();
    discord.faults.filterLinks();
    const told = await (await ann.press(message, { label: '✉️' })).message();
    await says(told, refused.mail(taskId));
    expect(discord.dms(ann)).toEqual([]);
    expectClean(fixture);
  });
});

describe('where AutoMod blocks', () => {
  test.concurrent('what /info tells: that is said instead of thinking for ever', async ({ onTestFinished }) => {
    const job = await beginJob({ onTestFinished });
    const { discord, ann, message, taskId, finish } = job;
    finish();
    await finished(message);
    discord.faults.moderate(/fox/);
    await says(await (await ann.slash('info', { of: taskId })).message(), refused.reply);
    expectClean(job);
  });

  test.concurrent('a word of a prompt: everything is shown, without the prompt', async ({ onTestFinished }) => {
    const fixture = await createFixture({ onTestFinished });
    const { discord, start } = fixture;
    await start();
    discord.faults.moderate(/fox/);
    const message = await (await discord.member('ann').slash('imagine', { prompt: 'a fox' })).message();
    await finished(message);
    expect(textOf(message)).toContain(refused.without.moderated);
    expect(labelsOf(message)).toContain('U1');
    expectClean(fixture);
  });

  test.concurrent('every edit by an app that a member brought along, and their DM is closed: they see it in a message of their own', async ({
    onTestFinished,
  }) => {
    const fixture = await createFixture({ onTestFinished, discord: { guilds: 2 } });
    const { discord, relay, env, start } = fixture;
    const [, guild] = discord.guilds;
    if (!guild) throw new Error('two guilds were asked for');
    const ann = discord.member('ann');
    Object.assign(env, { ALLOWED_USERS: ann.id });
    await start();
    ann.dmsClosed = true;
    const channel = discord.addChannel({ name: 'abroad', guild, botCanSee: false });
    const where = { channel, install: 'user' } as const;
    discord.faults.moderate(/./, /^PATCH /);
    const message = await (await ann.slash('imagine', { prompt: 'a fox' }, where)).message();
    const own = await vi.waitFor(
      () => {
        const [found] = discord.messages(channel).filter(({ attachments }) => attachments.length > 0);
        if (!found) throw new Error('there is no picture yet');
        return found;
      },
      { timeout: 10_000 },
    );
    expect([own.ephemeral, own.viewerId, own.id === message.id]).toEqual([true, ann.id, false]);
    await ann.press(own, { label: 'U1' }, where);
    await relay.waitUntil(() => relay.submissions.length === 2);
    expectClean(fixture);
  });
});
