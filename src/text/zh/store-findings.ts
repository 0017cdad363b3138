import type { FindingWords } from '../../domain/failures/finding.ts';

const lockedFixes: Readonly<Record<string, string>> = {
  ENOTDIR: '改正 STORE_URL：路径中有一段是文件，而那里应该是文件夹。',
  EISDIR: '改正 STORE_URL：那是文件夹，而存储是一个文件，例如 sqlite:data/darkroom.sqlite',
  ENOENT: '改正 STORE_URL：那个文件夹里无法创建文件。',
  ENAMETOOLONG: '缩短 STORE_URL 里的路径。',
  ELOOP: '改正 STORE_URL：那里的链接绕成了圈。',
  EROFS: '用 STORE_URL 把存储放到可以写入的磁盘上。',
  EACCES: '让运行 Darkroom 的用户可以写入那里，或用 STORE_URL 把存储放到别处。',
};

/** What is found where the store is. */
export const storeFindings = {
  storeFine: ({ path, megabytes, isChecked }) => ({
    says: `存储 ${path} 可以使用${isChecked ? '，没有损坏' : ''}，磁盘剩余 ${megabytes} MB。`,
  }),
  storeNew: ({ path }) => ({ says: `${path} 还没有存储：第一次启动时会创建。` }),
  storeForgets: () => ({
    says: '存储在内存里：一旦停止，未完成的任务和所有按钮都会丢失。',
    fix: '设置 STORE_URL=sqlite:data/darkroom.sqlite',
  }),
  storeServes: ({ name }) => ({ says: `存储 ${name} 有应答，写入的内容会保留。` }),
  storeNoted: ({ note }) => ({ says: `关于存储：${note}。` }),
  storeSilent: ({ name, detail }) => ({
    says: `存储 ${name} 无法使用：${detail}。`,
    fix: '检查 STORE_URL，以及那台服务器是否在运行、从这里能否连上。',
  }),
  storeNotOurs: ({ path, owner, user }) => ({
    says: `${path} 属于用户 ${owner}，而 Darkroom 以用户 ${user} 运行。`,
    fix: `运行 chown -R ${user} ${path}，或让 Darkroom 以用户 ${owner} 运行（compose.yaml 里的“user:”）。`,
  }),
  storeLocked: ({ path, code }) => ({
    says: `存储无法写入 ${path}（${code}）。`,
    fix: lockedFixes[code] ?? '检查 STORE_URL，以及那里的写入权限。',
  }),
  storeRefused: ({ sentence }) => ({
    says: `存储不能这样使用：${sentence}`,
    fix: '见 docs/operating.md 的 Where the records lie。',
  }),
  storeDamaged: ({ path, detail }) => ({
    says: `存储 ${path} 已损坏：${detail}。`,
    fix: '停止机器人，检查磁盘，再恢复备份。',
  }),
  storeOpenToOthers: ({ path, mode }) => ({
    says: `这台机器的其他用户也能读取存储 ${path}（权限 ${mode}）：下次启动时会收回。`,
  }),
  storeOnNetwork: ({ path, kind }) => ({
    says: `${path} 在 ${kind} 上，两个机器人可能同时使用同一个存储而损坏它。`,
    fix: '用 STORE_URL 把存储放到本机的磁盘上。',
  }),
  diskLow: ({ path, megabytes }) => ({
    says: `${path} 只剩 ${megabytes} MB。`,
    fix: '请尽快腾出空间：磁盘写满后就无法再做新图。',
  }),
  diskFull: ({ path, megabytes }) => ({
    says: `${path} 只剩 ${megabytes} MB，不够存储使用。`,
    fix: '请腾出空间。',
  }),
} satisfies Partial<FindingWords>;
