/** Names of departments and sections, made comparable. What is printed is kept elsewhere, as printed. */
import { nfkc } from '../text/normal-form.js';

/** Spellings of one department → the spelling that stands for all, e.g. { 北区: '北区役所' } (H07). */
export type DepartmentAliases = Readonly<Record<string, string>>;

/** A name with widths made one, white space removed and brackets half-width: 地域総務課（北区郷土博物館） and with blanks are one. */
export function canonicalOrganization(name: string): string {
  return nfkc(name).replace(/\s+/gu, '');
}

/**
 * 地域総務課 (北区郷土博物館) → main 地域総務課, sub 北区郷土博物館 (H08). Only brackets that end the name name a
 * sub-organisation. Both parts are canonical; `sub` is null when there is none.
 */
export function splitOrganization(name: string): { readonly main: string; readonly sub: string | null } {
  const canonical = canonicalOrganization(name);
  const found = /^(.+?)\(([^()]+)\)$/u.exec(canonical);
  return found ? { main: found[1]!, sub: found[2]! } : { main: canonical, sub: null };
}

/** A department's name in the spelling that stands for all of its; as it is when it has no alias. */
export function usualDepartment(department: string, aliases: DepartmentAliases): string {
  const canonical = canonicalOrganization(department);
  const entry = Object.entries(aliases).find(([alias]) => canonicalOrganization(alias) === canonical);
  return entry ? entry[1] : department;
}

/** The same made comparable: two names of one department have one. */
export const canonicalDepartment = (department: string, aliases: DepartmentAliases): string =>
  canonicalOrganization(usualDepartment(department, aliases));

/**
 * The key a section is found by, whatever way its sheet spells it: 北区役所/地域総務課/北区郷土博物館. Stable across
 * years and files as long as the aliases are.
 */
export function sectionKey(department: string, organization: string, aliases: DepartmentAliases): string {
  const { main, sub } = splitOrganization(organization);
  const own = canonicalDepartment(department, aliases);
  // The department's own office may be called by any of the department's names.
  return [own, canonicalDepartment(main, aliases) === own ? own : main, ...(sub === null ? [] : [sub])].join(
    '/',
  );
}
