/** What `/help` and the welcome say. */
export const help = {
  title: 'Making pictures here',
  intro: 'Say what you want to see, choose one of four, and take it further with the buttons below it.',
  /** Headings and what there is to know about them; short enough for a telephone. */
  parts: [
    {
      name: '✏️ Make',
      value:
        '`/imagine` turns words into pictures · `/blend` mixes pictures · `/video` makes one move · `/edit` changes one with words',
    },
    {
      name: '🔘 Go further',
      value:
        '**U1–U4** picks one of the four, **V1–V4** makes four more like it, 🔄 tries again. ' +
        'Below a single picture: vary, zoom, pan, animate, as far as this bot allows.',
    },
    {
      name: '🔎 Find words',
      value: '`/describe` finds words for a picture · `/shorten` shows which words of a prompt matter',
    },
    {
      name: '🗂️ Find',
      value: '`/jobs` what is under way · `/history` what you made · `/show` brings a picture and its buttons back',
    },
    {
      name: '🗑️ ✉️ ℹ️ Under every result',
      value:
        '🗑️ removes it, for its requester and for moderators · ✉️ sends it to you by direct message, and ' +
        'ℹ️ tells all about it: both are for everybody.',
    },
    {
      name: '📱 On any picture',
      value: 'Hold it (or right-click), then **Apps**: describe it, use it as an image prompt, get new buttons.',
    },
  ],
  /** `days` is how long the bot remembers what nobody uses. */
  footer: (days: number) =>
    `Buttons work for ${days === 1 ? 'one day' : `${days} days`} after their last use, but Midjourney forgets pictures after about a month. Prompts may end with Midjourney parameters, such as --ar 3:2.`,
  tryIt: 'Try it',
  settings: 'Settings',
  more: 'What else?',
  /** The title of the window that "Try it" opens. */
  tryTitle: 'What do you want to see?',
  /** Told once, below a member's first job: it may be read before the picture is there, and long after that. */
  welcome:
    '**New here?** Under your four pictures, **U1–U4** picks one and **V1–V4** makes four more like it. ' +
    'Under a single one you go further: zoom out, pan, vary a part of it.',
};
