import type { Catalogue } from '../catalogue.ts';

export const alerts: Catalogue['alerts'] = {
  raised(alert, time) {
    switch (alert.kind) {
      case 'keyRefused':
        return alert.why === 'forbidden'
          ? 'RELAY_API_KEY 能提交任务，却不能读取任务：请去掉它的模型限制。在此之前不会提交任何任务。'
          : '中转服务拒绝了 RELAY_API_KEY：请检查密钥、额度和 RELAY_AUTH。在此之前不会提交任何任务。';
      case 'creditUsedUp':
        return 'RELAY_API_KEY 的额度已用完。请充值，无需重启。在此之前什么都做不了。';
      case 'creditLow':
        return `RELAY_API_KEY 只能再用 ${alert.left.toFixed(2)}（共 ${alert.of.toFixed(2)}）：请尽快充值。`;
      case 'relayRefuses':
        return `中转服务不接受任务，原因只有它的管理者能解决：“${alert.detail}”`;
      case 'tasksFail':
        return `Midjourney 或中转服务让任务失败，原因只有中转服务的管理者能解决：“${alert.detail}”`;
      case 'relayDown':
        return `中转服务从 ${time(alert.since)} 起没有响应。新任务会等待，等待期间不收费。`;
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
    }
  },
  relayUp: (minutes) => (minutes < 1 ? '中转服务恢复了。' : `中转服务恢复了，中断了 ${minutes} 分钟。`),
  footer: '同一件事每小时最多通知一次。',
};

const windows = { day: '今天', month: '本月' } as const;
