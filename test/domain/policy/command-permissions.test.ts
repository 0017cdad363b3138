import { expect, test } from 'vitest';
import {
  commandFor,
  commandForButton,
  type PermissionEntry,
  type Permitted,
  permittedTo,
} from '../../../src/domain/policy/command-permissions.ts';

const guildId = '1000';
const everyChannel = '999';
const asker = {
  guildId,
  memberId: 'ann',
  roleIds: ['artist', 'member'],
  isAdministrator: false,
  channelId: 'thread',
  parentId: 'art',
};
const role = (id: string, isAllowed: boolean): PermissionEntry => ({ target: 'role', id, isAllowed });
const member = (id: string, isAllowed: boolean): PermissionEntry => ({ target: 'member', id, isAllowed });
const channel = (id: string, isAllowed: boolean): PermissionEntry => ({ target: 'channel', id, isAllowed });

type Case = [what: string, application: PermissionEntry[], command: PermissionEntry[], permitted: Permitted];

test.each<Case>([
  ['nothing is set', [], [], 'yes'],
  ['nobody may', [role(guildId, false)], [], 'notMember'],
  ['others may not', [role('guest', false), member('bob', false), channel('music', false)], [], 'yes'],
  ['one of their roles may', [role(guildId, false), role('artist', true)], [], 'yes'],
  ['one of their roles may and another may not', [], [role('artist', true), role('member', false)], 'yes'],
  ['one of their roles may not', [], [role('member', false)], 'notMember'],
  ['they may though their role may not', [], [role('member', false), member('ann', true)], 'yes'],
  ['they may not though their role may', [], [role('artist', true), member('ann', false)], 'notMember'],
  ['the channel of the thread is closed', [channel('art', false)], [], 'notInChannel'],
  ['all channels are closed', [channel(everyChannel, false)], [], 'notInChannel'],
  ['all channels but this one are closed', [channel(everyChannel, false)], [channel('art', true)], 'yes'],
  ['a closed channel counts before a role', [channel('art', false), role('artist', true)], [], 'notInChannel'],
  ['the command says otherwise than the bot', [role(guildId, false)], [role(guildId, true)], 'yes'],
  ['the command says nothing of whom the bot forbids', [role(guildId, false)], [channel('art', true)], 'notMember'],
])('a member may use a button when the command may be used: %s', (_, application, command, permitted) => {
  expect(permittedTo(asker, application, command)).toBe(permitted);
  expect(permittedTo({ ...asker, isAdministrator: true }, application, command)).toBe('yes');
});

test('films need /video, everything else /imagine', () => {
  expect(commandForButton('MJ::JOB::animate_high::1::abc::SOLO')).toBe('video');
  expect(commandForButton('MJ::JOB::animate_low_extend::1::abc')).toBe('video');
  expect(commandForButton('MJ::JOB::upsample::1::abc')).toBe('imagine');
  expect(commandFor({ kind: 'describe', image: 'https://example.org/a.png', bot: 'MID_JOURNEY' })).toBe('imagine');
  expect(
    commandFor({
      kind: 'action',
      taskId: '1',
      customId: 'MJ::JOB::animate_low::1::abc::SOLO',
      chooseSameChannel: true,
    }),
  ).toBe('video');
});
