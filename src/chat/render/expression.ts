/**
 * What the texts of the templates say. Their library reads each expression; what a card mostly asks for (a field, texts
 * joined, a comparison with a text) is then plain data, so that it can be read when the program is built: the library
 * takes a fifth of a second to load, and longer for one card than the rest of a step.
 */
import { createRequire } from 'node:module';
import type { Constant, Expression } from 'adaptive-expressions';

export type Read =
  | { readonly kind: 'constant'; readonly value: unknown }
  /** a field of the data (`$root`, `$data`, `$index` are fields as well), or of what `of` gives */
  | { readonly kind: 'field'; readonly name: string; readonly of: Read | null }
  | { readonly kind: 'joined'; readonly parts: readonly Read[] }
  | { readonly kind: 'compared'; readonly value: Read; readonly text: string; readonly equal: boolean }
  /** anything else: the library evaluates the text */
  | { readonly kind: 'other' };

/** What fields are looked up in: `data` is the element of the list that is being gone through, or the whole. */
export type Scope = { readonly root: unknown; readonly data: unknown; readonly index: number | undefined };

// Loaded when something is asked of them: a service that was built asks nothing.
const load = createRequire(import.meta.url);
const expressions = () => load('adaptive-expressions') as typeof import('adaptive-expressions');
const templating = () => load('adaptivecards-templating') as typeof import('adaptivecards-templating');

/** Whether the library has anything to say about a text: any other stands for itself. */
export const holdsExpression = (text: string): boolean => text.includes('${');

/** Reads a text of a template. Throws for one in error. */
export function readText(text: string): Read {
  const read = byLibrary(text);
  return typeof read === 'string' ? { kind: 'constant', value: read } : (direct(read) ?? { kind: 'other' });
}

/** The value of a text's expression. What is not in the data stands as its name, so that it is seen. */
export function evaluateText(text: string, { root, data, index }: Scope): unknown {
  const { Options, SimpleObjectMemory } = expressions();
  const memory = new SimpleObjectMemory({ $root: root, $data: data, $index: index });
  const options = new Options();
  options.nullSubstitution = (path: string) => `\${${path}}`;
  const { value, error } = expressionOf(text).tryEvaluate(
    {
      getValue: (path: string) => memory.getValue(path.startsWith('$') ? path : `$data.${path}`),
      setValue: (path: string, input: unknown) => memory.setValue(path, input),
      version: () => memory.version(),
    },
    options,
  );
  if (error) throw new Error(`${text}: ${error}`);
  return value;
}

const parsed = new Map<string, Expression>();

function expressionOf(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const read = byLibrary(text);
  if (typeof read === 'string') throw new Error(`no expression: ${text}`);
  parsed.set(text, read);
  return read;
}

function byLibrary(text: string): string | Expression {
  return templating().Template.parseInterpolatedString(text) as string | Expression;
}

const isConstant = (read: unknown): read is Constant => read instanceof expressions().Constant;

/** null: only the library knows. */
function direct(expression: Expression): Read | null {
  const { type, children } = expression;
  const { ExpressionType } = expressions();
  if (isConstant(expression)) return { kind: 'constant', value: expression.value as unknown };
  if (type === ExpressionType.Accessor) return field(children);
  if (type === ExpressionType.Concat) {
    const parts = children.map(direct);
    return parts.every((part) => part !== null) ? { kind: 'joined', parts } : null;
  }
  const [left, right] = children;
  if (type !== ExpressionType.Equal && type !== ExpressionType.NotEqual) return null;
  const value = left && direct(left);
  if (!value || !isConstant(right) || typeof right.value !== 'string') return null;
  return { kind: 'compared', value, text: right.value, equal: type === ExpressionType.Equal };
}

function field([name, of]: readonly Expression[]): Read | null {
  if (!isConstant(name) || typeof name.value !== 'string') return null;
  if (!of) return { kind: 'field', name: name.value, of: null };
  const whole = direct(of);
  return whole && { kind: 'field', name: name.value, of: whole };
}
