import type { DiscordTrouble } from '../../domain/failures/discord-trouble.ts';
import type { Alert } from '../../domain/ports/alerts.ts';
import type { NoRelay } from '../../domain/relay-setup.ts';
import type { Catalogue } from '../catalogue.ts';
import { withVariablesOf } from '../relay-variables.ts';

export const alerts: Catalogue['alerts'] = {
  raised(alert, time) {
    const sentence = sentenceOf(alert, time);
    return alert.relay === undefined ? sentence : ofRelay(alert.relay, sentence);
  },
  relayUp(minutes, relay) {
    const who = relay === undefined ? '中转服务' : `中转服务“${relay}”`;
    return minutes < 1 ? `${who}恢复了。` : `${who}恢复了，中断了 ${minutes} 分钟。`;
  },
  causeOf,
  footer: '同一件事每小时最多通知一次。',
};

function sentenceOf(alert: Alert, time: (at: number) => string): string {
  const meanwhile =
    alert.relay === undefined ? '在此之前不会提交任何任务。' : '在此之前不会向这个中转服务提交任何任务。';
  switch (alert.kind) {
    case 'keyRefused':
      return alert.why === 'forbidden'
        ? `RELAY_API_KEY 能提交任务，却不能读取任务：请去掉它的模型限制。${meanwhile}`
        : `中转服务拒绝了 RELAY_API_KEY：请检查密钥、额度和 RELAY_AUTH。${meanwhile}`;
    case 'creditUsedUp':
      return `RELAY_API_KEY 的额度已用完。请充值，无需重启。${meanwhile}`;
    case 'creditLow':
      return `RELAY_API_KEY 只能再用 ${alert.left.toFixed(2)}（共 ${alert.of.toFixed(2)}）：请尽快充值。`;
    case 'relayRefuses':
      return `中转服务不接受任务，原因只有它的管理者能解决：“${alert.detail}”`;
    case 'tasksFail':
      return `Midjourney 或中转服务让任务失败，原因只有中转服务的管理者能解决：“${alert.detail}”`;
    case 'relayDown':
      return `中转服务从 ${time(alert.since)} 起没有响应。${alert.relay === undefined ? '新任务会等待，等待期间不收费。' : '如果有下一个中转服务，新任务会转到那里。'}`;
    case 'setupWrong':
      return alert.sentence;
    case 'limitNear':
      return `机器人${windows[alert.window]}已用掉 ${alert.limit} 点额度中的 ${alert.used} 点。`;
    case 'limitReached':
      return `机器人${windows[alert.window]}的 ${alert.limit} 点额度已用掉 ${alert.used} 点：超出余额的请求会被拒绝，${time(alert.until)} 恢复。可在 \`/operator\` 的“额度”里更改。`;
    case 'recordDamaged':
      return `存储中有一条记录无法读取（${alert.table}，${alert.key}）。其余一切正常；请运行 \`npm run store -- check\`。`;
    case 'storeDown':
      return '存储无法读写：暂时不接新任务。请检查磁盘和 STORE_URL 所指的文件夹。';
    case 'diskLow':
      return `存储所在磁盘只剩 ${alert.megabytes} MB。磁盘写满后就无法再做新图。`;
    case 'discordDown': {
      const next = alert.retrySeconds === null ? '正在不断重试' : `${alert.retrySeconds} 秒后重试`;
      // A tunnel that is refused names the proxy itself.
      const isVeiled = alert.proxy !== null && alert.trouble.kind !== 'proxy';
      const host = isVeiled ? `${alert.host}（经代理 ${alert.proxy}）` : alert.host;
      const fix = isVeiled ? PROXY : fixes[alert.trouble.kind];
      return `无法连接 Discord（${causeOf(alert.trouble, host)}）：${next}。${fix}`;
    }
    case 'notARelay':
      return noRelay(alert.found, alert.base);
    case 'loginsLow':
      return `在 ${time(alert.until)} 之前，Discord 只允许这个机器人再登录 ${alert.remaining} 次（共 ${alert.total} 次），用完后会重置它的令牌：它在被反复启动，原因见上一个进程的日志。${alert.waitSeconds} 秒后登录。`;
  }
}

function ofRelay(relay: string, sentence: string): string {
  return `中转服务“${relay}”：${withVariablesOf(relay, sentence)}`;
}

const windows = { day: '今天', month: '本月' } as const;

const PROXY = '请检查这个代理；`npm run doctor` 会说明问题所在。';
const NETWORK = '请检查这台机器的网络。';

const fixes: Readonly<Record<DiscordTrouble['kind'], string>> = {
  dns: '请检查这台机器的网络和 DNS 服务器。',
  refused: '请检查这台机器的防火墙；如果设置了 DISCORD_API_URL，也请检查它。',
  unreachable: NETWORK,
  tls: '请检查这台机器的时钟，以及网络中是否有设备替换了证书。',
  timeout: NETWORK,
  proxy: '请检查 HTTPS_PROXY、其中的密码和 NO_PROXY：`npm run doctor` 会说明代理的回应。',
  broken: NETWORK,
  answered: '请查看 https://discordstatus.com；如果设置了 DISCORD_API_URL，也请检查它。',
  otherServer: '请检查 DISCORD_API_URL，以及这个网络是否需要先登录。',
  gateway: '请确认这台机器可以连接 gateway.discord.gg 的 443 端口。',
};

function causeOf(trouble: DiscordTrouble, host: string): string {
  switch (trouble.kind) {
    case 'dns':
      return `${host} 没有 DNS 应答`;
    case 'refused':
      return `${host} 拒绝连接`;
    case 'unreachable':
      return `没有通往 ${host} 的路由`;
    case 'tls':
      return `无法与 ${host} 建立可信的 TLS 连接`;
    case 'timeout':
      return `${host} 没有及时应答`;
    case 'proxy':
      return `代理没有接通 ${host}`;
    case 'broken':
      return `${host} 中断了连接`;
    case 'answered':
      return `${host} 返回 ${trouble.status}`;
    case 'otherServer':
      return `${host} 处应答的不是 Discord`;
    case 'gateway':
      return '网关没有应答';
  }
}

function noRelay(found: NoRelay, base: string): string {
  switch (found.kind) {
    case 'dns':
      return `${base} 中的中转服务域名没有 DNS 应答：请检查 RELAY_URL 的拼写和这台机器的 DNS 服务器。`;
    case 'refused':
      return `${base} 没有服务在监听：请检查 RELAY_URL 的端口，以及中转服务是否在运行。`;
    case 'unreachable':
      return `没有通往 ${base} 的路由：请检查 RELAY_URL 和这台机器的网络。`;
    case 'tls':
      return `无法与 ${base} 建立可信的 TLS 连接：请检查 RELAY_URL 是否应以 http:// 开头、中转服务的证书，以及这台机器的时钟。`;
    case 'timeout':
      return `${base} 没有及时应答：请检查 RELAY_URL，以及中间是否有防火墙。`;
    case 'proxy':
      return `代理没有接通 ${base}：请检查 RELAY_URL 的拼写，以及 HTTPS_PROXY 和其中的密码。`;
    case 'broken':
      return `与 ${base} 的连接会中断：请检查 RELAY_URL 的端口，以及它是否应以 https:// 开头。`;
    case 'redirect':
      return base.startsWith('http:')
        ? `${base} 会跳转到别的地址，而密钥不能跟过去：请在 RELAY_URL 中使用 https://。`
        : `${base} 会跳转到别的地址，而密钥不能跟过去：请把 RELAY_URL 设为那个地址。`;
    case 'misplaced':
      return misplaced(found, base);
  }
}

function misplaced({ isPage, answersAt, isModeless }: Extract<NoRelay, { kind: 'misplaced' }>, base: string): string {
  if (answersAt !== null) {
    return isModeless
      ? `这个中转服务的地址里没有速度：请去掉 RELAY_MODE。它的地址是 ${answersAt}。`
      : `${base} 没有中转服务应答，但 ${answersAt} 有：请更正 RELAY_URL。`;
  }
  return isPage
    ? `${base} 处是一个网页，不是中转服务：请把 RELAY_URL 设为 API 的地址，它的域名常以“api.”开头。`
    : `${base} 没有中转服务应答：请检查 RELAY_URL 的路径。`;
}
