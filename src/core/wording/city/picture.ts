/** The words in a picture of the city. */
import type { Chart, ChartPart } from '../../board/chart.js';
import type { Language } from '../../text/language.js';

const ja = {
  part: {
    open: '未着手',
    drafting: '入力中',
    submitted: '承認待ち',
    returned: '差戻し',
    approved: '承認済',
  } satisfies Record<ChartPart, string>,
  counted: { sections: '（部ごとの課の数）', goals: '（課ごとの目標の数）' } satisfies Record<
    Chart['of'],
    string
  >,
  named: (name: string, count: number, of: Chart['of']) =>
    `${name}（${count}${of === 'sections' ? '課' : '件'}）`,
  others: 'ほか',
};

const en: typeof ja = {
  part: {
    open: 'Not begun',
    drafting: 'Under way',
    submitted: 'Waiting for approval',
    returned: 'Returned',
    approved: 'Approved',
  },
  counted: { sections: '(sections by department)', goals: '(goals by section)' },
  named: (name, count) => `${name} (${count})`,
  others: 'Others',
};

export function pictureWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
