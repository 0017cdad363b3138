import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readStoreConfig, settingsNotes, variables } from '../src/config.ts';

const enough = { DISCORD_TOKEN: 'a-discord-token', RELAY_API_KEY: 'sk-relay-key' };

describe('with the two secrets alone', () => {
  it('every other setting has the value the manual promises', () => {
    expect(readConfig(enough)).toEqual({
      discordToken: 'a-discord-token',
      relays: [
        {
          name: 'main',
          isListed: true,
          url: 'https://api.quickrouter.ai',
          mode: null,
          auth: 'bearer',
          searchCharges: false,
          key: 'sk-relay-key',
          concurrency: 10,
        },
      ],
      relayHosts: [],
      secretsKeys: [],
      memberMaxWaiting: 10,
      operators: new Set(),
      allowedGuilds: null,
      allowedUsers: new Set(),
      newServers: 'open',
      timeZone: 'UTC',
      storeUrl: 'sqlite:data/darkroom.sqlite',
      retentionDays: 90,
      port: null,
      publicUrl: null,
      imageDelivery: 'attach',
      pollSeconds: 5,
      progressSeconds: 5,
      deadlineMinutes: 75,
      stopSeconds: 25,
      discordApiUrl: 'https://discord.com/api',
      proxy: { http: '', https: '', bypass: '' },
      metrics: null,
      logLevel: 'info',
      logFormat: null,
    });
  });

  it('an empty, blank or quoted empty value is the same as none', () => {
    const blank = Object.fromEntries(variables.map((name, index) => [name, ['', ' \t', '""', "' '"][index % 4]]));
    expect(readConfig({ ...blank, ...enough })).toEqual(readConfig(enough));
  });
});

describe('what operators write', () => {
  const read = (env: Record<string, string>) => readConfig({ ...enough, ...env });

  it('white space and one pair of quotes around a value are ignored', () => {
    expect(readConfig({ DISCORD_TOKEN: ' "a-discord-token"\n', RELAY_API_KEY: "'sk-relay-key'" })).toEqual(
      readConfig(enough),
    );
  });

  it('ids may be separated by commas, spaces or line breaks', () => {
    const ids = ['11111111111111111', '222222222222222222', '33333333333333333333'];
    expect(read({ ALLOWED_GUILDS: ids.join(',') }).allowedGuilds).toEqual(new Set(ids));
    expect(read({ ALLOWED_USERS: ` ${ids.join(' , \n')},` }).allowedUsers).toEqual(new Set(ids));
  });

  it('hosts and keys may be several, and hosts may be in capitals', () => {
    const [first, second] = ['1'.repeat(32), '2'.repeat(44)];
    const env = { RELAY_HOSTS: 'API.example.org, xn--bcher-kva.example', SECRETS_KEY: `${first}, ${second},` };
    expect(read(env)).toMatchObject({
      relayHosts: ['api.example.org', 'xn--bcher-kva.example'],
      secretsKeys: [first, second],
    });
  });

  it('words may be in capitals', () => {
    const { relays, imageDelivery, logLevel } = read({
      RELAY_MODE: 'Fast',
      IMAGE_DELIVERY: 'LINK',
      LOG_LEVEL: 'Debug',
    });
    expect({ mode: relays[0]?.mode, imageDelivery, logLevel }).toEqual({
      mode: 'fast',
      imageDelivery: 'link',
      logLevel: 'debug',
    });
  });

  it('times may be fractions', () => {
    expect(
      read({ POLL_SECONDS: '0.05', PROGRESS_SECONDS: '2.5', JOB_DEADLINE_MINUTES: '0.5', STOP_SECONDS: '0' }),
    ).toMatchObject({ pollSeconds: 0.05, progressSeconds: 2.5, deadlineMinutes: 0.5, stopSeconds: 0 });
  });

  it('slashes at the end of addresses and the version of the Discord API are dropped', () => {
    const config = read({
      PORT: '8080',
      PUBLIC_URL: 'https://bot.example.org//',
      DISCORD_API_URL: 'http://127.0.0.1:9/api/v10/',
    });
    expect(config).toMatchObject({
      port: 8080,
      publicUrl: 'https://bot.example.org',
      discordApiUrl: 'http://127.0.0.1:9/api',
    });
  });

  it('a relay address with a pasted path is understood', () => {
    expect(read({ RELAY_URL: 'https://relay.example/mj-fast/mj/' }).relays[0]?.url).toBe(
      'https://relay.example/mj-fast/mj/',
    );
  });

  it('proxies may be written in lower case, which goes first, even if it is empty', () => {
    const http = 'http://one.example:3128';
    const https = 'http://two.example:3128';
    const both = { HTTP_PROXY: http, http_proxy: https, HTTPS_PROXY: http, https_proxy: '', no_proxy: 'relay.lan' };
    expect(read(both).proxy).toEqual({ http: https, https: '', bypass: 'relay.lan' });
    expect(settingsNotes({ ...both, ALL_PROXY: http, all_proxy: http, ftp_proxy: http })).toEqual([]);
  });

  it('variables that are not ours do not matter', () => {
    expect(read({ PATH: '/bin', SHARDS: 'many', NODE_ENV: 'x' })).toEqual(readConfig(enough));
  });
});

describe('a problem', () => {
  it('in each of several variables is told at once, one sentence each', () => {
    const problems = problemsOf({
      RELAY_MODE: 'quick',
      PORT: '0',
      RELAY_CONCURRENCY: 'ten',
      STORE_URL: 'mysql://localhost',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DISCORD_TOKEN',
      'RELAY_API_KEY',
      'RELAY_MODE',
      'RELAY_CONCURRENCY',
      'STORE_URL',
      'PORT',
    ]);
  });

  it('is part of the message, which is all the operator sees', () => {
    expect(() => readConfig({ RELAY_API_KEY: 'sk-relay-key' })).toThrow(
      'Darkroom cannot start with these settings:\n- DISCORD_TOKEN is not set: it is on the Bot page',
    );
  });

  it.each([
    ['DISCORD_TOKEN', 'Bot a-discord-token', 'starts with "Bot ": remove that word'],
    ['DISCORD_TOKEN', 'a discord token', 'has a space or an unusual character'],
    ['RELAY_API_KEY', 'bearer sk-relay-key', 'starts with "Bearer ": remove that word'],
    ['RELAY_API_KEY', 'sk-relay…key', 'has a space or an unusual character'],
    ['RELAY_URL', 'relay.example', 'https://'],
    ['RELAY_MODE', 'quick', 'must be one of fast, relax, turbo.'],
    ['RELAY_AUTH', 'basic', 'must be one of bearer, raw, mj-api-secret.'],
    ['RELAY_CONCURRENCY', '0', 'must be a whole number from 1 to 1000.'],
    ['RELAY_CONCURRENCY', '2.5', 'must be a whole number from 1 to 1000.'],
    ['RELAY_HOSTS', ',', 'lists no host'],
    ['RELAY_HOSTS', 'api.example.org, https://two.example', '(number 2) that has a scheme'],
    ['RELAY_HOSTS', 'api.example.org/mj', 'has more than a name in it'],
    ['RELAY_HOSTS', 'me@api.example.org', 'has more than a name in it'],
    ['RELAY_HOSTS', 'api.example.org:8443', 'has a port'],
    ['RELAY_HOSTS', '10.0.0.1', 'is an address of numbers'],
    ['RELAY_HOSTS', '127.1', 'is an address of numbers'],
    ['RELAY_HOSTS', '0x7f000001', 'is an address of numbers'],
    ['RELAY_HOSTS', '[::1]', 'is an address of numbers'],
    ['RELAY_HOSTS', 'fe80::1', 'is an address of numbers'],
    ['RELAY_HOSTS', 'localhost', 'is this computer'],
    ['RELAY_HOSTS', 'relay.localhost.', 'is this computer'],
    ['RELAY_HOSTS', 'relay', 'has no dot'],
    ['RELAY_HOSTS', '*.example.org', 'is no name of a host'],
    ['RELAY_HOSTS', 'bücher.example', 'is no name of a host'],
    ['RELAY_HOSTS', 'api.example.org.', 'is no name of a host'],
    ['RELAY_HOSTS', 'api.example.org,API.example.org', '(number 2) that is there twice'],
    ['SECRETS_KEY', 'too-short', 'has 9 characters, and 32 are the least'],
    ['SECRETS_KEY', `${'k'.repeat(32)},too-short`, 'lists 2 keys, of which number 2 has 9 characters'],
    ['SECRETS_KEY', `${'k'.repeat(32)},${'k'.repeat(32)}`, 'of which number 2 is there twice'],
    ['SECRETS_KEY', `${'k'.repeat(20)} ${'k'.repeat(20)}`, 'has a space or an unusual character'],
    ['SECRETS_KEY', ' , ', 'has nothing but commas'],
    ['MEMBER_MAX_WAITING', '-1', 'must be a whole number from 1 to 1000.'],
    ['ALLOWED_GUILDS', 'my server', '17 to 20 digits'],
    ['ALLOWED_USERS', ',', '17 to 20 digits'],
    ['NEW_SERVERS', 'shut', 'must be one of open, key, closed.'],
    ['NEW_SERVERS', 'key', 'is key but SECRETS_KEY is not set'],
    ['NEW_SERVERS', 'closed', 'is closed but OPERATORS is not set'],
    ['TIME_ZONE', 'CET+1', 'must be the name of a time zone, such as Europe/Berlin or UTC.'],
    ['STORE_URL', 'mysql://localhost', '"mysql:"'],
    ['PORT', '65536', 'must be a whole number from 1 to 65535.'],
    ['PUBLIC_URL', 'bot.example.org', 'must be a web address'],
    ['PUBLIC_URL', 'https://me:pass@bot.example.org', 'must be a web address'],
    ['PUBLIC_URL', 'https://bot.example.org', 'is set but PORT is not'],
    ['IMAGE_DELIVERY', 'mail', 'must be one of attach, link.'],
    ['POLL_SECONDS', '0', 'must be a number (such as 5 or 0.5) from 0.01 to 600.'],
    ['POLL_SECONDS', '0,5', 'must be a number (such as 5 or 0.5) from 0.01 to 600.'],
    ['PROGRESS_SECONDS', '1e2', 'must be a number (such as 5 or 0.5) from 0.01 to 600.'],
    ['JOB_DEADLINE_MINUTES', '9999', 'must be a number (such as 5 or 0.5) from 0.01 to 1440.'],
    ['STOP_SECONDS', 'soon', 'must be a number (such as 5 or 0.5) from 0 to 600.'],
    ['DISCORD_API_URL', 'discord.com/api', 'must be a web address'],
    ['HTTPS_PROXY', 'socks5://proxy.example:1080', 'does not speak to SOCKS proxies'],
    ['HTTPS_PROXY', 'proxy.example:3128', 'must begin with http:// or https://'],
    ['HTTP_PROXY', 'http://proxy.example:3128/path', 'nothing may stand behind the port'],
    ['HTTP_PROXY', 'http://user:100%@proxy.example:3128', 'has a % that begins no code'],
    ['HTTP_PROXY', 'http://:secret@proxy.example:3128', 'has a password, but no user name'],
    ['LOG_LEVEL', 'verbose', 'must be one of trace, debug, info, warn, error, fatal, silent.'],
  ])('with %s=%s says what to do', (name, value, sentence) => {
    const port = name === 'PUBLIC_URL' && !sentence.includes('PORT') ? { PORT: '8080' } : {};
    const problems = problemsOf({ ...enough, ...port, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.$`));
    expect(problems[0]).toContain(sentence);
  });

  it('is told where a secret that may change is to encrypt with', () => {
    const token = 't'.repeat(40);
    const problems = problemsOf({ ...enough, DISCORD_TOKEN: token, SECRETS_KEY: `${'k'.repeat(32)},${token}` });
    expect(problems).toEqual([
      'SECRETS_KEY has the value of DISCORD_TOKEN: make one with "openssl rand -base64 32", which is used for nothing else.',
    ]);
  });

  it('does not repeat a secret that was pasted into the wrong variable', () => {
    const problems = problemsOf({ ...enough, STORE_URL: 'A-Discord-Token:' });
    expect(problems).toEqual(['STORE_URL contains the value of DISCORD_TOKEN: remove it from there.']);
  });
});

describe('whatever the environment holds', () => {
  const secret = fc.stringMatching(/^[\x20-\x7eé]{0,8}s3cr3t[\x21-\x7e]{2,20}$/);
  const likely = fc.constantFrom('', '5', '0.5', 'fast', 'info', 'https://x.example', 'memory:', '123456789012345678');
  const settings = fc.dictionary(fc.constantFrom(...variables, 'PATH', '__proto__'), fc.oneof(fc.string(), likely));

  it('the answer is a configuration or at least one sentence', () => {
    fc.assert(
      fc.property(settings, (env) => {
        const problems = problemsOf(env, true);
        expect(problems.every((problem) => /^[A-Z][A-Z0-9_]+ .+\.$/.test(problem))).toBe(true);
      }),
    );
  });

  it('a key that was pasted into STORE_URL is not repeated, though it looks like a scheme', () => {
    const [told] = problemsOf({ DISCORD_TOKEN: 'a.b.c', RELAY_API_KEY: 'k', STORE_URL: 's3cr3t-key:more' });
    expect(told).toBe(
      'STORE_URL is not usable: The store address needs a scheme that it understands: write sqlite:<file>, redis://<host>, postgres://<user>:<password>@<host>/<database> or memory:.',
    );
  });

  it('no secret is in the message, whichever variables hold it', () => {
    fc.assert(
      fc.property(settings, secret, secret, fc.constantFrom(...variables), (env, token, key, elsewhere) => {
        const told = problemsOf({ ...env, [elsewhere]: token, DISCORD_TOKEN: token, RELAY_API_KEY: key }, true).join(
          '\n',
        );
        expect(told.toLowerCase()).not.toContain('s3cr3t');
      }),
    );
  });
});

function problemsOf(env: Record<string, string | undefined>, mayPass = false): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const problem of error.problems) expect(error.message).toContain(`- ${problem}`);
    return error.problems;
  }
  expect(mayPass).toBe(true);
  return [];
}

describe('what names the store', () => {
  it('is read without the secrets, and refused as always', () => {
    expect(readStoreConfig({})).toEqual({ storeUrl: 'sqlite:data/darkroom.sqlite', retentionDays: 90 });
    expect(readStoreConfig({ RETENTION_DAYS: '7', STORE_URL: 'memory:' })).toEqual({
      storeUrl: 'memory:',
      retentionDays: 7,
    });
    for (const RETENTION_DAYS of ['0', '3651', '1.5', 'forever']) {
      expect(() => readStoreConfig({ RETENTION_DAYS })).toThrow(/RETENTION_DAYS must be a whole number from 1 to 3650/);
    }
    expect(() => readStoreConfig({ STORE_URL: 'mysql://x' })).toThrow(ConfigError);
  });
});

describe('a name that is no setting', () => {
  it.each([
    ['MEMBER_MAX_WATING', 'MEMBER_MAX_WAITING'],
    ['RELAY_KEY', 'RELAY_API_KEY'],
    ['DISCORD_BOT_TOKEN', 'DISCORD_TOKEN'],
    ['relay_url', 'RELAY_URL'],
    ['RELAYURL', 'RELAY_URL'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['PUBLIC_BASE_URL', 'PUBLIC_URL'],
  ])('is said at the start, with the near one: %s', (name, meant) => {
    const env = { ...enough, [name]: 'a-value' };
    expect(settingsNotes(env)).toEqual([`${name} is no setting of Darkroom: did you mean ${meant}?`]);
    expect(readConfig(env)).toEqual(readConfig(enough));
  });

  it('that says which new servers are served stops the start, too', () => {
    expect(() => readConfig({ ...enough, NEW_SERVER: 'closed' })).toThrow('did you mean NEW_SERVERS?');
  });

  it.each(['ALLOWED_USER', 'ALOWED_GUILDS', 'ALLOW_USERS', 'allowed_users', 'ALLOWED_SERVERS', 'ALLOWED_GUILD_IDS'])(
    'refuses the start where it was to say who may use the bot: %s',
    (name) => {
      const start = () => readConfig({ ...enough, [name]: '11111111111111111' });
      expect(start).toThrow(ConfigError);
      expect(start).toThrow(new RegExp(`${name} is no setting of Darkroom: .*ALLOWED_(GUILDS|USERS)`));
      expect(start).not.toThrow(/11111111111111111/);
    },
  );

  it('is nothing to speak of where it is empty, or another program’s', () => {
    const others = [
      'PATH',
      'HOME',
      'PWD',
      'NODE_ENV',
      'npm_config_loglevel',
      'NPM_CONFIG_LOG_LEVEL',
      'SPORT',
      'JOB_NAME',
    ];
    const neighbours = ['RELAY_SERVICE_HOST', 'RELAY_PORT', 'RELAY_PORT_8080_TCP_ADDR', 'ALLOWED_HOSTS'];
    const env = Object.fromEntries([...others, ...neighbours].map((name) => [name, 'x']));
    expect(settingsNotes({ ...enough, ...env, ALLOWED_USER: '', MEMBER_MAX_WATING: ' "" ' })).toEqual([]);
    expect(settingsNotes(Object.fromEntries(variables.map((name) => [name, 'x'])))).toEqual([]);
  });
});
