import type { Links } from '../links.ts';
import type { Options } from '../options.ts';
import type { EmulatedTask, Status, Tasks } from '../tasks.ts';

/** What a gateway remembers of a task. It knows nothing but the submit until its first refresh. */
type Row = {
  readonly id: string;
  readonly action: string;
  readonly prompt: string;
  readonly description: string;
  readonly submitTime: number;
  seen: Seen | null;
};

type Seen = {
  readonly status: Status;
  readonly percent: number;
  readonly pictured: boolean;
  readonly link: string;
  readonly body: object;
};

export type Rows = ReturnType<typeof createRows>;

type Parts = {
  readonly tasks: Tasks;
  readonly links: Links;
  readonly options: Pick<Options, 'lagMs' | 'rowsApartMs' | 'serverAddress'>;
  /** Whether links of pictures lead to the gateway, and not to the upstream. */
  readonly linksItself: boolean;
};

/**
 * A gateway's own table. A modal adds a second row with the same id: `fetch` shows the first one, refreshing starts with
 * the last one, the first one follows a round later, and a row at "100%" is never refreshed again, whatever its status.
 */
export function createRows({ tasks, links, options: { lagMs, rowsApartMs, serverAddress }, linksItself }: Parts) {
  const rows = new Map<string, Row[]>();
  const timer = lagMs > 0 ? setInterval(() => rows.keys().forEach(refreshOne), lagMs).unref() : null;
  const laterRounds = new Set<NodeJS.Timeout>();

  /** One row of this id per round. True when that row is now complete. */
  function refreshOne(id: string): boolean {
    const row = rows.get(id)?.findLast((each) => each.seen?.percent !== 100);
    const task = tasks.all.get(id);
    if (!row || !task) return false;
    row.seen = look(task);
    return row.seen.percent === 100;
  }

  function look(task: EmulatedTask): Seen {
    const films = links.films(task);
    return {
      status: task.status,
      percent: task.status === 'FAILURE' ? 100 : task.percent,
      pictured: links.picture(task) !== null,
      link: links.picture(task) ?? '',
      body: {
        promptEn: task.finalPrompt,
        state: task.state,
        startTime: task.startTime ?? 0,
        finishTime: task.finishTime ?? 0,
        videoUrl: films[0] ?? '',
        videoUrls: films.length > 0 ? films.map((url) => ({ url })) : null,
        failReason: task.failReason,
        buttons: task.buttons.length > 0 ? task.buttons : null,
        properties: { finalPrompt: task.finalPrompt, finalZhPrompt: '' },
      },
    };
  }

  /** Where the gateway says that a picture is. */
  function linkOf(id: string, { status, link }: Seen): string {
    if (!linksItself) return link;
    const rand = status === 'SUCCESS' ? '' : `?rand=${process.hrtime.bigint()}`;
    return `${serverAddress || links.base()}/mj/image/${id}${rand}`;
  }

  function show({ id, action, prompt, description, submitTime, seen }: Row): object {
    return {
      id,
      action,
      customId: '',
      botType: '',
      prompt,
      promptEn: '',
      description,
      state: '',
      submitTime,
      startTime: 0,
      finishTime: 0,
      imageUrl: seen?.pictured ? linkOf(id, seen) : '',
      videoUrl: '',
      videoUrls: null,
      status: seen?.status ?? '',
      progress: `${seen?.percent ?? 0}%`,
      failReason: '',
      buttons: null,
      maskBase64: '',
      properties: null,
      ...seen?.body,
    };
  }

  return {
    add(row: Omit<Row, 'seen'>): void {
      rows.set(row.id, [...(rows.get(row.id) ?? []), { ...row, seen: null }]);
    },
    /** At once where there is no lag, except that a row which another one of its id came before follows later. */
    refresh(id: string): void {
      if (lagMs > 0 || !refreshOne(id)) return;
      const round = setTimeout(() => {
        laterRounds.delete(round);
        this.refresh(id);
      }, rowsApartMs).unref();
      laterRounds.add(round);
    },
    catchUp(id: string): void {
      while (refreshOne(id)) {
        // the row before it is next
      }
    },
    first: (id: string) => rows.get(id)?.[0],
    shown: (id: string) => (rows.get(id) ?? []).map(show),
    forget: (id: string) => rows.delete(id),
    /** They are as they were when they were made, for ever. */
    reset(id: string): void {
      for (const row of rows.get(id) ?? []) row.seen = null;
    },
    stop(): void {
      clearInterval(timer ?? undefined);
      for (const round of laterRounds) clearTimeout(round);
    },
  };
}
