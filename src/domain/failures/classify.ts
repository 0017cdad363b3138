import type { Reason } from './reason.ts';

/**
 * The reason that a relay's own words about a failure mean. Relays mix English and Chinese, and their operators may rewrite
 * the texts, so this looks for fragments, ignores case and falls back to `taskFailed` with the words themselves. The first
 * rule that fits decides, so narrow ones come before wide ones.
 */
export function classifyFailure(text: string): Reason {
  const start = text.slice(0, READ_MAX);
  const detail = excerpt(start);
  const known = rules.find(({ says }) => says.test(start));
  return known ? known.means(detail, start) : { kind: 'taskFailed', detail };
}

/** How much of a relay's text is read, in UTF-16 units. */
const READ_MAX = 4_000;

/** The word that a relay does not allow; empty when its text does not name it. */
export function bannedWord(text: string): string {
  const start = text.slice(0, READ_MAX);
  const found = bannedWordPatterns.map((pattern) => pattern.exec(start)?.[1]?.trim()).find((word) => word);
  return found ? found.slice(0, 80).toWellFormed() : '';
}

/** A parameter that Midjourney did not take, in the relay's words, which may name it. */
export function invalidParameter(detail: string): Reason {
  const flag = /--[a-z][a-z0-9-]{0,30}/i.exec(detail)?.[0];
  return { kind: 'invalidParameter', detail, ...(flag !== undefined && { flag }) };
}

/** One line of at most 200 characters. */
function excerpt(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200).toWellFormed();
}

type Rule = { readonly says: RegExp; readonly means: (detail: string, text: string) => Reason };

const operator = (detail: string): Reason => ({ kind: 'operator', detail });

/** Several fragments, each on a line of its own, any of which will do. */
function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i');
}

const rules: readonly Rule[] = [
  { says: /window confirm|窗口|弹窗/i, means: () => ({ kind: 'windowFailed' }) },
  {
    says: /\bturbo\b.{0,60}\bvideos?\b|\bvideos?\b.{0,60}\bturbo\b/i,
    means: () => ({ kind: 'filmSpeed', speed: 'turbo' }),
  },
  {
    says: /(?:turbo|极速).{0,30}视频|视频.{0,30}(?:turbo|极速)/i,
    means: () => ({ kind: 'filmSpeed', speed: 'turbo' }),
  },
  {
    says: /\brelax(?:ed)?\b.{0,60}\bvideos?\b|\bvideos?\b.{0,60}\brelax/i,
    means: () => ({ kind: 'filmSpeed', speed: 'relax' }),
  },
  {
    says: /(?:relax|慢速|放松).{0,30}视频|视频.{0,30}(?:relax|慢速|放松)/i,
    means: () => ({ kind: 'filmSpeed', speed: 'relax' }),
  },
  {
    // The account behind the relay: Midjourney wants money, a proof or an apology from its owner, or Discord refuses it.
    says: anyOf(
      /^\W*blocked\b(?!.{0,3}\b(?:words?|prompts?|phrases?|content)\b)|\bpending mod|待(?:处理|审核)的?.{0,6}(?:消息|通知)/,
      /\baction (?:needed|required)\b|are you (?:a )?human|captcha|verification (?:is )?(?:needed|required)|verify (?:your account|(?:that )?you)/,
      /(?:账号|帐号|账户).{0,20}(?:封|禁|停用|暂停|冻结|锁定|受限|验证|异常|过期|到期|失效)|验证码|人机(?:验证|校验)|需要验证|请.{0,4}完成.{0,6}(?:验证|校验)|被?封号/,
      /\baccess\b.{0,40}\b(?:revoked|suspended|removed)\b/,
      /\baccount\b.{0,40}\b(?:banned|blocked|disabled|suspended|locked|restricted|flagged|waitlist)\b|\byou(?:['’]re| are| have been)\b.{0,20}\b(?:banned|blocked|suspended)\b/,
      /\btos\b.{0,10}\bnot accepted|\baccept\b.{0,20}\bterms\b|\b(?:pro|mega)\b.{0,12}\bplans?\b|\bon your plan\b|\bdiscord\b.{0,6}\b(?:401|403|429)\b|\bmissing required role|你的?(?:账号)?(?:已)?被(?:封禁|禁止|屏蔽)/,
      /\b(?:plan|subscription|membership)\b.{0,30}\b(?:cancel?led|required|needed|expired|paused|ended|inactive|lapsed)\b|\b(?:active|valid) subscription\b/,
      /(?:订阅|会员|套餐).{0,10}(?:取消|过期|到期|暂停|失效|用完|不足)|(?:需要|没有|未)(?:有效)?(?:的)?订阅/,
      /\bfree trials?\b|\b(?:out of|no|exhausted)\b.{0,20}\b(?:fast|gpu|credits?|hours)\b|\b(?:fast|gpu|credits?|hours)\b.{0,20}\b(?:exhausted|used up|ran out)\b/,
      /(?:快速|gpu|fast).{0,6}(?:时长|时间|小时|额度).{0,8}(?:用完|用尽|耗尽|不足)|没有(?:剩余的?)?\s*(?:快速|fast)|quota|insufficient.{0,20}(?:balance|credit|fund)|余额不足|额度|欠费/,
      /\b401\b.{0,10}unauthori[sz]ed|^\W*unauthori[sz]ed\b|\b403\b.{0,10}forbidden|\binvalid (?:user )?(?:token|session)\b|\b(?:token|session)\b.{0,20}\b(?:invalid|expired)\b/,
      /(?:令牌|token|密钥).{0,8}(?:无效|失效|过期)|无效的?(?:令牌|token)|未授权|授权(?:失败|失效|过期)/,
      /unknown integration|invalid form body|missing (?:access|permissions?)\b|\boutdated\b.{0,30}\bcommand|\bcommand\b.{0,30}\boutdated\b|上传图片到\s*discord\s*失败/,
      /\brate.?limit|too many requests|限流|频率(?:过高|限制)|(?:过于|太)频繁/,
      /channel\b.{0,60}\bdisabled|get_channel_info_failed|渠道.{0,10}(?:禁用|不存在)|获取渠道信息失败/,
    ),
    means: operator,
  },
  {
    says: anyOf(
      /\bbanned\b|bannedprompt|\bforbidden (?:words?|prompts?|phrases?|content)\b|\b(?:words?|prompts?|phrases?)\b.{0,40}\bforbidden\b|\bsensitive\b|content.?policy|\bmoderat(?:ed|ion|ors?)\b|community (?:standards|guidelines)|\bnsfw\b/,
      /(?:image|output|safety|content) filters?|\b(?:image|prompt|request|content) (?:was |has been )?(?:denied|blocked)\b|\bblocked (?:words?|terms?|prompts?|phrases?|content)\b/,
      /敏感|违禁|违规|屏蔽词|审[核查]|不合规|(?:违反|不符合).{0,10}(?:规则|准则|政策|规定|规范)|不当内容|色情|涉[政黄暴]/,
    ),
    means: (_, text) => ({
      kind: 'bannedWord',
      word: bannedWord(text),
      // Midjourney speaks English: what speaks Chinese of words is a relay's own list.
      ...(/\p{Script=Han}/u.test(text.replace(bannedWord(text), '')) && { by: 'relay' }),
    }),
  },
  {
    says: /personali[sz]ation|not.?enough.?ratings|个性化/i,
    means: (detail) => ({ kind: 'invalidParameter', detail, flag: '--p' }),
  },
  {
    says: /\b(?:empty|blank) prompt|\bprompt\b.{0,12}\b(?:empty|blank|too long)|(?:提示词|prompt).{0,6}(?:过长|太长|为空)|\b(?:too many|duplicate) images/i,
    means: (detail) => ({ kind: 'invalidRequest', detail }),
  },
  {
    says: /(?:image|picture|file|图片|文件).{0,20}(?:too (?:large|big)|exceeds|过大|太大)|\btoo large\b/i,
    means: () => ({ kind: 'pictureTooLarge' }),
  },
  {
    says: anyOf(
      /invalid (?:image|link|url|base64)|(?:could not|cannot|failed to|unable to) (?:fetch|download|load|read|open|upload) .{0,20}(?:image|picture|file|link)/,
      /\b(?:image|picture|file|link)s?\b.{0,20}\b(?:upload|download) failed|base64.{0,20}(?:错误|格式|invalid)/,
      /\b(?:url|link|image)\b.{0,10}\bfetch failed|(?:上传|下载|读取|解析|获取|加载)(?:垫图|图片|图像|文件|链接|附件).{0,8}(?:失败|错误|异常)/,
      /(?:垫图|图片|图像|文件|链接|附件).{0,6}(?:上传|下载|读取|解析|获取|加载).{0,6}(?:失败|错误|异常)/,
      /(?:图片|链接|文件).{0,8}(?:无效|失效|损坏|格式)|无效.{0,4}(?:图片|链接)|无法(?:下载|访问|读取|获取|识别|加载).{0,6}(?:图片|链接|文件)/,
      /\b(?:unsupported|unrecogni[sz]ed|corrupt(?:ed)?) (?:image|picture|file)/,
      /\b(?:image|picture|link|url)s?\b.{0,20}\b(?:expired|(?:could not|cannot|can['’]t) be (?:downloaded|read|opened|loaded|fetched))\b/,
      /(?:图片|链接|图像).{0,4}(?:已?过期|下载出错|打不开)|无法打开.{0,4}(?:图片|图像|链接)/,
    ),
    means: () => ({ kind: 'pictureUnreadable' }),
  },
  {
    says: anyOf(
      /task_no(?:t)?_found|\bparent (?:task|job|image)\b.{0,20}\b(?:not found|missing|unknown|expired)|(?:no|unknown) parent (?:task|job)|\bparent\b.{0,12}\bnot exist|\b(?:find|found) (?:the |its |a )?parent/,
      /父级?任务|(?:关联|原图?)任务.{0,6}(?:不存在|失效|找不到|过期)|任务(?:不存在|已失效)|(?:未找到|找不到)任务/,
    ),
    means: () => ({ kind: 'taskUnknown' }),
  },
  {
    says: /(?:unsupported|unknown)[_ ](?:action|operation|button)|\b(?:button|action) (?:was |is )?not (?:found|supported)|\bjob action restricted|\bnot support (?:upscal|zoom|pan|var|reroll|region|inpaint)|\b(?:upscal|zoom|pan|vary|variation|reroll|inpaint)\w*\b.{0,30}\bnot (?:available|supported)|不支持的?\s*(?:操作|动作|按钮|action)|(?:找不到|没有找到|未找到).{0,12}按钮/i,
    means: (detail) => ({ kind: 'unsupported', detail }),
  },
  {
    says: /invalid.{0,3}param|unrecogni[sz]ed param|unknown param|invalid (?:value|argument|prompt|aspect)|参数.{0,6}(?:错误|无效|有误|不合法|不支持)|(?:无效|未知|不支持|无法识别).{0,4}参数|\bnot a valid (?:param\w*|version|value|flag)\b|\baspect ratio\b.{0,12}\b(?:must|invalid)|参数\s*--[a-z]\w*\s*(?:不正确|错误|无效|不合法)|not (?:supported|available|compatible).{0,30}(?:video|with)|视频.{0,30}不支持/i,
    means: invalidParameter,
  },
  {
    says: /queue (?:is )?full|队列已?满|排队.{0,6}满|queue_full|\bmax\w* .{0,20}\b(?:queued|concurrent)\b|\btoo many (?:queued|concurrent|running) jobs|\bqueue limit\b|\b\d+ jobs (?:already )?(?:queued|running)\b|排队.{0,4}过多/i,
    means: () => ({ kind: 'queueFull' }),
  },
  {
    says: /繁忙|过载|负载.{0,4}饱和|并发.{0,6}(?:上限|限制|超)|\boverloaded\b|\b(?:system|server|service) (?:is )?busy/i,
    means: () => ({ kind: 'saturated' }),
  },
  {
    says: /time[ds]?[ _-]?out|deadline exceeded|took too long|\b(?:not|never) respond|\bno response\b|超时|无响应|(?:执行|等待|处理|运行)(?:时间)?超过.{0,8}(?:秒|分钟|小时)/i,
    means: () => ({ kind: 'timedOut' }),
  },
  {
    says: /取消任务|强制(?:取消|停止|结束)|(?:用户|手动)取消|删除任务|任务(?:已经?)?(?:被.{0,6})?(?:取消|删除|终止)|^\W*(?:已|被)(?:取消|终止)\W*$|\b(?:user|admin\w*) cancell?ed\b|\b(?:task|job|request) (?:was |has been )?aborted\b|\b(?:stopped|aborted) by\b|\bcancell?ed by\b|\b(?:task|job|request) (?:was |has been )?cancell?ed|^cancell?ed\W*$/i,
    means: () => ({ kind: 'taskCancelled' }),
  },
  {
    says: /重启|中断|\binterrupted\b|\brestart(?:ed|ing)?\b|任务丢失|\b(?:task|job) (?:was )?lost\b/i,
    means: () => ({ kind: 'taskLost' }),
  },
  {
    says: /(?:实例|账号|帐号)(?:不可用|.{0,4}(?:掉线|离线|断开|未连接|不在线))|discord.{0,4}(?:断开|掉线)|没有在线|\b(?:account|instance)\b.{0,20}\b(?:offline|disconnected)\b|无可用|没有可用|\bno (?:usable )?(?:account|instance)|(?:no|not)\b.{0,12}\bavailable\b.{0,20}\b(?:account|instance)|(?:account|instance)s?\b.{0,40}\b(?:unavailable|not (?:available|found))/i,
    means: () => ({ kind: 'noAccount' }),
  },
];

/** Ways in which relays name a word that they do not allow, the surest first. */
const bannedWordPatterns = [
  /(?:word|phrase|prompt|词)s?\s*(?:[:：]\s*)?[`'"“‘「『]([^`'"”’」』\n]{1,80})[`'"”’」』]/i,
  /(?:banned|sensitive|forbidden) (?:word|phrase)s?\s*[:：]\s*([^\s,.;，。；]{1,80})/i,
  /(?:敏感|违禁|违规|屏蔽)词\s*[:：]\s*([^\s,.;，。；]{1,80})/,
  /[`“「『]([^`”」』\n]{1,80})[`”」』]/,
];
