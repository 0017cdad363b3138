/** What Darkroom is measured against: what each does, in the words of the results. */
export const rivals = {
  bare: 'bare: replies, and does nothing else',
  submitting: 'bare, submitting: replies, submits, never looks at the task',
  writing: 'bare, writing: replies, and writes down before and after what Darkroom does, unchecked',
  writingSubmitting: 'bare, writing and submitting: both, with its record on the disk before it submits',
  naive: 'naive: defers, submits, asks after each task, shows the same progress, keeps nothing',
  silent: 'silent: as naive, but edits only once, at the end',
  frugal:
    'naive, frugal and writing: asks after all tasks at once, skips 0 %, submits on fresh connections, writes as Darkroom does, unchecked',
  linking: 'naive with links: as naive, but shows the relay’s address instead of a copy',
  held: 'naive as discord.js comes: as naive, at most 50 requests a second',
  cached: 'bare with a compile cache: as bare, its code compiled before',
  loaded: 'bare with Darkroom’s code: as bare with a compile cache, and Darkroom’s code is loaded and not run',
  loadedNaive: 'naive with Darkroom’s code: as naive, and Darkroom’s code is loaded and not run',
  loadedLinking: 'naive with links and Darkroom’s code: as naive with links, and Darkroom’s code is loaded and not run',
  restarted: 'bare, started again at once: as bare, killed as often',
  oneByOne: 'one request for each job',
  empty: 'Darkroom with an empty store',
  unlimited: 'Darkroom in a server in which nothing is decided',
  unmeasured: 'Darkroom without METRICS',
  fitting: 'Darkroom with the same pictures where Discord takes them as they are',
  single: 'Darkroom as one process',
} as const;
