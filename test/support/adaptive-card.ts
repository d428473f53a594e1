/** Checks Adaptive Cards with the `adaptivecards` library and Teams' own rules. */
import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { LIMITS } from '../../src/chat/render/limits.js';

const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  // the package's main entry is ES modules without file endings, which Node does not read
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof AdaptiveCards;

type Json = Record<string, unknown>;

/** What is wrong with a card; empty when nothing is. */
export function adaptiveCardProblems(card: Json): string[] {
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const problems = [
    ...Array.from({ length: context.eventCount }, (_unused, i) => context.getEventAt(i).message),
    ...parsed.validateProperties().validationEvents.map((event) => event.message),
  ];
  const bytes = JSON.stringify(card).length * 2;
  if (bytes > LIMITS.teams.cardBytes) problems.push(`${bytes} bytes`);
  if (card.version !== LIMITS.teams.version) problems.push(`version ${card.version}`);
  if (!card.fallbackText) problems.push('no text to fall back on');
  const ids = new Set<unknown>();
  walk(card, (element) => {
    const { type } = element;
    if (type === 'TextBlock' && element.wrap !== true) problems.push(`not wrapped: ${element.text}`);
    if (type === 'TextBlock' && element.text === '') problems.push('an empty text');
    if (type === 'ColumnSet' && (element.columns as unknown[]).length > 2)
      problems.push('more than two columns');
    if (type === 'ActionSet' && (element.actions as unknown[]).length > LIMITS.teams.primaryActions)
      problems.push('more actions than are shown');
    if (type === 'Action.Execute' && (element.fallback as Json)?.type !== 'Action.Submit')
      problems.push('Action.Execute without fallback');
    if (typeof type === 'string' && type.startsWith('Input.')) {
      if (!element.label) problems.push(`input ${element.id} without label`);
      if (!element.errorMessage) problems.push(`input ${element.id} without message`);
      if (ids.has(element.id)) problems.push(`input ${element.id} twice`);
      ids.add(element.id);
    }
  });
  return problems;
}

/** Every object within a JSON value. */
export function walk(value: unknown, visit: (element: Json) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (value && typeof value === 'object') {
    visit(value as Json);
    for (const item of Object.values(value)) walk(item, visit);
  }
}
