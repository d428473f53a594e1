/** 目標の変更, returned: the comment has the length that every comment has. */
import { expect, test } from '@jest/globals';
import type { Input } from '../../../../src/core/conversation/input.js';
import { step } from '../../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../../src/core/draft/drafts.js';
import { actorOf, contextOf } from '../../../support/tasks.js';

const manager = actorOf('s7', 'section_manager');

function returning(comment: string, language: 'ja' | 'en' = 'ja') {
  const input = {
    kind: 'pressed',
    place: 'direct',
    aside: 'direct',
    surface: 'direct',
    action: { do: 'return_target', of: 'change', v: 0, with: 'No.1' },
    fields: { comment },
  } as unknown as Input;
  const { effects } = step(emptyDesk, input, contextOf([], { ...manager, language }));
  return effects[0];
}

test('a comment of a thousand characters is taken, a longer one is said to be too long and stays in the form', () => {
  expect(returning('あ'.repeat(1_000))).toMatchObject({
    kind: 'record',
    command: { kind: 'return_target', comment: 'あ'.repeat(1_000) },
  });
  expect(returning('あ'.repeat(1_001))).toEqual({
    kind: 'form_problem',
    problems: {
      comment: '長すぎて保存できませんでした（1,001文字）。1,000文字までにしてください。',
    },
  });
  expect(returning('a'.repeat(1_001), 'en')).toEqual({
    kind: 'form_problem',
    problems: {
      comment: 'That is too long to save (1,001 characters). Please keep it within 1,000 characters.',
    },
  });
});

test('none at all is asked for, as before', () => {
  expect(returning(' ')).toMatchObject({ kind: 'form_problem', problems: { comment: expect.any(String) } });
});
