/** What the page itself says to the visitor. */
import { element } from '../dom.js';
import { text } from './texts.js';

/** @typedef {import('../../playground.js').PlaygroundPerson} Person */

/** What stands where a direct message begins. */
export function welcome() {
  const step = (/** @type {string} */ what) => element('li', {}, element('span', {}, what));
  return element(
    'div',
    { class: 'welcome' },
    element('img', { src: './maru.svg', alt: '', width: 48, height: 48 }),
    element('h3', {}, text('こんにちは、Maru です')),
    element('p', {}, text('組織目標の中間・期末の結果を、チャットで集めて、承認して、シートにまとめます。')),
    element(
      'ol',
      {},
      step(text('担当者になって「続き」と送り、質問に答えて提出します。')),
      step(text('「わたしは」で課長に替わり、チャンネルで承認します。')),
      step(text('時計を進めると、お知らせや次の期間を試せます。')),
    ),
  );
}

/** 建設課 担当者1 @param {Person} person */
export function nameWithSection({ name, posts }) {
  const [post] = posts;
  if (!post || post.role === 'coordinator') return name;
  return `${post.sectionName} ${name}`;
}

/** What to do first. @param {Person['posts'][number]['role'] | undefined} role */
export function guideFor(role) {
  return text(
    role === 'staff' || role === 'subsection_chief'
      ? 'はじめに「続き」と送ってください。質問に答えていくと、報告ができあがります。'
      : role === 'coordinator'
        ? '事務局です。シート・名簿・暦のファイルを入れると、確かめてから取り込めます。「出力」と送ると、シートを受け取れます。'
        : '承認する立場です。提出された目標は、チャンネルの「承認」「差戻し」で進めます。まだないときは、上で担当者を選んで「続き」と送ってみてください。',
  );
}
