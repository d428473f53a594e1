/**
 * Templates in the language of adaptivecards-templating, made ready once. What an expression mostly asks for is looked up
 * directly, anything else is evaluated by the library: see expression.ts.
 *
 * What stays empty is left out at once: see prune.ts, which says what that is.
 */
import { evaluateText, holdsExpression, type Read, readText, type Scope } from './expression.js';
import { lacks, needsOf, pruned, withoutIdleDividers } from './prune.js';
import { READ_TEXTS } from './read-texts.js';

/** Fills a template with data, without what stays empty. */
export type Fill = (data: unknown) => { readonly [key: string]: unknown };

/** undefined: nothing to show */
type Make = (scope: Scope) => unknown;
/** Adds to a list what stands in it: one thing, several or none. */
type Add = (scope: Scope, list: unknown[]) => void;

/** Reads a template; gives how it is filled, without what stays empty. Throws for a template in error. */
export function readTemplate(template: object): Fill {
  const make = makerOf(template);
  return (data) => (make({ root: data, data, index: undefined }) ?? {}) as ReturnType<Fill>;
}

function makerOf(node: unknown): Make {
  if (typeof node === 'string') {
    const value = expressionOf(node);
    if (value === null) return () => (node === '' ? undefined : node);
    return (scope) => shown(value(scope));
  }
  if (Array.isArray(node)) {
    const adders = node.map(adderOf);
    const mayDivide = node.some(mayBeDivider);
    return (scope) => {
      const list: unknown[] = [];
      for (const add of adders) add(scope, list);
      if (list.length === 0) return undefined;
      return mayDivide ? withoutIdleDividers(list) : list;
    };
  }
  if (typeof node !== 'object' || node === null) return () => shown(node);
  const add = objectAdder(node as Record<string, unknown>);
  return (scope) => {
    const made: unknown[] = [];
    add(scope, made);
    if (made.length === 0 && '$when' in node)
      throw new Error('an element that may be left out stands in no list');
    return made.length > 1 ? made : made[0];
  };
}

/** Whether a divider may come of what stands in a list: of the template itself, or of the data. */
function mayBeDivider(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true;
  if ('group' in node) return [node.group].flat().some(mayBeDivider);
  return !('type' in node) || node.type === 'divider' || holdsExpression(String(node.type));
}

/** What stands in a list: a `group` gives all that is in it. */
function adderOf(node: unknown): Add {
  if (typeof node === 'object' && node !== null && !Array.isArray(node))
    return objectAdder(node as Record<string, unknown>);
  const make = makerOf(node);
  return (scope, list) => {
    const value = make(scope);
    if (Array.isArray(value)) list.push(...value);
    else if (value !== undefined) list.push(value);
  };
}

function objectAdder(node: Record<string, unknown>): Add {
  const one = 'group' in node ? groupAdder(node.group) : plainAdder(node);
  const when = '$when' in node ? conditionOf(node.$when) : null;
  const each: Add = when === null ? one : (scope, list) => (when(scope) ? one(scope, list) : undefined);
  if (!('$data' in node)) return each;
  const data = mustBeExpression(node.$data);
  return (scope, list) => {
    const found = data(scope);
    if (!Array.isArray(found)) return each({ ...scope, data: found }, list);
    for (const [index, item] of found.entries()) each({ root: scope.root, data: item, index }, list);
  };
}

function groupAdder(group: unknown): Add {
  const adders = (Array.isArray(group) ? group : [group]).map(adderOf);
  return (scope, list) => {
    for (const add of adders) add(scope, list);
  };
}

function plainAdder(node: Record<string, unknown>): Add {
  const keys = Object.keys(node).filter((key) => key !== '$data' && key !== '$when');
  const makers = keys.map((key) => makerOf(node[key]));
  const named = keys.join();
  // null as well when the type is known only when it is filled
  const needs = needsOf(node.type, named);
  return (scope, list) => {
    const object: Record<string, unknown> = {};
    let empty = true;
    // Every card passes here, part by part: hence a plain loop.
    for (let i = 0; i < keys.length; i += 1) {
      const value = makers[i]!(scope);
      if (value === undefined) continue;
      object[keys[i]!] = value;
      empty = false;
    }
    if (!empty && !lacks(object, needs ?? needsOf(object.type, named))) list.push(object);
  };
}

/** What the data holds, as it is shown. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? (value === '' ? undefined : value) : pruned(value);
}

/** What a text of a template is made from; null when it holds no expression. */
function expressionOf(text: string): Make | null {
  if (!holdsExpression(text)) return null;
  const value = looked(Object.hasOwn(READ_TEXTS, text) ? READ_TEXTS[text]! : readText(text));
  // what is not in the data, what cannot be joined or compared, and anything else
  return (scope) => value(scope) ?? evaluateText(text, scope);
}

function mustBeExpression(text: unknown): Make {
  const value = typeof text === 'string' ? expressionOf(text) : null;
  if (value === null) throw new Error(`no expression: ${JSON.stringify(text)}`);
  return value;
}

function conditionOf(text: unknown): (scope: Scope) => boolean {
  const value = mustBeExpression(text);
  return (scope) => value(scope) === true;
}

/** The value that is looked up directly; undefined when the library has to say it. */
function looked(read: Read): Make {
  switch (read.kind) {
    case 'constant':
      return () => read.value;
    case 'field':
      return fieldOf(read.name, read.of);
    case 'joined': {
      const parts = read.parts.map(looked);
      return (scope) => {
        let text = '';
        for (const part of parts) {
          const value = part(scope);
          if (value === undefined || value === null) return undefined;
          text += String(value);
        }
        return text;
      };
    }
    case 'compared': {
      const value = looked(read.value);
      return (scope) => {
        const is = value(scope);
        return typeof is === 'string' ? (is === read.text) === read.equal : undefined;
      };
    }
    case 'other':
      return () => undefined;
    default:
      return read satisfies never;
  }
}

function fieldOf(name: string, of: Read | null): Make {
  if (of) {
    const whole = looked(of);
    return (scope) => propertyOf(whole(scope), name);
  }
  switch (name) {
    case '$root':
      return ({ root }) => root;
    case '$data':
      return ({ data }) => data;
    case '$index':
      return ({ index }) => index;
    default:
      return ({ data }) => propertyOf(data, name);
  }
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
