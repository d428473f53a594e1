/**
 * Templates in the language of adaptivecards-templating, made ready once at start: its own parser reads the expressions,
 * and what a card mostly asks for (a field, texts joined, a comparison with a text) is then looked up directly, because
 * the library takes longer for one card than the rest of a step. Anything else is evaluated by the library.
 *
 * What stays empty is left out at once: see prune.ts, which says what that is.
 */
import { createRequire } from 'node:module';
import type { Constant, Expression } from 'adaptive-expressions';
import { isWorthless, pruned, withoutIdleDividers } from './prune.js';

// Both take half a second to load, so they are loaded with the first template.
const load = createRequire(import.meta.url);
const expressions = () => load('adaptive-expressions') as typeof import('adaptive-expressions');
const templating = () => load('adaptivecards-templating') as typeof import('adaptivecards-templating');

const isExpression = (read: unknown): read is Expression => read instanceof expressions().Expression;
const isConstant = (read: unknown): read is Constant => read instanceof expressions().Constant;

/** Fills a template with data, without what stays empty. */
export type Fill = (data: unknown) => { readonly [key: string]: unknown };

/** What fields are looked up in: `data` is the element of the list that is being gone through, or the whole. */
type Scope = { readonly root: unknown; readonly data: unknown; readonly index: number | undefined };
/** undefined: nothing to show */
type Make = (scope: Scope) => unknown;
/** Adds to a list what stands in it: one thing, several or none. */
type Add = (scope: Scope, list: unknown[]) => void;

/** Reads a template, about 10 ms; gives how it is filled, without what stays empty. Throws for a template in error. */
export function readTemplate(template: object): Fill {
  const make = makerOf(template);
  return (data) => (make({ root: data, data, index: undefined }) ?? {}) as ReturnType<Fill>;
}

function makerOf(node: unknown): Make {
  if (typeof node === 'string') {
    const read = templating().Template.parseInterpolatedString(node) as string | Expression;
    if (typeof read === 'string') return () => (read === '' ? undefined : read);
    const value = evaluated(read);
    return (scope) => shown(value(scope));
  }
  if (Array.isArray(node)) {
    const adders = node.map(adderOf);
    return (scope) => {
      const list: unknown[] = [];
      for (const add of adders) add(scope, list);
      return list.length === 0 ? undefined : withoutIdleDividers(list);
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
  const data = expressionOf(node.$data);
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
  const makers = keys.map((key) => [key, makerOf(node[key])] as const);
  const named = keys.join();
  return (scope, list) => {
    const object: Record<string, unknown> = {};
    let empty = true;
    for (const [key, make] of makers) {
      const value = make(scope);
      if (value === undefined) continue;
      object[key] = value;
      empty = false;
    }
    if (!empty && !isWorthless(object, named)) list.push(object);
  };
}

/** What the data holds, as it is shown. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? (value === '' ? undefined : value) : pruned(value);
}

function expressionOf(text: unknown): Make {
  const read = typeof text === 'string' ? templating().Template.parseInterpolatedString(text) : null;
  if (!isExpression(read)) throw new Error(`no expression: ${JSON.stringify(text)}`);
  return evaluated(read);
}

function conditionOf(text: unknown): (scope: Scope) => boolean {
  const value = expressionOf(text);
  return (scope) => value(scope) === true;
}

/** The value of an expression: looked up directly where that is enough, else by the library. */
function evaluated(expression: Expression): Make {
  const direct = directly(expression);
  if (!direct) return (scope) => byLibrary(expression, scope);
  return (scope) => direct(scope) ?? byLibrary(expression, scope);
}

/** null: the library knows; what it gives may be undefined, and then the library knows too. */
function directly(expression: Expression): Make | null {
  const { type, children } = expression;
  const { ExpressionType } = expressions();
  if (isConstant(expression)) return () => expression.value as unknown;
  if (type === ExpressionType.Accessor) return fieldOf(children);
  if (type === ExpressionType.Concat) {
    const parts = children.map(directly);
    if (!parts.every((part) => part !== null)) return null;
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
  const [left, right] = children;
  if (type !== ExpressionType.Equal && type !== ExpressionType.NotEqual) return null;
  const value = left && directly(left);
  if (!value || !isConstant(right) || typeof right.value !== 'string') return null;
  const wanted = right.value;
  const equal = type === ExpressionType.Equal;
  return (scope) => {
    const is = value(scope);
    return typeof is === 'string' ? (is === wanted) === equal : undefined;
  };
}

function fieldOf([name, of]: readonly Expression[]): Make | null {
  if (!isConstant(name) || typeof name.value !== 'string') return null;
  const key = name.value;
  if (of) {
    const whole = directly(of);
    return whole && ((scope) => propertyOf(whole(scope), key));
  }
  switch (key) {
    case '$root':
      return ({ root }) => root;
    case '$data':
      return ({ data }) => data;
    case '$index':
      return ({ index }) => index;
    default:
      return ({ data }) => propertyOf(data, key);
  }
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** What is not in the data stands as its name, so that it is seen. */
function byLibrary(expression: Expression, { root, data, index }: Scope): unknown {
  const { Options, SimpleObjectMemory } = expressions();
  const memory = new SimpleObjectMemory({ $root: root, $data: data, $index: index });
  const options = new Options();
  options.nullSubstitution = (path: string) => `\${${path}}`;
  const { value, error } = expression.tryEvaluate(
    {
      getValue: (path: string) => memory.getValue(path.startsWith('$') ? path : `$data.${path}`),
      setValue: (path: string, input: unknown) => memory.setValue(path, input),
      version: () => memory.version(),
    },
    options,
  );
  if (error) throw new Error(`${expression.toString()}: ${error}`);
  return value;
}
