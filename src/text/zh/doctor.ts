import type { CheckId, Dialect, FindingWords } from '../../domain/failures/finding.ts';
import type { Catalogue } from '../catalogue.ts';

const unreached = {
  dns: 'DNS 查不到这个名字',
  refused: '连接被拒绝',
  unreachable: '网络不通',
  tls: '证书不受信任',
  timeout: '没有及时回应',
  broken: '连接中断',
} as const;

const reach = {
  dns: '检查域名，以及这台机器的 DNS 服务器。',
  refused: '检查端口，以及是否被防火墙拦住。',
  unreachable: '检查这台机器的网络。',
  tls: '如果这里的代理会检查加密连接，请在 NODE_EXTRA_CA_CERTS 里写上它的证书。',
  timeout: '检查是否被防火墙拦住，否则稍后再试。',
  broken: '检查是否被防火墙或代理拦住，否则稍后再试。',
} as const;

const dialects: Readonly<Record<Dialect, string>> = {
  'midjourney-proxy': '（midjourney-proxy）',
  trueai: '（trueai 版 midjourney-proxy）',
  'new-api': '（new-api 类网关，任务每 15 秒更新一次）',
  other: '',
};

const page = (id: string, name: string) => `https://discord.com/developers/applications/${id}/${name}`;

const checks: Readonly<Record<CheckId, string>> = {
  settings: '设置',
  token: '令牌',
  application: 'Discord 应用',
  relay: '中转服务',
};

const findings: FindingWords = {
  checkSlow: ({ check }) => ({ says: `检查“${checks[check]}”花的时间太长，结果不明。` }),
  checkBroken: ({ check, reference }) => ({
    says: `检查“${checks[check]}”时程序自己出了错（编号 ${reference} ）。`,
    fix: '请报告这个问题，并附上日志里这个编号的内容。',
  }),

  settingsRead: ({ count, secrets }) => ({ says: `已设置 ${count} 项： ${secrets.join('、')} 。` }),
  settingWrong: ({ sentence }) => ({ says: `设置有误： ${sentence}` }),
  settingIgnored: ({ sentence }) => ({ says: `有一项设置不起作用： ${sentence}` }),
  envFileOpen: ({ path, mode }) => ({
    says: `这台机器的其他用户也能读取 ${path} （权限 ${mode} ），里面有你的密钥。`,
    fix: `运行 chmod 600 ${path}`,
  }),
  nodeOld: ({ version }) => ({
    says: `现在的 Node 是 ${version} ，而 Darkroom 需要 Node 24。`,
    fix: '重新运行 `npm ci`，再用 `npm start` 启动。',
  }),

  tokenTaken: ({ name }) => ({ says: `Discord 接受令牌，机器人是“${name}”。` }),
  tokenRefused: () => ({
    says: 'Discord 拒绝了 DISCORD_TOKEN。',
    fix: '到 https://discord.com/developers/applications → Bot 重新复制令牌，或在那里重置。',
  }),
  discordSilent: ({ host, why }) => ({ says: `连不上 Discord（ ${host} ）：${unreached[why]}。`, fix: reach[why] }),
  discordFailing: ({ status }) => ({
    says: `Discord 自己有故障，回应是 ${status} 。`,
    fix: '请等待，详情见 https://discordstatus.com 。',
  }),
  discordBlocks: ({ status }) => ({
    says: `Discord 目前不处理来自这个地址的请求，回应是 ${status} 。`,
    fix: '等一小时。如果一直如此，就是这个地址上有别的程序请求过多。',
  }),
  discordOdd: ({ host }) => ({
    says: `在 ${host} 回应的不是 Discord。`,
    fix: '去掉 DISCORD_API_URL，或查查是哪个代理在回应。',
  }),

  applicationFine: () => ({ says: 'Discord 应用的各项设置都不妨碍机器人工作。' }),
  endpointSet: ({ id }) => ({
    says: '应用填了 Interactions Endpoint URL，Discord 会把所有命令发到那里，Darkroom 一条也收不到。',
    fix: `到 ${page(id, 'information')} 清空这一栏`,
  }),
  codeGrant: ({ id }) => ({
    says: '开着 Requires OAuth2 Code Grant，邀请机器人会失败。',
    fix: `到 ${page(id, 'bot')} 关掉它`,
  }),
  publicBot: ({ id }) => ({
    says: '任何人都能把这个机器人加进自己的服务器，花掉你中转服务的额度。',
    fix: `到 ${page(id, 'bot')} 关掉 Public Bot（先把安装链接设为 None），或设置 ALLOWED_GUILDS。`,
  }),
  intentsOn: ({ id, names }) => ({
    says: `开着 Darkroom 从不使用的特权意图： ${names.join('、')} 。`,
    fix: `到 ${page(id, 'bot')} 关掉它们`,
  }),

  relayWorks: ({ relay, ms, dialect }) => ({
    says: `中转服务 ${relay} 接受密钥， ${ms} 毫秒内回应 ${dialects[dialect]}。`,
  }),
  relaySilent: ({ relay, why }) => ({
    says: `连不上中转服务 ${relay} ：${unreached[why]}。`,
    fix: why === 'dns' ? '检查 RELAY_URL，以及这台机器的 DNS 服务器。' : reach[why],
  }),
  relayRedirects: ({ relay, isPlain }) => ({
    says: `中转服务 ${relay} 把请求转到另一个地址，密钥不能跟过去。`,
    fix: isPlain ? '在 RELAY_URL 里写 https:// 。' : '把它转到的地址写进 RELAY_URL。',
  }),
  relayPage: ({ relay }) => ({
    says: `在 ${relay} 回应的是一个网页，不是中转服务。`,
    fix: '在 RELAY_URL 里写 API 的地址，名字常以“api.”开头。',
  }),
  relayMisplaced({ base, answersAt, isModeless }) {
    const says = `在 ${base} 没有中转服务回应。`;
    if (answersAt === null) return { says, fix: '检查 RELAY_URL 的路径。' };
    return {
      says,
      fix: isModeless ? '去掉 RELAY_MODE：这个中转服务的地址里没有速度。' : `把 RELAY_URL 设为 ${answersAt}`,
    };
  },
  relayFailing: ({ relay, status }) => ({
    says: `中转服务 ${relay} 自己有故障，回应是 ${status} 。`,
    fix: '请等待，或询问它的管理者。',
  }),
  relayKeyRefused: ({ relay, auth }) => ({
    says: `中转服务 ${relay} 拒绝了 RELAY_API_KEY。`,
    fix: auth === null ? '到中转服务的密钥页面重新复制密钥。' : `设置 RELAY_AUTH=${auth}`,
  }),
  relayKeyUsedUp: ({ relay }) => ({
    says: `RELAY_API_KEY 在 ${relay} 已没有额度。`,
    fix: '到那里充值，无需重启。',
  }),
  relayKeyBlind: ({ relay }) => ({
    says: `RELAY_API_KEY 能向 ${relay} 提交任务，却不能读取：图片付了钱也到不了。`,
    fix: '到那里去掉密钥的模型限制。',
  }),
};

export const doctor: Catalogue['doctor'] = {
  findings,
  levels: { ok: '正常', note: '注意', bad: '问题' },
  fix: (fix) => `解决办法： ${fix}`,
  needsYou: (count) => (count === 0 ? '没有需要你处理的事。' : `有 ${count} 件事需要你处理。`),
};
