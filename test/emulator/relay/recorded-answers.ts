import type { RawAnswer } from './faults.ts';

/** An answer to a submission as a relay gave it, or as its code would. */
export type RecordedAnswer = {
  /** Whose answer it is, for those who read the table. */
  readonly by: string;
  readonly to: 'imagine' | 'picture' | 'action' | 'remix' | 'modal' | 'blend' | 'describe' | 'video' | 'extend';
  readonly status: number;
  /** JSON, or a text as it is. */
  readonly body: object | string;
  /**
   * Whether there is a task behind it. `no` is proven: the server gives this answer before it makes one. `yes`: the answer
   * names the task.
   */
  readonly made: 'no' | 'perhaps' | 'yes';
};

const NA = 'new-api';
const FORK = 'a descendant of new-api';
const HUB = 'one-hub';
const TA = 'trueai’s midjourney-proxy';
const NZ = 'the original midjourney-proxy';

const error = (message: string, code?: string, type = 'new_api_error') => ({
  error: {
    message: `${message} (request id: 20260101000000000000000XXXXXXXX)`,
    type,
    ...(code !== undefined && { code }),
  },
});
const plain = (code: number, description: string, more: object = {}) => ({
  code,
  description,
  result: null,
  properties: {},
  ...more,
});
const gateway = (description: string, code = 4) => ({ description: `${description} `, type: 'upstream_error', code });
const filter = (message: string) => ({ success: false, code: -1, message, timestamp: '638700000000000000' });
const success = (more: object = {}) => plain(1, 'Submit success', { result: '1795417641706001', ...more });

const no = (by: string, to: RecordedAnswer['to'], status: number, body: object | string) =>
  ({ by, to, status, body, made: 'no' }) satisfies RecordedAnswer;
const perhaps = (by: string, to: RecordedAnswer['to'], status: number, body: object | string) =>
  ({ by, to, status, body, made: 'perhaps' }) satisfies RecordedAnswer;
const yes = (by: string, to: RecordedAnswer['to'], status: number, body: object | string) =>
  ({ by, to, status, body, made: 'yes' }) satisfies RecordedAnswer;

/** What relays answer to submissions beside the ordinary success, each under a name of its own. */
export const recordedAnswers = {
  // The operator of the gateway sells nothing of this kind.
  'no channel, in English': no(
    NA,
    'imagine',
    503,
    error('No available channel for model mj_imagine under group default (distributor)', 'model_not_found'),
  ),
  'no channel for films': no(
    NA,
    'video',
    503,
    error('No available channel for model mj_video under group default (distributor)', 'model_not_found'),
  ),
  'no channel for a button': no(
    NA,
    'action',
    503,
    error('No available channel for model mj_upscale under group default (distributor)', 'model_not_found'),
  ),
  'no channel, in Chinese': no(
    NA,
    'action',
    503,
    error('分组 default 下模型 mj_reroll 无可用渠道（distributor）', 'model_not_found'),
  ),
  'no channel, in Chinese, without a code': no(
    NA,
    'action',
    503,
    error('当前分组 default 下对于模型 mj_reroll 无可用渠道'),
  ),
  'no channel for windows': no(NA, 'modal', 503, error('当前分组 default 下对于模型 mj_modal 无可用渠道')),
  'no channel at one-hub': no(HUB, 'imagine', 400, {
    code: 5,
    description: '无法获取provider:当前分组 default 下对于模型 mj_imagine 无可用渠道 ',
    type: 'internal_error',
  }),
  'no channel for a button at one-hub': no(HUB, 'action', 400, {
    code: 5,
    description: '无法获取provider:当前分组 default 下对于模型 mj_pan 无可用渠道 ',
    type: 'internal_error',
  }),
  'no price for a button': no(NA, 'action', 400, gateway('模型 mj_pan 倍率或价格未配置，请联系管理员设置')),
  'no price for films': no(
    NA,
    'video',
    400,
    gateway('Model mj_video ratio or price not set, please contact administrator'),
  ),
  'the parent’s channel off, in English': no(NA, 'action', 400, gateway('origin task channel is disabled')),
  'the parent’s channel off, in Chinese': no(NA, 'action', 400, gateway('该任务所属渠道已被禁用')),
  'the parent’s channel off, newer': no(
    NA,
    'action',
    400,
    gateway('The channel associated with this task has been disabled'),
  ),
  'the parent’s channel deleted': no(NA, 'action', 400, gateway('get_channel_info_failed')),

  // Gateways before they forward anything.
  'the group full': no(NA, 'imagine', 429, error('当前分组上游负载已饱和，请稍后再试')),
  'the group full, with code 30': no(
    NA,
    'imagine',
    429,
    gateway('当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。', 30),
  ),
  'the upstream’s account empty': no(
    NA,
    'imagine',
    429,
    error('当前分组上游负载已饱和', 'insufficient_quota', 'insufficient_quota'),
  ),
  'the gateway out of memory': no(NA, 'imagine', 503, error('system memory overloaded', 'system_memory_overloaded')),
  'the account empty': no(NA, 'imagine', 400, gateway('quota_not_enough')),
  'the account empty at one-hub': no(HUB, 'imagine', 400, gateway('user quota is not enough')),
  'the quota not reserved': no(NA, 'imagine', 400, gateway('pre_consume_quota_failed')),
  'the key used up': no(NA, 'imagine', 401, error('该令牌额度已用尽 TokenStatusExhausted[sk-sec***key]')),
  'the key refused': no(NA, 'imagine', 401, error('无效的令牌')),
  'the key not for this model': no(NA, 'imagine', 403, error('该令牌无权访问模型 mj_imagine')),
  'the upstream’s key refused': no(NA, 'imagine', 401, { code: 4, description: 'unauthorized' }),
  'the address not allowed': no(NA, 'imagine', 403, error('您的 IP 不在令牌允许访问的列表中')),
  'an unreadable request': no(NA, 'imagine', 400, gateway('bind_request_body_failed')),
  'a request that could not be made': no(NA, 'imagine', 400, gateway('create_request_failed')),
  'no prompt': no(NA, 'imagine', 400, gateway('prompt_is_required')),
  'an unknown button': no(NA, 'action', 400, error('unknown_action:MJ::JOB::animate_high::1::x::SOLO')),
  'a parent not finished': no(NA, 'action', 400, gateway('task_status_not_success')),
  'a parent unknown': no(NA, 'action', 400, gateway('task_not_found')),
  'a prompt against the rules': no('a reseller', 'imagine', 503, error('Your prompt violates our content policy')),

  // Automation servers before they queue anything.
  'a full queue': no(
    NZ,
    'imagine',
    200,
    plain(23, '队列已满，请稍后尝试', { properties: { discordInstanceId: '1118' } }),
  ),
  'a full queue, as a failure': no(TA, 'imagine', 200, plain(9, '提交失败，队列已满，请稍后重试')),
  'a full queue, as a failure, in English': no(TA, 'imagine', 200, plain(9, 'Submission failed, the queue is full')),
  'a banned word': no(
    NZ,
    'imagine',
    200,
    plain(24, '可能包含敏感词', { properties: { promptEn: 'gore', bannedWord: 'gore' } }),
  ),
  'no account': no(TA, 'imagine', 200, plain(3, '无可用的账号实例')),
  'the parent’s account gone': no(NZ, 'action', 200, plain(3, '账号不可用: 1118')),
  'a parent forgotten': no(TA, 'action', 404, plain(3, '关联任务不存在或已失效')),
  'a parent in the wrong state': no(NZ, 'action', 200, plain(4, '关联任务状态错误')),
  'a malformed prompt': no(NZ, 'imagine', 200, plain(4, 'prompt不能为空')),
  'a system error': no(TA, 'imagine', 200, plain(9, '提交失败，系统异常')),
  'an unknown kind of button': no(TA, 'action', 200, plain(4, '未知的 Action 类型')),
  'a task that cannot be rerolled': no(TA, 'action', 200, plain(4, '该任务不支持重新生成')),
  'remix switched off': no(TA, 'remix', 200, plain(4, '当前账号不支持 remix，请开启 remix 功能')),
  'remix switched off, for a film': no(TA, 'extend', 200, plain(9, '未开启 REMIX，无法使用视频扩展功能')),
  'films switched off': no(TA, 'video', 200, plain(9, '视频功能未启用')),
  'uploads forbidden': no(TA, 'picture', 200, plain(4, '禁止上传')),
  'uploads switched off': no(TA, 'picture', 200, plain(9, '上传图片失败，未启用用户上传功能')),
  'too many at once': no(TA, 'imagine', 200, filter('并发数已达上限')),
  'too many today': no(TA, 'imagine', 200, filter('今日绘图次数已达上限')),
  'a state too long': no(TA, 'imagine', 200, filter('state 长度不能超过 255')),

  // What may come after the task was made.
  'an exception': perhaps(TA, 'imagine', 500, filter('操作失败')),
  'an exception that speaks of the limit': perhaps(TA, 'imagine', 500, filter('并发数已达上限')),
  'an exception that speaks of a banned word': perhaps(TA, 'imagine', 500, filter('可能包含敏感词')),
  'an exception with an ordinary status': perhaps(TA, 'imagine', 200, filter('操作失败')),
  'queued, as a failure': perhaps(TA, 'imagine', 200, plain(9, 'Task queued')),
  'submitted without an id, as a failure': perhaps(TA, 'imagine', 200, plain(9, '提交成功，但未获取到任务ID')),
  'submitted without an id, in other words': perhaps(
    TA,
    'imagine',
    200,
    plain(9, '任务已提交，没有返回任务 id，请稍后查看队列'),
  ),
  'submitted without an id, in English': perhaps(
    TA,
    'imagine',
    200,
    plain(9, 'Submitted, but no task id was received'),
  ),
  'whatever went wrong, as a failure': perhaps(NZ, 'imagine', 200, plain(9, 'Read timed out')),
  'words that nobody knows, as a failure': perhaps(NZ, 'imagine', 200, plain(9, 'the moon is wrong')),
  'accepted without an id': perhaps(NA, 'imagine', 200, plain(1, 'Submit success', { result: '' })),
  'billing not settled': perhaps(FORK, 'imagine', 400, gateway('settle_midjourney_billing_failed')),
  'billing not written down': perhaps(FORK, 'imagine', 400, gateway('persist_midjourney_billing_failed')),
  'billing not settled, as an error': perhaps(FORK, 'imagine', 500, error('settle_quota_failed: insufficient quota')),
  'task not written down': perhaps(NA, 'imagine', 400, gateway('insert_midjourney_task_failed')),
  'answer not read': perhaps(NA, 'imagine', 400, gateway('read_response_body_failed', 5)),
  'answer not copied': perhaps(NA, 'imagine', 400, gateway('copy_response_body_failed')),
  'answer not closed': perhaps(NA, 'imagine', 400, gateway('close_response_body_failed', 5)),
  'answer not understood': perhaps(NA, 'imagine', 400, gateway('unmarshal_response_body_failed', 5)),
  'answer empty': perhaps(NA, 'imagine', 400, gateway('empty_response_body')),
  'upstream silent': perhaps(NA, 'imagine', 400, gateway('do_request_failed', 5)),
  'a step that nobody knows': perhaps(FORK, 'imagine', 400, gateway('archive_midjourney_task_failed')),
  'queued, though its account is away': perhaps(TA, 'action', 200, plain(3, '任务已入队，账号不可用')),
  'sent, and refused by whom nobody knows': perhaps(
    NA,
    'imagine',
    400,
    gateway('do_request_failed: 401 Unauthorized', 5),
  ),
  'submitted, though remix is off': perhaps(TA, 'remix', 200, plain(9, 'Task submitted, but remix is not enabled')),
  'submitted, though uploads are off': perhaps(TA, 'picture', 200, plain(9, '已提交，但未启用用户上传功能')),
  'created, though forbidden': perhaps(FORK, 'imagine', 400, error('task created, but showing it is forbidden')),
  'an exception that speaks of the account': perhaps(TA, 'imagine', 500, filter('无可用的账号实例')),
  'upstream broke off': perhaps(NA, 'imagine', 503, error('do request failed: Post "https://upstream": EOF')),
  'upstream’s pipe broke': perhaps(NA, 'imagine', 503, error('write tcp 10.0.0.2:443: broken pipe')),
  'upstream hung up': perhaps(NA, 'imagine', 503, error('socket hang up')),
  'upstream too slow': perhaps(NA, 'imagine', 503, error('context deadline exceeded')),
  'upstream too slow, in Chinese': perhaps(NA, 'imagine', 503, error('上游请求超时')),
  'a 503 that says nothing': perhaps(NA, 'imagine', 503, error('Service temporarily unavailable')),
  'a 400 that says nothing': perhaps(NA, 'imagine', 400, error('openai_error')),
  'a panic': perhaps(
    NA,
    'action',
    500,
    error('Panic detected, error: runtime error: index out of range', '', 'new_api_panic'),
  ),
  'a panic, and a refusal behind it': perhaps(
    NA,
    'action',
    500,
    `${JSON.stringify(error('Panic detected, error: index out of range'))}${JSON.stringify(gateway('unknown_action'))}`,
  ),
  'a picture stopped by a filter': perhaps(
    'a relay with pictures in its answer',
    'imagine',
    400,
    error('Request cancelled due to output filters'),
  ),
  'a page of something in between': perhaps(
    'nginx',
    'imagine',
    502,
    '<html><head><title>502 Bad Gateway</title></head></html>',
  ),
  'a page of something in between, which says 503': perhaps(
    'nginx',
    'imagine',
    503,
    '<html><body>503 Service Unavailable</body></html>',
  ),
  'nothing at all': perhaps('nobody knows', 'imagine', 200, ''),

  // Successes in disguise.
  'a success, and an error behind it': yes(
    FORK,
    'imagine',
    200,
    `${JSON.stringify(success())}${JSON.stringify(gateway('settle_midjourney_billing_failed'))}`,
  ),
  'a success, and an error object behind it': yes(
    FORK,
    'imagine',
    200,
    `${JSON.stringify(success({ description: 'brackets: }{"' }))}\n${JSON.stringify(error('quota_not_enough'))}`,
  ),
  'an error, and a success behind it': yes(
    FORK,
    'imagine',
    500,
    `${JSON.stringify(error('Panic detected'))}${JSON.stringify(success())}`,
  ),
  'a success with an error inside': yes(FORK, 'imagine', 200, { ...success(), ...error('insufficient quota') }),
} satisfies Record<string, RecordedAnswer>;

export type RecordedName = keyof typeof recordedAnswers;

/** A recorded answer as a fault. Where a task may be behind it there is one, so that whoever sends again pays twice. */
export function recorded(name: RecordedName): RawAnswer {
  const { status, body, made } = recordedAnswers[name];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, body: text, contentType: 'application/json; charset=utf-8', create: made !== 'no' };
}
