/**
 * How Teams sets an Adaptive Card, as near as the base renderer comes: sizes and distances as in the host configuration
 * that Microsoft publishes for Teams, colours of its light and dark themes, darkened or lightened where their contrast
 * is below 4.5 : 1.
 */

const LIGHT = {
  card: '#ffffff',
  emphasis: '#f3f2f1',
  text: '#242424',
  subtle: '#5c5a58',
  accent: '#4f52b2',
  good: '#0b6a0b',
  warning: '#7a4a00',
  attention: '#b3261e',
  goodBack: '#e7f2dc',
  warningBack: '#fbf3dc',
  attentionBack: '#fcf0ef',
  accentBack: '#e8ebfa',
  line: '#d6d4d2',
};

const DARK = {
  card: '#292929',
  emphasis: '#363636',
  text: '#ffffff',
  subtle: '#c8c6c4',
  accent: '#aab0ff',
  good: '#92c353',
  warning: '#fce100',
  attention: '#f9a5a5',
  goodBack: '#1f3a1f',
  warningBack: '#40370f',
  attentionBack: '#45211f',
  accentBack: '#33345c',
  line: '#5c5c5c',
};

/** @param {boolean} dark */
export function hostConfig(dark) {
  const c = dark ? DARK : LIGHT;
  /** @param {string} colour @param {string} [subtle] */
  const shade = (colour, subtle = colour) => ({ default: colour, subtle });
  const foregroundColors = {
    default: shade(c.text, c.subtle),
    dark: shade(c.text, c.subtle),
    light: shade(c.subtle),
    accent: shade(c.accent),
    good: shade(c.good),
    warning: shade(c.warning),
    attention: shade(c.attention),
  };
  /** @param {string} backgroundColor */
  const style = (backgroundColor) => ({ backgroundColor, borderColor: c.line, foregroundColors });
  return {
    fontFamily: "'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif",
    fontSizes: { small: 13, default: 15, medium: 17, large: 19, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 19, default: 23, medium: 25, large: 28, extraLarge: 32 },
    spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 28, padding: 16 },
    separator: { lineThickness: 1, lineColor: c.line },
    supportsInteractivity: true,
    // below the title of its conversation
    textBlock: { headingLevel: 3 },
    containerStyles: {
      default: style(c.card),
      emphasis: style(c.emphasis),
      accent: style(c.accentBack),
      good: style(c.goodBack),
      warning: style(c.warningBack),
      attention: style(c.attentionBack),
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 132 },
      value: { wrap: true },
      spacing: 12,
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      spacing: 'medium',
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 8 },
    },
    inputs: {
      label: {
        inputSpacing: 6,
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', spacing: 6, weight: 'bolder' },
    },
  };
}
