/** What is taken as evidence, what it is called, and how much of it there may be. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BYTES_OF_MB,
  MOST_OF_GOAL,
  sizeWords,
  tooMuch,
  USUAL_LIMITS,
} from '../../../src/core/evidence/evidence.js';
import { ENDINGS, EVIDENCE_KINDS, kindOf } from '../../../src/core/evidence/kind.js';
import { evidenceName, linkName, linkOf } from '../../../src/core/evidence/name.js';

const begins = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(16)]);

describe('the kind of a file', () => {
  test.each([
    ['%PDF-1.7', 'pdf'],
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['RIFF\x24\x00\x00\x00WEBPVP8 ', 'webp'],
    ['\x00\x00\x00\x18ftypheic', 'heic'],
    ['PK\x03\x04', 'xlsx'],
    ['MZ\x90\x00', null],
    ['\x7fELF', null],
    ['<html><script>', null],
    ['<svg xmlns="http://www.w3.org/2000/svg">', null],
    ['#!/bin/sh\n', null],
    ['RIFF\x24\x00\x00\x00WAVEfmt ', null],
    ['\x00\x00\x00\x18ftypisom', null],
    ['<!--ftypheic--><script>', null],
    // .xls, .doc: what is in it cannot be looked at without running half of Office
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', null],
    // a page that calls itself a PDF further down is a page
    ['<script>%PDF-', null],
    ['', null],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(begins(text))).toBe(kind);
  });

  test('whatever comes has a kind or none, also where it is shorter than a signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (head) => {
        const kind = kindOf(head);
        expect(kind === null || EVIDENCE_KINDS.includes(kind)).toBe(true);
      }),
    );
  });
});

describe('its name', () => {
  test.each([
    ['参加者.pdf', 'pdf', '参加者.pdf'],
    ['IMG_0001.JPEG', 'jpeg', 'IMG_0001.jpeg'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['C:\\Users\\x\\報告.pdf', 'pdf', '報告.pdf'],
    ['請求書.pdf.exe', 'pdf', '請求書.pdf.exe.pdf'],
    // the direction of writing turned around: shown as 「写真gpj.exe」 it would be read as .jpg
    ['写真\u202Egpj.exe', 'png', '写真 gpj.exe.png'],
    ['a\r\nContent-Type: text\0.png', 'png', 'a Content-Type text.png'],
    ['con.pdf', 'pdf', '_con.pdf'],
    ['COM9.pdf', 'pdf', '_COM9.pdf'],
    ['lpt4.tar.pdf', 'pdf', '_lpt4.tar.pdf'],
    ['.htaccess', 'png', 'htaccess.png'],
    ['...', 'webp', 'file.webp'],
    ['', 'xlsx', 'file.xlsx'],
    ['実績', 'xlsx', '実績.xlsx'],
  ] as const)('%j of a %s is %j', (given, kind, name) => {
    expect(evidenceName(given, kind)).toBe(name);
  });

  test('whatever it was, it is one line, short, a name of a file alone, with an ending of its kind', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...EVIDENCE_KINDS),
        (given, kind) => {
          const name = evidenceName(given, kind);
          expect(ENDINGS[kind]).toContain(name.slice(name.lastIndexOf('.') + 1));
          expect([...name].length).toBeLessThanOrEqual(80);
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|\n]/u);
          expect(name).not.toMatch(/^\./u);
          expect(name.trim()).toBe(name);
        },
      ),
    );
  });
});

describe('a link', () => {
  test.each([
    [
      'https://city.example.jp/資料/参加者.pdf',
      'https://city.example.jp/%E8%B3%87%E6%96%99/%E5%8F%82%E5%8A%A0%E8%80%85.pdf',
    ],
    ['  https://a.example/b ', 'https://a.example/b'],
    ['http://a.example/b', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['https://bank.example@evil.example/', null],
    ['https://localhost/x', null],
    ['資料は共有フォルダーにあります', null],
    [`https://a.example/${'x'.repeat(2_000)}`, null],
  ])('%j is kept as %j', (said, link) => {
    expect(linkOf(said)).toBe(link);
  });

  test('is called by its host and what it leads to', () => {
    expect(linkName('https://city.example.jp/%E8%B3%87%E6%96%99/%E5%8F%82%E5%8A%A0%E8%80%85.pdf')).toBe(
      'city.example.jp 参加者.pdf',
    );
    expect(linkName('https://city.example.jp/')).toBe('city.example.jp');
    expect(linkName('https://city.example.jp/%E0%A4%A')).toBe('city.example.jp %E0%A4%A');
  });
});

test('a file up to the limit, a section up to its own, a list that can be looked at', () => {
  const { fileBytes, sectionBytes } = USUAL_LIMITS;
  expect([fileBytes, sectionBytes]).toEqual([10 * BYTES_OF_MB, 200 * BYTES_OF_MB]);
  expect(tooMuch(USUAL_LIMITS, fileBytes, sectionBytes - fileBytes, 0)).toBeNull();
  expect(tooMuch(USUAL_LIMITS, fileBytes + 1, 0, 0)).toBe('file');
  expect(tooMuch(USUAL_LIMITS, 2, sectionBytes - 1, 0)).toBe('section');
  expect(tooMuch(USUAL_LIMITS, 1, 0, MOST_OF_GOAL)).toBe('goal');
});

test('how large it is', () => {
  expect([1, 2_048, BYTES_OF_MB - 1, BYTES_OF_MB, 1_310_720, 10 * BYTES_OF_MB].map(sizeWords)).toEqual([
    '1 KB',
    '2 KB',
    '1023 KB',
    '1.0 MB',
    '1.2 MB',
    '10.0 MB',
  ]);
});
