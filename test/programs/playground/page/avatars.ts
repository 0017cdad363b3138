const hues: readonly (readonly [string, string])[] = [
  ['#f59e63', '#d9485f'],
  ['#5fc9b0', '#2f7fb8'],
  ['#c58cf0', '#6d5ae0'],
];

/** A face for a member, drawn here: nothing is fetched from anywhere. */
export function avatarOf(name: string): string {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const [light, dark] = hues[sum % hues.length] ?? ['#888', '#444'];
  const letter = [...name][0]?.toUpperCase() ?? '?';
  return picture(
    `<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>` +
      `<rect width="40" height="40" fill="url(#g)"/><text x="20" y="27" font-family="Inter,Arial,sans-serif" font-size="19" font-weight="600" fill="#fff" text-anchor="middle">${letter}</text>`,
  );
}

/** The bot's: an enlarger's beam on paper. */
export const botAvatar = picture(
  '<rect width="40" height="40" fill="#3b0d12"/><circle cx="20" cy="11" r="5" fill="#ff5d4d"/>' +
    '<path d="M20 12 9 31h22z" fill="#ff8a72" opacity=".45"/><rect x="8" y="30" width="24" height="3" rx="1" fill="#ffd9cf"/>',
);

function picture(inside: string): string {
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${inside}</svg>`)}`;
}

// Without this, discord-components would name avatars at Discord's CDN.
Object.assign(globalThis, {
  $discordMessage: {
    avatars: { default: 'blue', blue: botAvatar, gray: botAvatar, green: botAvatar, orange: botAvatar, red: botAvatar },
  },
});
