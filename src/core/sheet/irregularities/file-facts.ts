/** What shows only when the sheets of a file are seen together, gathered once for all of them. */
import {
  canonicalDepartment,
  canonicalOrganization,
  type DepartmentAliases,
  splitOrganization,
} from '../../organization/organization-names.js';
import { foldLabel } from '../../text/fold.js';
import { type Doubts, doubtfulReferences } from './plan/plan-doubts.js';
import type { LaidOutSheet } from './rows.js';

export type FileFacts = {
  readonly aliases: DepartmentAliases;
  readonly sheets: number;
  readonly markedTitles: number;
  readonly headerWidths: ReadonlySet<string>;
  /** by department: the ways it is printed */
  readonly spellings: ReadonlyMap<string, ReadonlySet<string>>;
  /** by department and 課: its sub-organisations, '' for its own sheet */
  readonly units: ReadonlyMap<string, ReadonlySet<string>>;
  /** by plan reference: on how many rows it stands */
  readonly references: ReadonlyMap<string, number>;
  /** by 政策指標: the ways it is printed */
  readonly policyIndicators: ReadonlyMap<string, ReadonlySet<string>>;
  readonly doubts: Doubts;
};

export function gatherFacts(all: readonly LaidOutSheet[], aliases: DepartmentAliases): FileFacts {
  const spellings = new Map<string, Set<string>>();
  const units = new Map<string, Set<string>>();
  const references = new Map<string, number>();
  const policyIndicators = new Map<string, Set<string>>();
  for (const { sheet } of all) {
    const { department, organization } = sheet.header;
    const { main, sub } = splitOrganization(organization.text);
    addTo(spellings, departmentKey(department.text, aliases), canonicalOrganization(department.text));
    addTo(units, unitKey(department.text, main, aliases), sub ?? '');
    for (const text of sheet.policyIndicators)
      addTo(policyIndicators, policyIndicatorKey(text), foldLabel(text));
    for (const { planReference } of sheet.goals.flatMap((goal) => goal.indicators)) {
      const key = foldLabel(planReference);
      if (key !== '') references.set(key, (references.get(key) ?? 0) + 1);
    }
  }
  return {
    aliases,
    sheets: all.length,
    markedTitles: all.filter(({ layout }) => layout.titleMarked).length,
    headerWidths: new Set(all.map(headerWidths)),
    spellings,
    units,
    references,
    policyIndicators,
    doubts: doubtfulReferences(all),
  };
}

/** 北区 and 北区役所 are one even without an alias: an office is named after its ward, city, town or village. */
export function departmentKey(name: string, aliases: DepartmentAliases): string {
  return canonicalDepartment(name, aliases).replace(/(?<=[区市町村])役[所場]$/u, '');
}

export function unitKey(department: string, main: string, aliases: DepartmentAliases): string {
  return `${departmentKey(department, aliases)}/${main}`;
}

/** One 政策指標 whatever text recognition made of 思う (T14). */
export function policyIndicatorKey(text: string): string {
  return foldLabel(text).replaceAll('思ふ', '思う');
}

export function headerWidths({ layout }: LaidOutSheet): string {
  return layout.headerWidths.join('・');
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
