import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeEntities, escapeMarkdown, unescapeEntities } from '../../../src/chat/render/escape.js';
import { unescapeMarkdown } from '../../support/unescape-markdown.js';

const anyText = fc.string({ unit: 'grapheme' });

describe('entities', () => {
  test('make mentions and links harmless', () => {
    expect(escapeEntities('<!channel> <@U1> <https://a.jp|b> R&D')).toBe(
      '&lt;!channel&gt; &lt;@U1&gt; &lt;https://a.jp|b&gt; R&amp;D',
    );
  });
  test('are read back exactly, once', () => {
    expect(unescapeEntities('&amp;lt;')).toBe('&lt;');
    fc.assert(fc.property(anyText, (text) => expect(unescapeEntities(escapeEntities(text))).toBe(text)));
  });
  test('leave no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeEntities(text)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/u);
      }),
    );
  });
});

describe('Markdown', () => {
  test.each([
    ['*重要* _a_ ~b~ `c`', '\\*重要\\* \\_a\\_ \\~b\\~ \\`c\\`'],
    ['[x](http://a.jp)', '\\[x\\](http://a.jp)'],
    ['<https://a.jp> &lt;', '\\<https://a.jp\\> \\&lt;'],
    ['- 一\n- 二', '\\- 一\n\n\\- 二'],
    ['1. 一\n2) 二', '1\\. 一\n\n2\\) 二'],
    ['# 見出し', '\\# 見出し'],
    ['a\n---', 'a\n\n\\---'],
    ['2避難所 (累計13避難所)', '2避難所 (累計13避難所)'],
    ['85%以上 → 91%、-5人、#1', '85%以上 → 91%、-5人、#1'],
    ['{{DATE(2024-04-01T00:00:00Z,SHORT)}}', '{\\{DATE(2024-04-01T00:00:00Z,SHORT)}}'],
    ['    四つ空けて', '四つ空けて'],
    ['　全角の字下げ', '　全角の字下げ'],
  ])('%j', (typed, escaped) => {
    expect(escapeMarkdown(typed)).toBe(escaped);
  });
  test('is read back: every character that was typed, line breaks as one', () => {
    const shown = (text: string) =>
      text
        .replace(/\r\n?/gu, '\n')
        .replace(/(^|\n)[ \t]+/gu, '$1')
        .replace(/\n+/gu, '\n');
    fc.assert(
      fc.property(anyText, (text) => expect(unescapeMarkdown(escapeMarkdown(text))).toBe(shown(text))),
    );
  });
  test('leaves no sign that would format or link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(escapeMarkdown(text).replace(/\\[!-/:-@[-`{-~]/gu, '.')).not.toMatch(/[*_[\]<>&~`|\\]|\{\{/u);
      }),
    );
  });
});
