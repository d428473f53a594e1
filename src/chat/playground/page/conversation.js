/** A conversation on the page: its messages in their order, and under some of them a thread. */
import { element } from './dom.js';
import { drawSlack } from './drawing/slack.js';
import { drawTeams } from './drawing/teams.js';
import { isEnglish, text } from './words/texts.js';
import { writeBox } from './write.js';

/** @typedef {import('../shown.js').ShownMessage} ShownMessage */
/** @typedef {'teams' | 'slack'} Look */
/**
 * @typedef {object} Doing
 * @property {() => Look} look
 * @property {(message: ShownMessage, action: string, fields: Record<string, string>, button: HTMLElement | null) => void} press
 * @property {(message: ShownMessage) => void} note makes a memo of it
 * @property {(text: string, thread: string | null) => Promise<boolean>} say true when it was taken
 * @property {(person: string) => string} nameOf
 * @property {(message: ShownMessage) => boolean} answerable whether its thread may be written into
 * @property {string} replyLabel names the box in which a thread is written into
 * @property {() => void} older
 * @property {HTMLElement | null} beginning stands where the conversation begins
 */

/** @param {ShownMessage} message */
const timeOf = ({ at }) => (isEnglish ? at.en : at.ja);

/** What the platforms have in the menu of each message. */
const NOTE = text('実績メモとして残す');

/** How near to the end of the list still counts as reading the newest message, in pixels. */
const NEAR_END_PX = 80;
/** After a turn of the wheel or a key, the list comes to rest within this time. */
const REST_MS = 400;

/**
 * @param {HTMLElement} list
 * @param {Doing} doing
 */
export function makeConversation(list, doing) {
  /** @type {Map<string, { message: ShownMessage, article: HTMLElement, thread: HTMLElement | null }>} */
  const entries = new Map();
  const older = element(
    'button',
    { type: 'button', class: 'quiet older', onclick: () => doing.older() },
    text('以前のメッセージ'),
  );

  /** Whether new messages are scrolled to: until the reader goes elsewhere. */
  let following = true;
  for (const event of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    list.addEventListener(
      event,
      () =>
        setTimeout(() => {
          following = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
        }, REST_MS),
      { passive: true },
    );

  /** @param {ShownMessage} message */
  function content(message) {
    if (message.from === 'person')
      return element(
        'div',
        { class: 'bubble' },
        message.text,
        ...message.files.map((name) => element('span', { class: 'sent-file' }, name)),
      );
    const box = element('div', { class: 'cards', lang: message.language });
    const press = (
      /** @type {string} */ action,
      /** @type {Record<string, string>} */ fields,
      /** @type {HTMLElement | null} */ button,
    ) => doing.press(message, action, fields, button);
    const drawn =
      doing.look() === 'teams'
        ? message.looks.teams.map((card) => drawTeams(card, press))
        : message.looks.slack.map((look) => drawSlack(look, press));
    box.append(...drawn.map((one) => element('div', { class: 'card' }, one.element)));
    if (message.file) box.append(download(message.file));
    return box;
  }

  /** @param {{ name: string, size: number, path: string }} file */
  function download({ name, size, path }) {
    const shown = `${name}（${Math.max(1, Math.round(size / 1024)).toLocaleString('ja-JP')} KB）`;
    return element('a', { class: 'file', href: path, download: name }, shown);
  }

  /** @param {ShownMessage} message */
  function head(message) {
    const name = message.from === 'bot' ? 'Maru' : doing.nameOf(message.person);
    return element(
      'p',
      { class: 'message-head' },
      element('span', { class: 'message-from' }, name),
      element('span', { class: 'message-at' }, timeOf(message)),
      message.edited ? element('span', { class: 'message-at' }, text('（更新）')) : null,
      element('button', { type: 'button', class: 'link note', onclick: () => doing.note(message) }, NOTE),
    );
  }

  /** @param {ShownMessage} message */
  function draw(message) {
    const entry = entries.get(message.id);
    if (entry) return redraw(entry, message);
    const thread = message.thread === null ? element('div', { class: 'thread' }) : null;
    const article = element(
      'article',
      { class: `message from-${message.from}`, 'data-number': message.number, tabindex: -1 },
      head(message),
      content(message),
      thread,
    );
    const name = message.from === 'bot' ? 'Maru' : doing.nameOf(message.person);
    article.setAttribute('aria-label', `${name} ${timeOf(message)}`);
    entries.set(message.id, { message, article, thread });
    const parent = message.thread === null ? list : (entries.get(message.thread)?.thread ?? null);
    if (!parent) return;
    const later = [...parent.children].find((one) => {
      const number = one instanceof HTMLElement ? one.dataset.number : undefined;
      return one.classList.contains('answer') || (number !== undefined && Number(number) > message.number);
    });
    parent.insertBefore(article, later ?? null);
    if (thread && doing.answerable(message)) thread.append(answerBox(message));
  }

  /** @param {{ message: ShownMessage, article: HTMLElement }} entry @param {ShownMessage} message */
  function redraw(entry, message) {
    entry.message = message;
    const { article } = entry;
    const [oldHead, oldContent] = article.children;
    const focused = oldContent?.contains(document.activeElement) ?? false;
    oldHead?.replaceWith(head(message));
    oldContent?.replaceWith(content(message));
    if (focused) article.focus({ preventScroll: true });
  }

  /** @param {ShownMessage} message */
  function answerBox(message) {
    const box = element('div', { class: 'answer' });
    const open = element(
      'button',
      {
        type: 'button',
        class: 'link',
        onclick: () => {
          const made = writeBox(doing.replyLabel, (text) => doing.say(text, message.id));
          box.replaceChildren(made.element);
          made.focus();
        },
      },
      text('スレッドで返信'),
    );
    box.append(open);
    return box;
  }

  return {
    /** Forgets everything shown. */
    clear() {
      entries.clear();
      following = true;
      list.replaceChildren();
    },
    /** Shows messages that came with a request. @param {readonly ShownMessage[]} messages @param {boolean} more */
    show(messages, more) {
      const height = list.scrollHeight;
      const top = list.scrollTop;
      const wasEmpty = entries.size === 0;
      for (const message of messages) draw(message);
      older.remove();
      if (more) list.prepend(older);
      else if (doing.beginning) list.prepend(doing.beginning);
      const last = [...list.querySelectorAll('.message')].at(-1);
      // The very beginning is read from the beginning.
      if (wasEmpty && !more && messages.length < 2) list.scrollTop = 0;
      else if (wasEmpty && last instanceof HTMLElement) scrollTo(last, 'instant');
      else list.scrollTop = top + (list.scrollHeight - height);
    },
    /** Shows one message that was just posted or edited; gives it when it is new. @param {ShownMessage} message @returns {HTMLElement | null} */
    add(message) {
      const known = entries.has(message.id);
      draw(message);
      const article = entries.get(message.id)?.article;
      if (known || !article) return null;
      if (message.thread !== null) article.scrollIntoView({ block: 'nearest' });
      else {
        following ||= message.from === 'person';
        if (following) scrollTo(article, 'auto');
      }
      return article;
    },
    /** Draws everything again in the other look. */
    redrawAll() {
      for (const entry of entries.values()) redraw(entry, entry.message);
    },
    /** Whether a person has written here. */
    isBegun: () => [...entries.values()].some((entry) => entry.message.from === 'person'),
    oldest: () =>
      Math.min(
        ...[...entries.values()].filter((e) => e.message.thread === null).map((e) => e.message.number),
      ),
  };

  /**
   * To the end of the list, but never past the beginning of what is new.
   *
   * @param {HTMLElement} article
   * @param {ScrollBehavior} behavior
   */
  function scrollTo(article, behavior) {
    const below = article.getBoundingClientRect().top - list.getBoundingClientRect().top;
    list.scrollTo({ top: list.scrollTop + below - 12, behavior });
  }
}
