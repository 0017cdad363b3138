import { expect, test } from 'vitest';
import { renderNotice } from '../../../src/discord/render/notice.ts';
import { en } from '../../../src/text/en/index.ts';
import { delivering, pictures } from '../../discord/render/samples.ts';
import { noticeIn, type Place, wrongNotices } from './notices.ts';

const home = { guildId: '10', channelId: '20', messageId: '30' };
const late = 1_000_000 + 6 * 60_000;
const shown: Place = {
  channelId: '20',
  asked: [{ memberId: '42', isPrivate: false, at: 1_000_000 }],
  jobs: 1,
  deleted: false,
  showsPicture: true,
};

function judge(place: Place | null, createdAt = late, times = 1): string[] {
  const { content } = renderNotice(delivering(pictures()), home, en);
  const one = noticeIn({ id: '31', channelId: '20', createdAt, content });
  return one ? wrongNotices(Array(times).fill(one), () => place) : ['no notice'];
}

test('the bot’s own notice of a long job is known and right', () => {
  expect(judge(shown)).toEqual([]);
  expect(judge({ ...shown, jobs: 2 }, late, 2)).toEqual([]);
  expect(judge({ ...shown, showsPicture: false, deleted: true })).toEqual([]);
});

test.each([
  ['of nothing that anybody asked for', null, late, 1],
  ['of what somebody else asked for', { ...shown, asked: [{ memberId: '43', isPrivate: false, at: 1 }] }, late, 1],
  ['that comes twice', shown, late, 2],
  ['of a private result', { ...shown, asked: [{ memberId: '42', isPrivate: true, at: 1 }] }, late, 1],
  ['in another channel', { ...shown, channelId: '21' }, late, 1],
  ['of a short job', shown, 1_060_000, 1],
  ['of a picture that is not there', { ...shown, showsPicture: false }, late, 1],
])('the oracle sees a notice %s', (_, place, createdAt, times) => {
  expect(judge(place, createdAt, times)).toHaveLength(1);
});

test('other words are no notice', () => {
  const said = (content: string) => noticeIn({ id: '31', channelId: '20', createdAt: late, content });
  expect(said('<@42> hello https://discord.com/channels/10/20/30')).toBeNull();
  expect(said('')).toBeNull();
});
