import type { FindingWords } from '../../domain/failures/finding.ts';

/** What helps against what the system refuses, by its code. */
const lockedFixes: Readonly<Record<string, string>> = {
  ENOTDIR: 'correct STORE_URL: a part of that path is a file, where a folder should be.',
  EISDIR: 'correct STORE_URL: that is a folder, and the store is a file, such as sqlite:data/darkroom.sqlite',
  ENOENT: 'correct STORE_URL: nothing can be made in that folder.',
  ENAMETOOLONG: 'shorten the path in STORE_URL.',
  ELOOP: 'correct STORE_URL: its links lead in a circle.',
  EROFS: 'put the store on a disk that can be written: STORE_URL.',
  EACCES: 'let the user as whom Darkroom runs write there, or put the store elsewhere: STORE_URL.',
};

/** What is found where the store is. */
export const storeFindings = {
  storeFine: ({ path, megabytes, isChecked }) => ({
    says: `The store ${path} can be used${isChecked ? ' and is sound' : ''}; ${megabytes} MB are free.`,
  }),
  storeNew: ({ path }) => ({ says: `There is no store at ${path} yet: the first start makes one.` }),
  storeForgets: () => ({
    says: 'The store is memory: at a stop, open jobs and every button are forgotten.',
    fix: 'set STORE_URL=sqlite:data/darkroom.sqlite',
  }),
  storeServes: ({ name }) => ({ says: `The store ${name} answers, and keeps what it is given.` }),
  storeNoted: ({ note }) => ({ says: `${note.charAt(0).toUpperCase()}${note.slice(1)}.` }),
  storeSilent: ({ name, detail }) => ({
    says: `The store ${name} cannot be used: ${detail}.`,
    fix: 'check STORE_URL, and whether that server runs and can be reached from here.',
  }),
  storeNotOurs: ({ path, owner, user }) => ({
    says: `${path} belongs to user ${owner}, and Darkroom runs as user ${user}.`,
    fix: `run chown -R ${user} ${path}, or let Darkroom run as user ${owner} (“user:” in compose.yaml).`,
  }),
  storeLocked: ({ path, code }) => ({
    says: `The store cannot be written at ${path} (${code}).`,
    fix: lockedFixes[code] ?? 'check STORE_URL, and what may be written there.',
  }),
  storeRefused: ({ sentence }) => ({ says: sentence, fix: 'see docs/operating.md, Where the records lie.' }),
  storeDamaged: ({ path, detail }) => ({
    says: `The store ${path} is damaged: ${detail}.`,
    fix: 'stop the bot, check the disk, and put a backup back.',
  }),
  storeOpenToOthers: ({ path, mode }) => ({
    says: `Other users of this computer can read the store ${path} (mode ${mode}): the next start takes that from them.`,
  }),
  storeOnNetwork: ({ path, kind }) => ({
    says: `${path} is on ${kind}, where two bots can use one store at once and damage it.`,
    fix: 'put the store on a disk of this computer: STORE_URL.',
  }),
  diskLow: ({ path, megabytes }) => ({
    says: `Only ${megabytes} MB are free at ${path}.`,
    fix: 'make room soon: on a full disk nothing new can be made.',
  }),
  diskFull: ({ path, megabytes }) => ({
    says: `Only ${megabytes} MB are free at ${path}, too little for the store.`,
    fix: 'make room.',
  }),
} satisfies Partial<FindingWords>;
