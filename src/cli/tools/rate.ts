/** `maru rate`: the rating proposed for one result, or for every row of a CSV file. */
import { type Command, Option } from 'commander';
import { fiscalYearEnd, fiscalYearOf, parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import { cityDate } from '../../core/calendar/working-days.js';
import type { Check, CheckKind } from '../../core/checks/check.js';
import { findChecks } from '../../core/checks/find.js';
import type { Proposal } from '../../core/rating/proposal.js';
import { proposeRating } from '../../core/rating/propose.js';
import { ratingLabel, type Scale, scales } from '../../core/sheet/scale.js';
import { checkKindName } from '../../core/wording/checks.js';
import type { CommandIo } from '../io.js';
import { checkJson } from './check.js';
import { type RateRow, readRateFile } from './rate-file.js';

type RateOptions = {
  readonly target?: string;
  readonly result?: string;
  readonly indicator?: string;
  readonly round: 'midyear' | 'yearend';
  readonly lowerIsBetter?: boolean;
  readonly higherIsBetter?: boolean;
  readonly scale: string;
  readonly fiscalYear?: string;
  readonly json?: boolean;
};

/** Half of the fiscal year has passed on 9/30, the as-of date of mid-year. */
const ELAPSED_AT_MIDYEAR = '0.5';

type AskedRow = Pick<
  RateRow,
  'target' | 'result' | 'indicator' | 'direction' | 'round' | 'status' | 'fiscalYear' | 'printed'
>;
type Rated = { readonly proposal: Proposal; readonly checks: readonly Check[] };

function propose(row: AskedRow, options: RateOptions): Rated {
  const direction =
    row.direction ?? (options.lowerIsBetter ? 'lower' : options.higherIsBetter ? 'higher' : undefined);
  const indicator = row.indicator ?? options.indicator;
  const year =
    row.fiscalYear ?? (options.fiscalYear === undefined ? null : parseFiscalYear(options.fiscalYear));
  const scale = scales[options.scale]!;
  const round = row.round ?? options.round;
  const { target, result, status = '', printed } = row;
  const proposal = proposeRating({
    target,
    result,
    round,
    scale,
    elapsed: ELAPSED_AT_MIDYEAR,
    ...(year === null ? {} : { fiscalYear: year }),
    ...(indicator === undefined ? {} : { indicator }),
    ...(direction === undefined ? {} : { direction }),
  });
  // that the rating in the file is another one is said in the row itself
  const rating = proposal.rating === null || proposal.rating === printed ? (printed ?? null) : null;
  const today = cityDate(new Date());
  const fiscalYear = year ?? fiscalYearOf(today);
  const { checks } = findChecks({
    fiscalYear,
    round,
    scale,
    asOf: round === 'midyear' ? `${fiscalYear}-09-30` : fiscalYearEnd(fiscalYear),
    today,
    indicators: [
      {
        name: indicator ?? '',
        target,
        result,
        rating,
        reason: '',
        status,
        overview: '',
        direction: direction ?? null,
        lastYear: null,
        midyear: null,
      },
    ],
    policy: '',
    lastPolicy: '',
    others: [],
  });
  // without its year nobody knows which days are outside of it, or whether it is over
  return {
    proposal,
    checks: year === null ? checks.filter(({ kind }) => !OF_A_YEAR.includes(kind)) : checks,
  };
}

const OF_A_YEAR: readonly CheckKind[] = ['date', 'outlook'];

function asJson({ proposal, checks }: Rated) {
  return {
    rating: proposal.rating,
    ask: proposal.ask,
    ratio: proposal.ratio,
    because: proposal.because.ja,
    because_en: proposal.because.en,
    rule: proposal.rule,
    pace: proposal.pace?.ja ?? null,
    pace_en: proposal.pace?.en ?? null,
    warnings: proposal.warnings.map((warning) => `${warning.id}: ${warning.message.ja}`),
    warnings_en: proposal.warnings.map((warning) => `${warning.id}: ${warning.message.en}`),
    checks: checks.map(checkJson),
  };
}

/** 「評価案: △ 一部未達成（目標200人以上 → 結果190人、95.0％）」 */
function headline({ proposal }: Rated, scale: Scale, round: RateOptions['round']): string {
  if (proposal.rating === null) return `評価案: なし（${proposal.because.ja}）`;
  return `評価案: ${ratingLabel(scale, proposal.rating, 'ja', round === 'midyear')}（${proposal.because.ja}）`;
}

function details({ proposal, checks }: Rated): string[] {
  return [
    ...(proposal.pace ? [`進み具合: ${proposal.pace.ja}`] : []),
    ...proposal.warnings.map((warning) => `確認 ${warning.id}: ${warning.message.ja}`),
    ...checks.map(({ kind, message }) => `確認 ${checkKindName(kind, 'ja')}: ${message.ja}`),
  ];
}

function rateFile(file: string, options: RateOptions, io: CommandIo): void {
  const scale = scales[options.scale]!;
  const read = readRateFile(file, scale);
  if (!read.ok) {
    io.fail(read.message);
    return;
  }
  const rated = read.rows.map((row) => ({ row, ...propose(row, options) }));
  if (options.json) {
    const rows = rated.map(({ row, proposal, checks }) => ({
      row: row.row,
      ...(row.indicator === undefined ? {} : { indicator: row.indicator }),
      target: row.target,
      result: row.result,
      ...(row.printed === undefined
        ? {}
        : {
            printed_rating: row.printed,
            agrees: row.printed === null || proposal.rating === null ? null : row.printed === proposal.rating,
          }),
      ...asJson({ proposal, checks }),
    }));
    io.out(`${JSON.stringify({ rows })}\n`);
    return;
  }
  const differs = ({ row, proposal }: (typeof rated)[number]) =>
    typeof row.printed === 'string' && proposal.rating !== null && row.printed !== proposal.rating;
  const lines = rated.flatMap((one) => [
    `${one.row.row}行目 ${headline(one, scale, one.row.round ?? options.round)}${
      differs(one) ? ` ※記入された評価は ${ratingLabel(scale, one.row.printed!, 'ja')}` : ''
    }`,
    ...details(one).map((line) => `  ${line}`),
  ]);
  const asked = rated.filter(({ proposal }) => proposal.ask).length;
  lines.push(
    `${rated.length}行のうち、評価案 ${rated.length - asked}件、人が選ぶもの ${asked}件、記入された評価と違うもの ${rated.filter(differs).length}件`,
  );
  io.out(`${lines.join('\n')}\n`);
}

/** Adds `rate` to the program. A result that must be asked is an answer, not an error. */
export function addRateCommand(program: Command, io: CommandIo): void {
  program
    .command('rate')
    .description('評価案とその理由を示す (propose a rating and say why)')
    .argument(
      '[file]',
      '目標・結果の列がある CSV ファイル（UTF-8 か CP932）。取組指標・目標達成状況・評価・向き・時期・年度の列も、あれば読む',
    )
    .option('--target <text>', '目標')
    .option('--result <text>', '結果')
    .option('--indicator <text>', '取組指標。最後の括弧を単位として読む')
    .addOption(
      new Option('--round <round>', '中間 midyear、期末 yearend')
        .choices(['midyear', 'yearend'])
        .default('yearend'),
    )
    .option('--lower-is-better', '少ないほどよい指標')
    .option('--higher-is-better', '多いほどよい指標')
    .addOption(new Option('--scale <id>', '評価の基準').choices(Object.keys(scales)).default('niigata-r5'))
    .option('--fiscal-year <year>', 'シートの年度（例: 令和5年度）。「100人（R5）」のような目標や結果に使う')
    .option('--json', 'JSON で出力する')
    .action((file: string | undefined, options: RateOptions) => {
      const { target, result, fiscalYear } = options;
      if (fiscalYear !== undefined && parseFiscalYear(fiscalYear) === null) {
        io.fail(`「${fiscalYear}」は年度ではありません。令和5年度、R5、2023 のように指定してください。`);
        return;
      }
      if (file !== undefined) {
        if (target !== undefined || result !== undefined) {
          io.fail('ファイルと --target・--result は、どちらか一方だけを指定してください。');
        } else rateFile(file, options, io);
        return;
      }
      if (target === undefined || result === undefined) {
        io.fail('--target と --result の両方か、CSV ファイルを指定してください。');
        return;
      }
      const rated = propose({ target, result }, options);
      if (options.json) io.out(`${JSON.stringify(asJson(rated))}\n`);
      else {
        const lines = [headline(rated, scales[options.scale]!, options.round), ...details(rated)];
        io.out(`${lines.join('\n')}\n`);
      }
    });
}
