/** The eleven columns of the form: their order, and what they are called in messages. */
import type { Column } from '../core/irregularities/layout.js';

/** In the order in which the form prints them. */
export const FIELDS = [
  'no',
  'goal',
  'planReference',
  'name',
  'target',
  'result',
  'initiativeCell',
  'overview',
  'rating',
  'status',
  'nextPolicy',
] as const satisfies readonly Column[];

export const COLUMN_WORDS: Readonly<Record<Column, string>> = {
  no: 'No.',
  goal: '組織目標',
  planReference: '位置づけ',
  name: '取組指標',
  target: '目標',
  result: '結果',
  initiativeCell: '取組名称',
  overview: '概要',
  rating: '評価',
  status: '目標達成状況',
  nextPolicy: '今後の方針',
};
