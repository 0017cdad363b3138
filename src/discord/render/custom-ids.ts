/** Longest component or modal id Discord takes, see https://docs.discord.com/developers/components/reference#custom-id */
export const CUSTOM_ID_MAX = 100;

/** One kind of our own ids: `<prefix>::<argument>::…`. Relay buttons keep the relay's ids, which start with `MJ::`. */
export type OwnId<Arguments extends readonly string[]> = {
  /** The prefix that a handler owns, with the trailing `::`. */
  readonly prefix: string;
  /** Throws RangeError when the id would not be 1 to 100 characters, or an argument is empty or contains a colon. */
  readonly encode: (...args: Arguments) => string;
  /** Null when the id is not of this kind. */
  readonly decode: (customId: string) => Arguments | null;
};

/** `retry::<jobId>`: the button "Try again". */
export const retryId = oneArgument('retry');
/** `window::<jobId>`: the button that asks for the text of an open window, and the id of the modal it opens. */
export const windowId = oneArgument('window');
/** `zoom::<messageId>::<index>`: the modal of a Custom Zoom button, by its index in the message record. */
export const zoomId = twoArguments('zoom');
/** `remix::<messageId>::<index>`: the modal of any other relay button that needs a prompt. */
export const remixId = twoArguments('remix');
/** `region::<state>::<what>`: everything in the picker of Vary (Region), see input/region/state.ts. */
export const regionId = twoArguments('region');
/** `notices::on` or `notices::off`: whether a member is told when a long job ends. */
export const noticesId = oneArgument('notices');

/** `delete::<requesterId>`: deletes its message. It needs no record, so it works long after the message is forgotten. */
export const deleteId = oneArgument('delete');
/** `undo::<jobId>`: brings a result back whose message was removed. */
export const undoId = oneArgument('undo');
/** `dm::<jobId>`: sends a result by direct message. */
export const dmId = oneArgument('dm');
/** `info::<jobId>`: shows all about a result. */
export const infoId = oneArgument('info');
/** `publish::<jobId>`: shows a private result to everybody. */
export const publishId = oneArgument('publish');
/** `refresh::<jobId>`: gives a private job a new token for its message. */
export const refreshId = oneArgument('refresh');
/** `reword::<jobId>`: the button "Edit and try again" below a failure, and the modal it opens. */
export const editPromptId = oneArgument('reword');
/** `attach::<jobId>`: the button "Attach anew" below a failure, and the modal it opens. */
export const attachAnewId = oneArgument('attach');
/** `queue::one::<memberId or all>` and `queue::waiting::…`: call off one job of a server, or all that wait. */
export const queueId = twoArguments('queue');
/** `stop::<memberId>`: stops what runs of a blocked member. */
export const stopId = oneArgument('stop');
/** `report::<messageId>`: the modal that asks what is wrong with the picture in a message. */
export const reportId = oneArgument('report');
/** `verdict::deleted|blocked|left::<messageId>`: what a moderator does about a reported picture. */
export const verdictId = twoArguments('verdict');
/** `rules::open|off|words|log`: the rules of a server, which its managers set. */
export const rulesId = oneArgument('rules');
/** `key::ask|remove|sure|keep`: the key that a server has brought; also the modal that asks for it. */
export const keyId = oneArgument('key');
/** `jobs::cancel` and `jobs::show`: the selects of `/jobs`. */
export const jobsId = oneArgument('jobs');
/** `history::<page>::<search>`: turns to a page. The search is encoded, see render/history.ts. */
export const historyId = twoArguments('history');

/** `data::open|export|ask|erase`: what is kept of a member. */
export const dataId = oneArgument('data');
/** `settings::open|on|off|ask|reset::<setting>`: the buttons of `/settings`, and `settings::pick::<setting>` its selects. */
export const settingsId = twoArguments('settings');
/** `server::ask|pause|start::<what>`: the buttons, the select and the modals of `/server`. */
export const serverId = twoArguments('server');
/** `operator::ask|pause|page|server::<what>`: the buttons, the select and the modals of `/operator`. */
export const operatorId = twoArguments('operator');
/** `grant::show|pay|unpay|limit|open|close::<guildId>`: what the people who run the bot decide about one server. */
export const grantId = twoArguments('grant');
/** `usage::<month>::<page>` turns to a page of `/usage`, `usage::<month>::csv` gives a month as a table. */
export const usageId = twoArguments('usage');
/** `help::more` shows the help, `help::try` asks for a first prompt. */
export const helpId = oneArgument('help');

/** `pick::<messageId>::<index>`: the modal for one prompt of a describe or a shorten. */
export const pickPromptId = twoArguments('pick');
/**
 * `picture::<messageId>::<open or hidden>`: the button below a picture found in that message, and the modal that asks for a prompt to
 * go with it.
 */
export const usePictureId = twoArguments('picture');

/** `many::make|cancel::<draftId>`: whether a member wants that many jobs. */
export const batchId = twoArguments('many');

/** `text::edit|send::<interactionId>`: changes a text that was not taken, or sends it as it is; and the modal for the change. */
export const textId = twoArguments('text');

/** `all::<jobId>`: upscales every picture of the grid that the job made. */
export const upscaleAllId = oneArgument('all');
/** `again::<jobId>`: makes a result anew that has no task whose button could be pressed. */
export const againId = oneArgument('again');
/**
 * `from::<jobId>::same` and `from::<jobId>::new`: make something of a picture of a result that has no task, from its own words or
 * from others; also the modal that asks for them.
 */
export const fromPictureId = twoArguments('from');
/** `open::<jobId>`: shows one picture of a grouped message by itself, with its buttons. */
export const openResultId = oneArgument('open');

/** Prefix of every relay button as posted. */
export const RELAY_PREFIX = 'MJ::';

/** The id of a relay button whose own customId cannot be posted; its meaning is in the message record. */
export function shortId(index: number): string {
  return `${RELAY_PREFIX}~${index}`;
}

/** Whether the relay's customId can serve as a component id without change and without colliding with ours. */
export function isPostable(customId: string): boolean {
  return (
    customId.startsWith(RELAY_PREFIX) &&
    !customId.startsWith(`${RELAY_PREFIX}~`) &&
    customId.length <= CUSTOM_ID_MAX &&
    /^[\x21-\x7e]+$/.test(customId)
  );
}

function oneArgument(kind: string): OwnId<readonly [string]> {
  return {
    prefix: `${kind}::`,
    encode: (argument) => join(kind, [argument]),
    decode: (customId) => {
      const [first, ...rest] = split(kind, customId);
      return first === undefined || rest.length > 0 ? null : [first];
    },
  };
}

function twoArguments(kind: string): OwnId<readonly [string, string]> {
  return {
    prefix: `${kind}::`,
    encode: (...args) => join(kind, args),
    decode: (customId) => {
      const [first, second, ...rest] = split(kind, customId);
      return first === undefined || second === undefined || rest.length > 0 ? null : [first, second];
    },
  };
}

function join(kind: string, args: readonly string[]): string {
  const id = [kind, ...args].join('::');
  if (id.length > CUSTOM_ID_MAX) throw new RangeError(`a custom id of ${id.length} characters is too long`);
  // A colon at the edge of an argument would be read as part of the separator.
  if (args.some((argument) => !/^[^:]+$/.test(argument))) throw new RangeError(`an argument of ${kind} is not an id`);
  return id;
}

function split(kind: string, customId: string): readonly string[] {
  const [own, ...args] = customId.split('::');
  return own === kind && args.every((argument) => /^[^:]+$/.test(argument)) ? args : [];
}
