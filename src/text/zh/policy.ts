import type { Catalogue } from '../catalogue.ts';
import { names } from './commands.ts';

export const policy: Catalogue['policy'] = {
  notInChannel: '这个频道里不能作图。',
  notPermitted: (command) =>
    `你在这里不能使用 \`/${names[command].name}\`，所以这个按钮对你也无效。这由服务器的管理者决定。`,
};
