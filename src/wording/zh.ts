// The interface in Chinese.

import type { QuoteKind } from '../statement/quotation.ts';
import type { Pronoun } from '../statement/statement.ts';
import { readableDate } from './language.ts';
import { inMarks, listed } from './list.ts';
import type { Wording } from './strings.ts';

const ofMany = (tokens: number, most: number | null) => (most === null ? `${tokens}（不限）` : `${tokens}／${most}`);

const didSay = (pronoun: Pronoun) =>
  ({ he: '他这样说过吗？', she: '她这样说过吗？', they: '有人这样说过吗？' })[pronoun];

export const zh: Wording = {
  languageName: '中文',
  attribution: ({ kind, speaker, publisher }) => {
    const texts: Record<QuoteKind, string> = {
      direct: speaker ? `${speaker}，本人原话` : '原话，说话者未具名',
      reported: speaker ? `${speaker}，据${publisher}转述` : `据${publisher}转述`,
      quoted: speaker ? `${speaker}引用的他人的话，并非本人的话` : '引用的他人的话',
      narration: `${publisher}的叙述`,
      unsure: '原文没有说明这是谁的话',
    };
    return texts[kind];
  },
  aPublisher: '发布方',
  holdsQuoted: () => '‘…’为所引他人的话',
  place: (block, paragraph) =>
    ({ paragraph: `第${paragraph}段`, headline: '标题', date: '日期', signature: '署名' })[block],
  withoutModel: {
    'no-model': '声明中最接近的内容（未连接模型，因此只比对字词）：',
    'model-failed': '声明中最接近的内容（模型未能回答，因此只比对了字词）：',
    'over-budget': '声明中最接近的内容（今天的模型额度已用完，因此只比对字词）：',
  },
  leansOn: (question) => `与“${question}”一并理解。`,
  absent: '声明中没有说明。',
  absentWords: (missing, tried) => {
    if (missing.length === 0) return '没有找到包含这些词的句子。';
    const also = tried.length > 0 ? `（也查找了：${listed(tried, '、')}）` : '';
    return `没有一句话包含${inMarks(missing, '“', '”', '、')}${also}。`;
  },
  nearest: '最接近的内容：',
  fact: {
    date: (value) => `日期是${readableDate(value, 'zh')}。`,
    place: (value) => `日期行写的地点是${value}。`,
    speaker: (value) => `说话者是${value}。`,
    publisher: (value) => `由${value}发布。`,
    title: (value) => `标题：${value}`,
    language: (value) => `语言：${new Intl.DisplayNames('zh', { type: 'language' }).of(value)}。`,
    length: (value) => `共${value}段。`,
    source: (value) => `原文见：${value}`,
    signature: (value) => `署名：${value}`,
  },
  talk: {
    greeting: '您好。请问我声明中说了什么，或发来一句引文，我来核对。',
    thanks: '不客气。',
    help: '请用任何语言询问声明中说了什么：我用其中的原句回答。也可以发来引号中的引文，我会说明是否有人这样说过。',
    acknowledged: '好的，随时可以提问。',
  },
  check: {
    verbatim: (place) => `✓ 原话，${place}。`,
    unsureWhose: (place) => `? 与原文一致，${place}，但原文没有说明这是谁的话。`,
    altered: '✎ 不完全一致。不同之处已划去，声明中为加粗的词：',
    clipped: '✂ 被截取。这些词确有，但出自这句话：',
    publisher: (publisher) => `❝ 声明中有，但这是${publisher}的话，不是说话者本人的话：`,
    quotedOthers: '❝ 声明中有，但不是说话者本人的话：是在引用别人。',
    otherSpeaker: (name) => `❝ 声明中有，但这是${name}的话：`,
    paraphrase: (pronoun) => `≈ ${subject(pronoun)}说过类似的话：`,
    contradicted: (pronoun) => `⇄ ${subject(pronoun)}说的正相反：`,
    absent: '∅ 这份声明中没有。',
    notInTheseWords: '∅ 这份声明中没有这样的措辞。',
    byModel: '由模型比较意思，并非逐字核对。',
    otherLanguage: '语言不同，只比对了字词：也许确实说过。',
  },
  problem: {
    empty: () => '请就声明提问。',
    'no-words': () => '没有可以查找的词，请用一句话提问。',
    'too-long': (limit) => `问题太长，请不要超过${limit}个字符。`,
  },
  stopped: '已停止。',
  brokeOff: '模型的回答中断了，以下为替代内容：',
  failed: '我这边出了问题，请再问一次。',
  telegram: {
    about: '回答某人究竟说了什么：引文逐字取自原文，并注明是谁的话。',
    description: (title, publisher) =>
      `询问一份公开声明中说了什么。每条引文都逐字取自原文，并注明是谁的话、出自何处。\n\n声明：《${title}》${publisher ? `（${publisher}）` : ''}。`,
    commands: (pronoun) => ({
      ask: '就声明提问',
      check: `${didSay(pronoun)}核对引文`,
      statements: '全部声明，选择其中一份提问',
      use: '本群就哪份声明提问',
      source: '声明原文',
      quotes: '说话者的全部原话',
      new: '忘记之前的问题',
      language: '选择语言',
      settings: '此聊天的设置',
      privacy: '保存什么，保存多久',
      forget: '删除保存的与您有关的内容',
      help: '使用方法',
      stats: '供运行者查看的数字',
      usage: '今天用去的词元及限额',
    }),
    start: (title, origin) =>
      `请用任何语言询问这份声明说了什么：\n《${title}》${origin ? `，${origin}` : ''}。\n\n每条引文都逐字取自原文，并注明是谁的话。`,
    help: ({ username, readsAll, pronoun, example }) =>
      `请提问${example ? `，例如：${example}` : '。'}\n可以追问，如“为什么？”“还有呢？”。两分钟内修改问题，会重新回答。\n\n${didSay(pronoun)}发送 /check 和那句话，或用 /check 回复一条消息。\n在群组中：使用 /ask@${username} 加上问题，或回复我${readsAll ? `，或提及 @${username}` : ''}。\n在任何聊天中：输入 @${username} 和一个词，即可发送声明中的一句话。\n\n引文说明有人这样说过，并不说明所说属实。`,
    privacy:
      '保存的内容：您在此处最近的四个问题和回答（用于追问，直到 /new 或最后一次提问后30天）、可再次使用的回答（30天）、您的语言和聊天的设置、每天的提问次数（400天）和您的评价。按钮放不下的问题，以及分段发来的问题的第一段，保存一天。消息在得到回答前会排队等候，两天后清除；若无法回答，五天后清除。若连接了模型，您的问题和之前的问题，以及您请求核对的引文，会发送给模型。除此之外不保存任何内容，也无人旁观。\n\n/forget 会全部删除。',
    addedToGroup: ({ username, readsAll, pronoun }) =>
      `您好。有人问时，我会回答公开声明中究竟说了什么：使用 /ask@${username} 加上问题，或回复我的消息${readsAll ? `，或提及 @${username}` : ''}。${didSay(pronoun)}用 /check@${username} 回复一条消息。`,
    exampleAbout: (topic, pronoun) =>
      pronoun === 'they' ? `关于${topic}说了什么？` : `${subject(pronoun)}对${topic}说了什么？`,
    exampleWhole: '这是关于什么的？',
    andTopic: (topic) => `那${topic}呢？`,
    reading: (count) => `正在阅读${count}段…`,
    thinking: '正在思考…',
    writing: '正在书写…',
    moreInSource: (count) => `原文中还有${count}条引文`,
    openSource: '打开原文',
    copy: '复制引文',
    share: '分享',
    checkWhat: '哪句话？发送 /check 和引文，或用 /check 回复含有它的消息。',
    newTopic: '已忘记，请重新提问。',
    chooseLanguage: '选择按钮和标签的语言。回答使用提问的语言。',
    languageSet: '在这里我会说中文。',
    forgotten: '已删除这里保存的与您有关的全部内容。',
    thanks: '谢谢。',
    tooFast: (seconds) => `问题太多了，请等待${seconds}秒，之后我会读下一个。`,
    textOnly: '我只能读文字，请用文字提问。',
    notHere: '这个机器人只在特定聊天中回答。',
    cardGone: '这张卡片太旧了，请重新提问。',
    pressed: '马上就来…',
    noPassage: '声明中没有这一段。',
    ownWords: (name) => `${name}，本人原话`,
    page: (page, pages) => `第${page}页，共${pages}页`,
    inline: {
      ask: (query) => `提问：${query}`,
      askHint: '获取带引文的回答',
      asking: '正在查找…',
      getAnswer: '获取回答',
      nothing: '没有找到，请私聊提问',
      check: didSay,
    },
    settings: {
      heading: '此聊天的设置。按一项即可更改。',
      adminsOnly: '只有本群管理员可以更改设置。',
      language: '语言',
      evidence: '引文',
      folded: '折叠',
      open: '展开',
      askers: '谁可以提问',
      everyone: '所有人',
      admins: '管理员',
      mentions: '回答提及',
      on: '是',
      off: '否',
    },
    library: {
      heading: (count) => `共${count}份声明，最新的在前。按一份即可只就它提问。`,
      found: (words) => `提到“${words}”的声明：`,
      none: (words) => `没有声明包含“${words}”。`,
      all: '全部',
      choose: '本群要就哪份声明提问？',
      chosen: (title) => `这里的问题现在只针对《${title}》。`,
      chosenAll: '这里的问题现在针对全部声明。',
      unknown: '这份声明已不在这里，请看 /statements。',
      form: {
        report: '报道',
        speech: '讲话',
        letter: '信件',
        post: '帖子',
        interview: '采访',
        transcript: '记录稿',
        release: '新闻稿',
      },
      paragraphs: (count) => `${count}段`,
      speaker: (name) => `说话者：${name}`,
      noSpeaker: '说话者：未找到',
      own: (count) => `本人原话${count}句`,
      unsure: (count) => `${count}句不确定`,
      missing: (field) => ({ title: '无标题', date: '未找到日期', publisher: '未找到发布方' })[field],
      save: '保存',
      change: '更改…',
      show: '显示全文',
      discard: '放弃',
      howToChange: '请回复预览，写出正确的内容，每行一项，例如：\nspeaker: 姓名\ndate: 2024-09-18',
      saved: (title) => `已保存：《${title}》。这里的问题现在针对它。`,
      known: (title) => `这份声明已经有了：《${title}》。`,
      discarded: '已放弃，没有保存任何内容。',
      gone: '这个预览太旧了，请重新发送声明。',
      notAllowed: '这里只有特定的人可以添加声明。',
      unreadable: (why) => `没有保存任何内容：${why}`,
    },
    stats: (figures) =>
      `今天：${figures.peopleToday}人提出${figures.questionsToday}个问题，${figures.tokensToday}个词元。\n队列：等待${figures.queued}，放弃${figures.dead}。`,
    usage: ({ all, budget, own, personBudget, here, chatBudget }) =>
      `今天的词元：${ofMany(all, budget)}。\n您：${ofMany(own, personBudget)}。\n此聊天：${ofMany(here, chatBudget)}。`,
  },
  web: {
    languages: '页面语言',
    skip: '跳到声明',
    source: '查看原文',
    carriedBy: (name) => `由${name}转发`,
    legend: '谁的话',
    kind: (kind, _speaker, publisher) => {
      const texts: Record<QuoteKind, string> = {
        direct: '本人原话',
        reported: `${publisher}的转述`,
        quoted: '所引他人的话',
        narration: `${publisher}的叙述`,
        unsure: '原文没有说明是谁的话',
      };
      return texts[kind];
    },
    paragraph: (number) => `第${number}段`,
    copy: '复制引文及出处',
    copied: '已复制',
    quotation: '引文及出处',
    noSuchPlace: '该地址所指的位置在声明中不存在，以下是声明全文。',
    whole: '显示无标记的全文',
    ask: '就此声明提问',
    question: '您的问题',
    hint: '请用一句话提问，任何语言均可。',
    send: '提问',
    promise: '每条引文均逐字取自声明。',
    reading: '正在阅读声明…',
    answer: '回答',
    earlier: '之前的提问',
    isChecked: '已作为引语核对。',
    askInstead: '改为提问',
    checkInstead: '改为核对引语',
    quotationNumber: (number) => `引文${number}`,
    tooMany: (seconds) => `提问过于频繁，请在${seconds}秒后再试。`,
    tooLarge: '问题太长。',
    offline: '连接中断，请再问一次。',
    notFound: { title: '未找到', text: '这里没有该页面。', back: '返回声明' },
    broken: { title: '出了问题', text: '我们这边出了问题，请再试一次。' },
  },
};

function subject(pronoun: Pronoun): string {
  return { he: '他', she: '她', they: '有人' }[pronoun];
}
