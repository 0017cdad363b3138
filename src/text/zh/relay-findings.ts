import type { FindingWords } from '../../domain/failures/finding.ts';
import type { Dialect } from '../../domain/failures/finding-facts.ts';

const dialects: Readonly<Record<Dialect, string>> = {
  'midjourney-proxy': '它是 midjourney-proxy。',
  trueai: '它是 trueai 版 midjourney-proxy。',
  'new-api': '它是 new-api 类网关，进度每 15 秒更新一次。',
  other: '',
};

/** What is found at a relay that can be reached. */
export const relayFindings = {
  relayWorks: ({ relay, ms, dialect }) => ({
    says: `中转服务 ${relay} 接受密钥，${ms} 毫秒内回应。${dialects[dialect]}`,
  }),
  relayRedirects: ({ relay, isPlain, settings }) => ({
    says: `中转服务 ${relay} 把请求转到另一个地址，密钥不能跟过去。`,
    fix: isPlain ? `在 ${settings}URL 里写 https:// 。` : `把它转到的地址写进 ${settings}URL。`,
  }),
  relayPage: ({ relay, settings }) => ({
    says: `在 ${relay} 回应的是一个网页，不是中转服务。`,
    fix: `在 ${settings}URL 里写 API 的地址，名字常以“api.”开头。`,
  }),
  relayMisplaced({ base, answersAt, isModeless, settings }) {
    const says = `在 ${base} 没有中转服务回应。`;
    if (answersAt === null) return { says, fix: `检查 ${settings}URL 的路径。` };
    return {
      says,
      fix: isModeless ? `去掉 ${settings}MODE：这个中转服务的地址里没有速度。` : `把 ${settings}URL 设为 ${answersAt}`,
    };
  },
  relayFailing: ({ relay, status }) => ({
    says: `中转服务 ${relay} 自己有故障，回应是 ${status}。`,
    fix: '请等待，或询问它的管理者。',
  }),
  relayKeyRefused: ({ relay, auth, settings }) => ({
    says: `中转服务 ${relay} 拒绝了 ${settings}API_KEY。`,
    fix: auth === null ? '到中转服务的密钥页面重新复制密钥。' : `设置 ${settings}AUTH=${auth}`,
  }),
  relayKeyUsedUp: ({ relay, settings }) => ({
    says: `${settings}API_KEY 在 ${relay} 已没有额度。`,
    fix: '到那里充值，无需重启。',
  }),
  relayKeyBlind: ({ relay, settings }) => ({
    says: `${settings}API_KEY 能向 ${relay} 提交任务，却不能读取：图片付了钱也到不了。`,
    fix: '到那里去掉密钥的模型限制。',
  }),
  relayCutOff: ({ relay }) => ({
    says: `中转服务 ${relay} 有回应，却连不上它背后的服务器：任务会一直等待。`,
    fix: '请等待，或询问它的管理者。',
  }),
  relayBalance: ({ relay, left, of, settings }) => ({
    says: `${settings}API_KEY 在 ${relay} 还能用 ${left.toFixed(2)}（共 ${of.toFixed(2)}）。`,
  }),
  relayBalanceLow: ({ relay, left, of, settings }) => ({
    says: `${settings}API_KEY 在 ${relay} 只能再用 ${left.toFixed(2)}（共 ${of.toFixed(2)}）。`,
    fix: '请尽快充值。',
  }),
  relayUnsold: ({ relay, classes }) => ({
    says: `中转服务 ${relay} 不提供某些按钮的功能，图片下方不会出现它们：${classes.join('、')}。`,
  }),
  relayNoModal: ({ relay, settings }) => ({
    says: `${settings}API_KEY 在 ${relay} 不能使用 mj_modal：重混的新提示词、自定义缩放和局部重绘都会失败。`,
    fix: '请它的管理者加上 mj_modal。',
  }),
  relayOtherName: ({ relay, stated }) => ({
    says: `中转服务 ${relay} 的图片链接指向 ${stated} ：在那里取不到的会改从 ${relay} 取。`,
  }),
  relayModeLost: ({ relay, mode, settings }) => ({
    says: `中转服务 ${relay} 和其他 new-api 类网关一样，会忽略 ${settings}MODE 的速度“${mode}”，按普通价格收费。`,
    fix: `询问它的管理者，或让成员在提示词里加 --${mode}`,
  }),
} satisfies Partial<FindingWords>;
