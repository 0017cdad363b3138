import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runDoctor } from '../../src/doctor/program.ts';
import { describeSecret } from '../../src/doctor/settings.ts';
import { COMMANDS } from '../app/fixture.ts';
import { createDoctorFixture } from './fixture.ts';
import { double } from './scenarios.ts';

describe('npm run doctor', () => {
  it('says what is so, what to do about it, and how many things need somebody', async () => {
    const doctor = await createDoctorFixture({ relay: { key: 'sk-0123456789abcdef' } });
    const { code, out, err } = await doctor.run();
    const page = `https://discord.com/developers/applications/${doctor.discord.applicationId}`;
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out.split('\n').map((line) => line.replace(/in \d+ ms/, 'in 3 ms'))).toEqual(
      expect.arrayContaining([
        ' ok    5 settings are set: DISCORD_TOKEN (72 characters), RELAY_API_KEY (19 characters, sk-…).',
        ' ok    Discord takes the token: the bot is “darkroom#0001”.',
        ' bad   Anybody may add this bot to their server and spend your relay key.',
        `       Fix: set the install link to None at ${page}/installation, then switch Public Bot off at ${page}/bot; or set ALLOWED_GUILDS.`,
        ` ok    The relay ${new URL(doctor.relay.url).host} takes the key and answers in 3 ms, a gateway of the new-api kind: progress is seen every 15 seconds.`,
      ]),
    );
    expect(out).toMatch(/\n1 thing needs you\.$/);
  });

  it('ends with 0 when nothing needs anybody', async () => {
    const doctor = await createDoctorFixture();
    doctor.discord.applicationFacts.bot_public = false;
    expect(await doctor.run()).toEqual({ code: 0, out: expect.stringMatching(/\nNothing needs you\.$/), err: '' });
  });

  it('leaves out what a refused token would have told', async () => {
    const doctor = await createDoctorFixture({ env: { DISCORD_TOKEN: 'some.other.token' } });
    const findings = await doctor.findings();
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['tokenRefused', 'relayWorks']));
    expect(findings.map(({ id }) => id)).not.toContain('publicBot');
  });

  it('tells every wrong setting at once, and asks nobody then', async () => {
    const doctor = await createDoctorFixture({ env: { POLL_SECONDS: 'often', PUBLIC_URL: 'here' } });
    const { code, out } = await doctor.run();
    expect(code).toBe(1);
    expect(out).toContain('POLL_SECONDS must be a number');
    expect(out).toContain('PUBLIC_URL must be a web address');
    expect([doctor.discord.requests.length, doctor.relay.requests.length]).toEqual([0, 0]);
  });

  it('tells a store below a file as what somebody has to mend, without a stack', async () => {
    const doctor = await createDoctorFixture({ env: { STORE_URL: `sqlite:${import.meta.filename}/x.sqlite` } });
    const { code, out, err } = await doctor.run('--offline');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/ bad {3}The store cannot be written at .*ENOTDIR.*\n +Fix: .*is a file/);
    expect(out).toMatch(/\n1 thing needs you\.$/);
  });

  it('tells of a server without its password, and asks none when it is to ask nobody', async () => {
    const STORE_URL = 'redis://bot:hunter%32@127.0.0.1:1/2';
    const doctor = await createDoctorFixture({ env: { STORE_URL } });
    const { out, err } = await doctor.run();
    expect(out).toMatch(
      / bad {3}The store redis:\/\/127\.0\.0\.1:1\/2 cannot be used: .*ECONNREFUSED.*\n +Fix: check STORE_URL/,
    );
    const offline = await doctor.run('--offline');
    expect(offline.out).not.toContain('redis');
    expect(`${out}${err}${offline.out}`).not.toMatch(/hunter/);
  });

  it('tells of a program that holds PORT, whatever it answers, also where there are no callbacks', async () => {
    const mute = createServer((socket) => socket.resume()).listen(0);
    await once(mute, 'listening');
    onTestFinished(() => void mute.close());
    const address = mute.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const doctor = await createDoctorFixture({ env: { PORT: port } });
    doctor.discord.applicationFacts.bot_public = false;
    const { code, out } = await doctor.run();
    expect(code).toBe(1);
    expect(out).toContain(`Port ${port} is already in use by another program`);
  });

  it('asks nobody with --offline', async () => {
    const doctor = await createDoctorFixture();
    expect(await doctor.run('--offline')).toMatchObject({ code: 0 });
    expect([doctor.discord.requests.length, doctor.relay.requests.length]).toEqual([0, 0]);
  });

  it('tells programs the same as JSON', async () => {
    const doctor = await createDoctorFixture();
    const { code, out } = await doctor.run('--json');
    expect(code).toBe(1);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ bad: 1 });
    expect(report).toHaveProperty(
      'findings',
      expect.arrayContaining([
        {
          check: 'token',
          id: 'tokenTaken',
          level: 'ok',
          says: 'Discord takes the token: the bot is “darkroom#0001”.',
          fix: null,
        },
      ]),
    );
  });

  it('explains itself when it is asked for something else', async () => {
    const doctor = await createDoctorFixture();
    const err = expect.stringMatching(/^Unknown option '--verbose'\.\n[\s\S]*--offline/);
    expect(await doctor.run('--verbose')).toEqual({ code: 2, out: '', err });
    for (const help of ['--help', '-h']) {
      expect(await doctor.run(help)).toEqual({ code: 0, out: expect.stringContaining('-s doctor -- --json'), err: '' });
    }
  });

  it('says of a file that begins with a mark only that, and how to take it away', async () => {
    const doctor = await createDoctorFixture();
    await writeFile(doctor.envFile, '\ufeffDISCORD_TOKEN=a.b.c\n', { mode: 0o600 });
    doctor.env['\ufeffDISCORD_TOKEN'] = 'a.b.c';
    const { code, out } = await doctor.run();
    expect(code).toBe(1);
    expect(out).toMatch(/begins with an invisible mark.* sed -i/);
    expect(out).not.toContain('is no setting');
  });

  it('says nothing when it is interrupted', async () => {
    const doctor = await createDoctorFixture();
    doctor.discord.faults.delayRest(/./, 60_000, 9);
    const stop = new AbortController();
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const { source } = doctor;
    const options = { args: [], commands: COMMANDS, say, complain: say, signal: stop.signal };
    const running = runDoctor({ ...source, files: source.files, ...options });
    await doctor.discord.waitUntil(() => doctor.discord.requests.length > 0);
    stop.abort();
    expect(await running).toBe(130);
    expect(said).toEqual([]);
  });

  it('takes away what members see twice, and nothing else, when it is told to', async () => {
    const doctor = await createDoctorFixture();
    const { guild, guildCommands } = doctor.discord;
    double(doctor.discord);
    expect(await doctor.run('--clear-guild-commands')).toEqual({
      code: 0,
      out: 'Removed 1 command from 1 server.',
      err: '',
    });
    expect(guildCommands.get(guild.id)?.map(({ name }) => name)).toEqual(['theirs']);
    expect((await doctor.findings()).map(({ id }) => id)).not.toContain('commandsDoubled');
  });

  it('charges nothing and logs in nowhere', async () => {
    const doctor = await createDoctorFixture();
    await doctor.run();
    expect(doctor.relay.submissions).toEqual([]);
    expect(doctor.discord.identifies()).toBe(0);
    expect(doctor.discord.requests.map(({ method }) => method)).toEqual(doctor.discord.requests.map(() => 'GET'));
  });
});

describe('what the doctor says', () => {
  const secret = fc.stringMatching(/^[\w.+/=-]{12,80}$/);

  it('never holds a token or a key, whatever the others repeat', async () => {
    const doctor = await createDoctorFixture();
    const { discord, relay, env } = doctor;
    await fc.assert(
      fc.asyncProperty(secret, secret, fc.constantFrom('text', 'json'), async (token, key, form) => {
        env.DISCORD_TOKEN = token;
        env.RELAY_API_KEY = key;
        discord.faults.clear();
        discord.faults.failRest(/users\/@me$/, 200, 1, { id: '1', username: `${token} ${key}` });
        const body = JSON.stringify({ error: { message: `invalid key ${key} of ${token}` } });
        relay.faults.always('fetch', { status: 401, body });
        const { out, err } = await doctor.run(...(form === 'json' ? ['--json'] : []));
        for (const one of [token, key]) expect(out + err).not.toContain(one);
      }),
      { numRuns: 30 },
    );
  });

  it('never holds the password of a proxy', async () => {
    const doctor = await createDoctorFixture();
    await fc.assert(
      fc.asyncProperty(secret, async (password) => {
        doctor.env.HTTP_PROXY = `http://somebody:${encodeURIComponent(password)}@proxy.invalid:3128`;
        const { out, err } = await doctor.run();
        expect(out).toContain('The proxy proxy.invalid:3128 cannot be reached');
        for (const one of [password, encodeURIComponent(password)]) expect(out + err).not.toContain(one);
      }),
      { numRuns: 10 },
    );
  });

  it('never holds what encrypts the keys of servers, be it usable or not', async () => {
    const doctor = await createDoctorFixture();
    const keys = ['one-'.repeat(10), 'two-'.repeat(11)];
    doctor.env.SECRETS_KEY = keys.join(',');
    const usable = await doctor.run();
    expect(usable.out).toContain('SECRETS_KEY (40 characters), SECRETS_KEY (44 characters)');
    doctor.env.SECRETS_KEY = [...keys, 'short-one'].join(',');
    const short = await doctor.run();
    expect(short.out).toContain('SECRETS_KEY lists 3 keys, of which number 3 has 9 characters');
    for (const { out, err } of [usable, short]) {
      for (const key of [...keys, 'short-one']) expect(out + err).not.toContain(key);
    }
  });

  it('tells the length of a secret, and its prefix where that is no secret', () => {
    fc.assert(
      fc.property(secret, (text) => {
        expect(describeSecret('NAME', text)).toBe(`NAME (${text.length} characters)`);
        expect(describeSecret('NAME', `sk-${text}xx`)).toBe(`NAME (${text.length + 5} characters, sk-…)`);
      }),
    );
  });
});
