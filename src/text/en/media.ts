/** What members read when a picture or a film that they give cannot be used. */
export const media = {
  /** A file of a kind that cannot be used; its name is shown. */
  notAPictureFile: (name: string) =>
    `“${name}” is no picture that Midjourney can read. Use a PNG, JPEG, WebP or GIF file.`,
  pictureTooLarge: (name: string, megabytes: number) =>
    `“${name}” is too large. Use a copy of at most ${megabytes} MB.`,
  badLink: 'That is no link to a picture. It has to begin with https:// or http://.',
  messageLink:
    'That is a link to a message. Open the menu of that message instead: Apps, then “Describe picture” or “Use as image prompt”.',
  onePicture: 'Give the picture as a file or as a link, not both.',
  noPicture: 'Give a picture, as a file or as a link.',
  noEndPicture: 'Give the last picture as a file or as a link, not both.',
  nothingToAnimate: 'Give a picture to start from, as a file or as a link, or a film to go on with.',
  frameOrFilm: 'Give either a picture to start from or a film to go on with. A film already has its pictures.',
  endOrLoop: 'A film that ends where it began has no other last picture. Leave out one of the two.',
  badFilm: 'That is neither the link of a message with a film nor a task number.',
  filmUnknown: 'I know no film in that message. Give the task number below the film instead.',
};
