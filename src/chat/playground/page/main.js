/** The page: who I am, the direct message, the section's channel, the clock. */
import { get, newId, post, RequestFailed } from './api.js';
import { makeAttention } from './attention.js';
import { makeClock } from './clock.js';
import { makeConversation } from './conversation.js';
import { byId, element } from './dom.js';
import { onThemeChange } from './drawing/teams.js';
import { takesFiles } from './files.js';
import { openForm } from './form.js';
import { remembered } from './remembered.js';
import { makeTabs } from './tabs.js';
import { isEnglish, text } from './words/texts.js';
import { guideFor, nameWithSection, welcome } from './words/words.js';
import { grow, sending, sendsOnEnter } from './write.js';

/** @typedef {import('../shown.js').ShownMessage} ShownMessage */
/** @typedef {import('../playground.js').PlaygroundPerson} Person */

/** Words a person may write, offered as buttons. */
const WORDS = isEnglish
  ? ['continue', 'status', 'later', 'help', 'English']
  : ['続き', '状況', 'あとで', 'ヘルプ'];

/** @type {{ people: Person[], sections: { id: string, name: string }[] }} */
let world = { people: [], sections: [] };
/** @type {Person | null} */
let me = null;
/** @type {string | null} */
let channel = null;
/** @type {EventSource | null} */
let stream = null;

const personChoice = /** @type {HTMLSelectElement} */ (byId('person'));
const sectionChoice = /** @type {HTMLSelectElement} */ (byId('section'));
const box = /** @type {HTMLTextAreaElement} */ (byId('write'));
const tabs = makeTabs();
const clock = makeClock(tellProblem);
const attention = makeAttention();

const looks = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('input[name="look"]')]);
const look = () => /** @type {'teams' | 'slack'} */ (looks.find((radio) => radio.checked)?.value ?? 'teams');

const doing = {
  look,
  press,
  note,
  nameOf: (/** @type {string} */ id) => {
    const person = world.people.find((one) => one.id === id);
    return person ? nameWithSection(person) : '';
  },
};
const direct = makeConversation(byId('direct-messages'), {
  ...doing,
  say: (said, thread) => say(said, null, thread),
  answerable: (message) => message.notice,
  replyLabel: text('スレッドへの返信'),
  older: () => void loadOlder(direct),
  beginning: welcome(),
});
const section = makeConversation(byId('channel-messages'), {
  ...doing,
  say: (said, thread) => say(said, channel, thread),
  answerable: () => true,
  replyLabel: text('スレッドへの返信（例：承認、2番の数字は？）'),
  older: () => void loadOlder(section),
  beginning: null,
});

/** Ids of what was sent without an answer, so that the same done again is known to be the same. @type {Map<string, string>} */
const unanswered = new Map();

/** @param {string} path @param {object} request */
async function sendOnce(path, request) {
  const key = `${path} ${JSON.stringify(request)}`;
  const id = unanswered.get(key) ?? newId();
  unanswered.set(key, id);
  try {
    const answer = await post(path, { id, ...request });
    unanswered.delete(key);
    hideProblem();
    return answer;
  } catch (error) {
    if (!(error instanceof RequestFailed) || !error.again) unanswered.delete(key);
    tellProblem(error);
    return null;
  }
}

/** @param {string} said @param {string | null} where @param {string | null} thread */
async function say(said, where, thread) {
  if (!me) return false;
  attention.wait();
  return (await sendOnce('said', { person: me.id, text: said, channel: where, thread })) !== null;
}

/** @type {Set<string>} */
const pressing = new Set();

/**
 * @param {ShownMessage} message
 * @param {string} action
 * @param {Record<string, string>} fields
 * @param {HTMLElement | null} button
 */
async function press(message, action, fields, button) {
  if (!me || pressing.has(message.id + action)) return;
  pressing.add(message.id + action);
  button?.setAttribute('aria-busy', 'true');
  const person = me.id;
  attention.wait();
  try {
    const answer = await sendOnce('pressed', { person, message: message.id, action, fields });
    openAsked(answer, person, message.id);
  } finally {
    pressing.delete(message.id + action);
    button?.removeAttribute('aria-busy');
  }
}

/** The form of a memo made of a message. @param {ShownMessage} message */
async function note({ id: message }) {
  if (!me) return;
  const person = me.id;
  attention.wait();
  openAsked(await sendOnce('noted', { person, message }), person, message);
}

/** @param {any} answer @param {string} person @param {string} message */
function openAsked(answer, person, message) {
  if (answer?.reply?.kind !== 'form') return;
  attention.forget();
  openForm({ person, message, form: answer.reply.form }, look(), attention.wait);
}

/** @param {unknown} error */
function tellProblem(error) {
  byId('problem-text').textContent =
    error instanceof Error ? error.message : text('うまくいきませんでした。ページを読み込み直してください。');
  byId('problem').hidden = false;
}

function hideProblem() {
  byId('problem').hidden = true;
}

/** @param {typeof direct} conversation @param {object} [more] */
async function load(conversation, more = {}) {
  if (!me) return;
  const asked = { person: me.id, ...(conversation === section && channel ? { channel } : {}), ...more };
  const { messages, more: hasMore } = await get('conversation', asked);
  // Somebody else may have been chosen while this was under way.
  if (asked.person === me?.id && (conversation === direct || channel !== null))
    conversation.show(messages, hasMore);
}

/** @param {typeof direct} conversation */
async function loadOlder(conversation) {
  await load(conversation, { before: conversation.oldest() }).catch(tellProblem);
}

/** Opens the stream anew for who is chosen and the channel shown, and loads what is there. */
function follow() {
  stream?.close();
  if (!me) return;
  const query = new URLSearchParams({ person: me.id, ...(channel ? { channel } : {}) });
  const opened = new EventSource(`./api/events?${query}`);
  stream = opened;
  // Also after the connection was lost: what was posted meanwhile is loaded.
  opened.addEventListener('open', () => {
    if (stream !== opened) return;
    void Promise.all([load(direct), channel ? load(section) : null])
      .then(hideGuideOnceUsed)
      .catch(tellProblem);
  });
  opened.addEventListener('message', (event) => {
    /** @type {ShownMessage} */
    const message = JSON.parse(event.data);
    const inChannel = message.conversation.startsWith('playground:channel:');
    const card = (inChannel ? section : direct).add(message);
    if (message.from === 'bot') {
      announce(message.summary, inChannel);
      if (card && (!inChannel || card.parentElement?.contains(document.activeElement)))
        attention.take(card, message.isWritten);
    }
    tabs.tellNews(inChannel ? 'channel' : 'direct');
    hideGuideOnceUsed();
  });
  opened.addEventListener('clock', (event) => clock.show(JSON.parse(event.data)));
}

/** Reads out the beginning of what the bot posted. @param {string} summary @param {boolean} inChannel */
function announce(summary, inChannel) {
  const beginning = summary.split('\n').slice(0, 3).join('。');
  const where = inChannel ? text('チャンネル') : 'Maru';
  byId('announce').textContent = text('{}：{}', where, beginning);
}

/** @param {string} id */
function become(id) {
  const person = world.people.find((one) => one.id === id) ?? world.people[0];
  if (!person) return;
  me = person;
  personChoice.value = person.id;
  remembered.set('person', person.id);
  const own = person.posts
    .map((post) => post.sectionId)
    .filter((one) => world.sections.some((s) => s.id === one));
  const mayChoose = person.posts.some((post) => post.role === 'coordinator') || own.length !== 1;
  byId('channel-choice').hidden = !mayChoose;
  const wanted = mayChoose ? (remembered.get('section') ?? own[0]) : own[0];
  channel = (world.sections.find((s) => s.id === wanted) ?? world.sections[0])?.id ?? null;
  direct.clear();
  showChannel();
  guide();
}

function showChannel() {
  section.clear();
  const shown = world.sections.find((s) => s.id === channel);
  byId('channel-name').textContent = shown?.name ?? '';
  if (channel) sectionChoice.value = channel;
  tabs.forgetNews();
  follow();
}

function guide() {
  byId('guide').textContent = guideFor(me?.posts[0]?.role);
  byId('guide').hidden = false;
}

/** The guide goes once a conversation is under way. */
function hideGuideOnceUsed() {
  byId('guide').hidden = direct.isBegun() && me?.posts[0]?.role === 'staff';
}

function offerPeople() {
  /** @type {Map<string, Person[]>} */
  const groups = new Map();
  for (const person of world.people) {
    const [post] = person.posts;
    const name = !post || post.role === 'coordinator' ? text('全体') : post.sectionName;
    groups.set(name, [...(groups.get(name) ?? []), person]);
  }
  personChoice.replaceChildren(
    ...[...groups].map(([name, people]) =>
      element(
        'optgroup',
        { label: name },
        ...people.map((person) => element('option', { value: person.id }, nameWithSection(person))),
      ),
    ),
  );
  sectionChoice.replaceChildren(
    ...world.sections.map(({ id, name }) => element('option', { value: id }, name)),
  );
}

async function start() {
  const { clock: time, firstPerson, ...rest } = await get('start');
  world = rest;
  clock.show(time);
  offerPeople();
  const first = world.people.find((person) => person.posts.some((post) => post.role === 'staff'));
  become(remembered.get('person') ?? firstPerson ?? first?.id ?? '');
}

const kept = remembered.get('look');
for (const radio of looks) {
  radio.checked = radio.value === (kept ?? 'teams');
  radio.addEventListener('change', () => {
    remembered.set('look', look());
    direct.redrawAll();
    section.redrawAll();
  });
}
onThemeChange(() => {
  direct.redrawAll();
  section.redrawAll();
});
personChoice.addEventListener('change', () => become(personChoice.value));
sectionChoice.addEventListener('change', () => {
  channel = sectionChoice.value;
  remembered.set('section', channel);
  showChannel();
});
byId('problem-close').addEventListener('click', hideProblem);
byId('words').append(
  ...WORDS.map((word) =>
    element('button', { type: 'button', class: 'word', onclick: () => void say(word, null, null) }, word),
  ),
);
const send = sending(box, (said) => say(said, null, null));
sendsOnEnter(box, () => void send());
byId('write-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});
grow(box);
takesFiles({ person: () => me?.id ?? null, box, taken: hideProblem, problem: tellProblem });
await start().catch(tellProblem);
