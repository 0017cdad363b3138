import type { TroubleWords } from './words-trouble.ts';

export const trouble: TroubleWords = {
  waiting: (line) => `通往 Midjourney 的中转服务出了问题。任务会继续等待，其间不会扣费。${line}`,
  presence: '中转服务异常，新任务排队等待',
};
