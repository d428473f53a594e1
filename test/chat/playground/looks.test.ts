import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { slackLook } from '../../../src/chat/playground/slack-look.js';

const { markdownHtml } = (await import(
  // Plain JavaScript for the browser, without types of its own.
  new URL('../../../src/chat/playground/page/drawing/markdown.js', import.meta.url).pathname
)) as { markdownHtml: (text: string) => string };

/** What a reader sees of a piece of HTML. */
const seen = (html: string) =>
  html
    .replace(/<[^>]*>/gu, '')
    .replace(
      /&(amp|lt|gt|quot|#x27);/gu,
      (_all, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" })[name]!,
    );

const section = (type: string, text: string) => ({ type: 'section', text: { type, text } });

describe('blocks as HTML', () => {
  test('a plain text is shown as it is, and only there', () => {
    const look = slackLook([
      section('plain_text', '*200* 人 &amp; _3_ &lt;b&gt; :+1:'),
      section('mrkdwn', '*太字*'),
    ]);
    expect(seen(look.html[0]!)).toBe('*200* 人 & _3_ <b> :+1:');
    expect(look.html[0]).not.toContain('<b>');
    expect(look.html[1]).toContain('<strong>');
    expect(seen(look.html[1]!)).toBe('太字');
  });

  test('any text comes out as it went in, also when an alike block was drawn before', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const escaped = text.replace(/[&<>]/gu, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
        expect(seen(slackLook([section('plain_text', escaped)]).html[0]!)).toBe(text);
      }),
    );
  });

  test('what is filled in is left to the page', () => {
    const element = { type: 'radio_buttons', action_id: 'kind', options: [] };
    const label = { type: 'plain_text', text: '種類' };
    const { blocks, html } = slackLook([{ type: 'input', block_id: 'kind', label, element }]);
    expect(html).toEqual(['']);
    expect(blocks).toHaveLength(1);
  });

  test('buttons keep their labels and their order', () => {
    const button = (title: string, label: string) => ({
      type: 'button',
      text: { type: 'plain_text', text: title },
      value: '{}',
      action_id: title,
      accessibility_label: label,
    });
    const { html } = slackLook([
      { type: 'actions', elements: [button('承認', 'No."1" を承認'), button('差戻し', '差し戻す')] },
    ]);
    expect([...html[0]!.matchAll(/aria-label="([^"]*)"/gu)].map(([, label]) => label)).toEqual([
      'No.&quot;1&quot; を承認',
      '差し戻す',
    ]);
    expect(seen(html[0]!)).toBe('承認差戻し');
  });
});

describe('the Markdown of a TextBlock', () => {
  test.each([
    ['**太字** と _斜体_', '<p><strong>太字</strong> と <em>斜体</em></p>'],
    ['3\\*4\\*5 \\_a\\_', '<p>3*4*5 _a_</p>'],
    ['一\n\n二', '<p>一</p><p>二</p>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['2. a\n3. b', '<ol start="2"><li>a</li><li>b</li></ol>'],
    [
      '[市](https://example.jp/?a=1&b=2)',
      '<p><a href="https://example.jp/?a=1&amp;b=2" rel="noreferrer" target="_blank">市</a></p>',
    ],
    ['[x](javascript:alert)', '<p>[x](javascript:alert)</p>'],
    ['<img src=x>', '<p>&lt;img src=x&gt;</p>'],
  ])('%p', (text, html) => expect(markdownHtml(text)).toBe(html));

  test('nothing typed becomes an element', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(markdownHtml(text)).not.toMatch(/<(?!\/?(?:p|strong|em|ul|ol|li|a)[ >])/u);
      }),
    );
  });
});
