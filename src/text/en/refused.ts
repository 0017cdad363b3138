/** What members read where Discord does not take a message as it should be. */
export const refused = {
  /** In a result: why something of it is missing. A link to each picture follows the first and the last. */
  without: {
    explicit: 'Discord’s filter for explicit content does not let me attach this here. Here is the link:',
    harmfulLink: 'Discord calls a link in this message harmful, so I left it out.',
    moderated: 'AutoMod does not let me repeat the prompt here, so I left it out.',
    unclear: 'Discord does not let me attach this here right now. Here is the link:',
  },
  /** The whole message of a result that may be shown in no form. */
  kept: {
    explicit:
      'It is finished, but Discord’s filter for explicit content does not let me show it here. The member who asked for it will find it in /jobs.',
    harmfulLink:
      'It is finished, but Discord’s filter for harmful links does not let me show it here. The member who asked for it will find it in /jobs.',
    moderated:
      'It is finished, but AutoMod does not let me show it here. The member who asked for it will find it in /jobs.',
    unclear:
      'It is finished, but Discord does not let me show it here. The member who asked for it will find it in /jobs.',
  },
  /** The whole message of a job that failed. */
  failed: 'This failed, and Discord does not let me write the reason here.',
  /** The whole of a message whose result had to be shown elsewhere. */
  elsewhere: (link: string) =>
    `It is finished, but Discord did not let me show it in this message. It is here: ${link}`,
  byDm: 'It is finished, but Discord did not let me show it here. I sent it by direct message to the member who asked for it.',
  toRequester:
    'It is finished, but Discord did not let me show it here. The member who asked for it has it in a message that only they can see.',
  /** The same of a job that came to nothing. */
  toldRequester: 'This failed. The member who asked for it has been told why.',
  /** ✉️ of a picture that Discord does not take in a DM. */
  mail: (taskId: string) =>
    taskId === ''
      ? 'Discord’s filters do not let this picture into your direct messages.'
      : `Discord’s filters do not let this picture into your direct messages. \`/show task:${taskId}\` posts it in the server.`,
  /** Instead of an answer that only one member would see. */
  reply: 'Discord’s filters do not let me show you that here. Try it in another channel.',
};
