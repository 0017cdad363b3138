import type { FindingWords } from '../../domain/failures/finding.ts';
import type { CheckId } from '../../domain/failures/finding-facts.ts';
import type { Catalogue } from '../catalogue.ts';
import { alerts } from './alerts.ts';
import { hereFindings } from './here-findings.ts';
import { relayFindings } from './relay-findings.ts';
import { storeFindings } from './store-findings.ts';

const unreached = {
  dns: 'DNS 查不到这个名字',
  refused: '连接被拒绝',
  unreachable: '网络不通',
  tls: '证书不受信任',
  timeout: '没有及时回应',
  proxy: '代理没有接通',
  broken: '连接中断',
} as const;

const reach = {
  dns: '检查域名，以及这台机器的 DNS 服务器。',
  refused: '检查端口，以及是否被防火墙拦住。',
  unreachable: '检查这台机器的网络。',
  tls: '如果这里的代理会检查加密连接，请在 NODE_EXTRA_CA_CERTS 里写上它的证书。',
  timeout: '检查是否被防火墙拦住，否则稍后再试。',
  proxy: '检查 HTTPS_PROXY、其中的密码和 NO_PROXY。',
  broken: '检查是否被防火墙或代理拦住，否则稍后再试。',
} as const;

const page = (id: string, name: string) => `https://discord.com/developers/applications/${id}/${name}`;

const SYNCHRONIZE = '让它与时间服务器同步（timedatectl set-ntp true）。';

function off(seconds: number): string {
  return `${seconds > 0 ? '快了' : '慢了'} ${Math.abs(seconds)} 秒`;
}

const checks: Readonly<Record<CheckId, string>> = {
  settings: '设置',
  proxy: '代理',
  token: '令牌',
  application: 'Discord 应用',
  logins: '剩余登录次数',
  commands: '命令',
  servers: '服务器',
  clock: '时钟',
  relay: '中转服务',
  store: '存储',
  callbacks: '回调',
};

function whatIn(check: CheckId, relay: string | null): string {
  return relay === null ? checks[check] : `${checks[check]} ${relay}`;
}

const findings: FindingWords = {
  checkSlow: ({ check, relay }) => ({ says: `检查“${whatIn(check, relay)}”花的时间太长，结果不明。` }),
  checkBroken: ({ check, relay, reference }) => ({
    says: `检查“${whatIn(check, relay)}”时程序自己出了错（编号 ${reference}）。`,
    fix: '请报告这个问题，并附上日志里这个编号的内容。',
  }),

  settingsRead: ({ count, secrets }) => ({ says: `已设置 ${count} 项：${secrets.join('、')}。` }),
  settingWrong: ({ sentence }) => ({ says: `设置有误：${sentence}` }),
  settingIgnored: ({ sentence }) => ({ says: `有一项设置不起作用：${sentence}` }),
  envFileOpen: ({ path, mode }) => ({
    says: `这台机器的其他用户也能读取 ${path}（权限 ${mode}），里面有你的密钥。`,
    fix: `运行 chmod 600 ${path}`,
  }),
  nodeOld: ({ version }) => ({
    says: `现在的 Node 是 ${version}，而 Darkroom 需要 Node 24。`,
    fix: '重新运行 `npm ci`，再用 `npm start` 启动。',
  }),

  proxyWorks: ({ proxy }) => ({ says: `代理 ${proxy} 能连到 Discord 和中转服务。` }),
  proxySilent: ({ proxy, why }) => ({ says: `连不上代理 ${proxy}：${unreached[why]}。`, fix: reach[why] }),
  proxyWantsPassword: ({ proxy }) => ({
    says: `代理 ${proxy} 要求用户名和密码，或不接受现在的。`,
    fix: '写进它的地址：HTTPS_PROXY=http://name:password@host:port',
  }),
  proxyRefuses: ({ proxy, target, status }) => ({
    says: `代理 ${proxy} 拒绝连到 ${target}，回应是 ${status}。`,
    fix: `请它的管理者放行 ${target}；如果可以直连，就写进 NO_PROXY。`,
  }),

  tokenTaken: ({ name }) => ({ says: `Discord 接受令牌，机器人是“${name}”。` }),
  tokenRefused: () => ({
    says: 'Discord 拒绝了 DISCORD_TOKEN。',
    fix: '到 https://discord.com/developers/applications → Bot 重新复制令牌，或在那里重置。',
  }),
  discordSilent: ({ host, why }) => ({
    says: `连不上 Discord（${host}）：${unreached[why]}。`,
    fix: why === 'dns' ? '检查这台机器的网络和 DNS 服务器。' : reach[why],
  }),
  discordFailing: ({ status }) => ({
    says: `Discord 自己有故障，回应是 ${status}。`,
    fix: '请等待，详情见 https://discordstatus.com 。',
  }),
  discordBlocks: ({ status }) => ({
    says: `Discord 目前不处理来自这个地址的请求，回应是 ${status}。`,
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
    fix: `先到 ${page(id, 'installation')} 把安装链接设为 None，再到 ${page(id, 'bot')} 关掉 Public Bot；或设置 ALLOWED_GUILDS。`,
  }),
  intentsOn: ({ id, names }) => ({
    says: `开着 Darkroom 从不使用的特权意图：${names.join('、')}。`,
    fix: `到 ${page(id, 'bot')} 关掉它们`,
  }),

  loginsLeft: ({ remaining, total }) => ({ says: `今天的 ${total} 次登录还剩 ${remaining} 次。` }),
  loginsLow: ({ remaining, total, hours }) => ({
    says: `接下来 ${hours} 小时里，${total} 次登录只剩 ${remaining} 次。用完后 Discord 会重置令牌。`,
    fix: '查明是什么让机器人一再重启（日志里有它每次结束的原因），并加以制止。',
  }),

  commandsCurrent: ({ count }) => ({ says: `Discord 上的 ${count} 条命令都是最新的。` }),
  commandsOld: () => ({ says: 'Discord 上的命令是旧的，或还没有：下次启动时会注册新的。' }),
  commandsDoubled: ({ servers }) => ({
    says: `在 ${servers.join('、')}，成员看到的每条命令都有两份：别的程序也在那里注册过。`,
    fix: '运行 npm run doctor -- --clear-guild-commands',
  }),
  commandsClosed: ({ servers, invite }) => ({
    says: `在 ${servers.join('、')}，成员看不到任何命令：邀请机器人时没有带上命令。`,
    fix: `再邀请一次，不必先移除：${invite}`,
  }),

  serversNamed: ({ servers, more }) => ({
    says: `机器人所在的服务器：${servers.join('、')}${more > 0 ? `，另有 ${more} 个` : ''}。`,
  }),
  noServer: ({ invite }) => ({ says: '机器人还没有加入任何服务器。', fix: `用这个地址邀请它：${invite}` }),
  serversMissing: ({ ids }) => ({
    says: `ALLOWED_GUILDS 里有机器人没有加入的服务器：${ids.join('、')}。`,
    fix: '邀请它加入，或去掉写错的。',
  }),
  serversUnserved: ({ ids, invite }) => ({
    says: `机器人不在 ALLOWED_GUILDS 列出的任何服务器里（${ids.join('、')}），所以没有一个服务器能使用它。`,
    fix: `改正 ALLOWED_GUILDS（右键服务器 → 复制服务器 ID），或邀请机器人加入：${invite}`,
  }),
  serversOpen: ({ count }) => ({
    says: `机器人在 ${count} 个服务器里，而 ALLOWED_GUILDS 是空的：那里的所有成员都可以使用。`,
  }),

  clockRight: () => ({ says: '这台机器的时钟是准的。' }),
  clockOff: ({ seconds }) => ({ says: `这台机器的时钟${off(seconds)}。`, fix: SYNCHRONIZE }),
  clockWrong: ({ seconds }) => ({
    says: `这台机器的时钟${off(seconds)}，证书和日期都会出错。`,
    fix: SYNCHRONIZE,
  }),

  relaySilent: ({ relay, settings, why }) => ({
    says: `连不上中转服务 ${relay}：${unreached[why]}。`,
    fix: why === 'dns' ? `检查 ${settings}URL，以及这台机器的 DNS 服务器。` : reach[why],
  }),

  ...relayFindings,
  ...storeFindings,

  callbacksOff: ({ seconds }) => ({ says: `没有使用回调：每 ${seconds} 秒询问一次中转服务。` }),
  callbacksArrive: ({ host }) => ({ says: `发往 ${host} 的内容能到达这个 Darkroom。` }),
  callbacksPlain: ({ host }) => ({
    says: `PUBLIC_URL 以 http 开头：中间的任何人都能看到发往 ${host} 的内容。`,
    fix: '在前面放一个 HTTPS 反向代理。',
  }),
  callbacksElsewhere: ({ host, status }) => ({
    says: `在 ${host} 有回应（${status}），但不是这个 Darkroom。`,
    fix: '检查 PUBLIC_URL，以及那里的反向代理是否把一切转到 PORT。',
  }),
  callbacksSilent: ({ host, why }) => ({
    says: `回调无法到达：从这里连不上 PUBLIC_URL 的 ${host}，${unreached[why]}。`,
    fix: reach[why],
  }),
  portLocked: ({ port, code }) => ({
    says: `无法监听端口 ${port}（${code}）。`,
    fix: '把 PORT 改成 1023 以上的其他端口。',
  }),
  portTaken: ({ port }) => ({
    says: `端口 ${port} 已被别的程序占用，机器人无法启动。`,
    fix: '停掉那个程序，或把 PORT 改成空闲的端口。',
  }),

  ...hereFindings,

  alertRaised: ({ alert }) => ({ says: alerts.raised(alert, (at) => `<t:${Math.round(at / 1000)}:f>`) }),
};

/** What Discord shows of the command, in Chinese. */
export const doctorCommands: Pick<Catalogue['commands'], 'doctor'> = {
  doctor: { description: '检查机器人能否在这里正常工作，不能时该怎么办', options: {} },
};

/** What it is called. */
export const doctorNames = { doctor: { name: '检查', options: {} } };

export const doctor: Catalogue['doctor'] = {
  findings,
  levels: { ok: '正常', note: '注意', bad: '问题' },
  fix: (fix) => `解决办法：${fix}`,
  looking: '继续检查中…',
  cleared: (commands, servers) => `已从 ${servers} 个服务器移除 ${commands} 条命令。`,
  needsYou({ bad, unseen }) {
    const needs = `有 ${bad} 件事需要你处理`;
    if (unseen === 0) return bad === 0 ? '没有需要你处理的事。' : `${needs}。`;
    const open = `有 ${unseen} 项没能检查`;
    return bad === 0 ? `${open}，其余没有需要你处理的事。` : `${needs}，另${open}。`;
  },
};
