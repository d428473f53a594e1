/** On a narrow screen one of the two conversations is shown at a time. */
import { byId } from './dom.js';
import { text } from './words/texts.js';

const NAMES = /** @type {const} */ (['direct', 'channel']);
/** The same width as in style.css. */
const narrow = matchMedia('(max-width: 899px)');

export function makeTabs() {
  /** @type {'direct' | 'channel'} */
  let shown = 'direct';
  const news = { direct: 0, channel: 0 };

  function show() {
    for (const name of NAMES) {
      const tab = byId(`tab-${name}`);
      const pane = byId(name);
      const chosen = name === shown;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      pane.classList.toggle('behind', !chosen);
      if (narrow.matches) pane.setAttribute('role', 'tabpanel');
      else pane.removeAttribute('role');
      byId(`news-${name}`).textContent = news[name] === 0 ? '' : text('新着{}', news[name]);
    }
  }

  /** @param {'direct' | 'channel'} name */
  function choose(name) {
    shown = name;
    news[name] = 0;
    show();
  }

  for (const name of NAMES) {
    byId(`tab-${name}`).addEventListener('click', () => choose(name));
    byId(`tab-${name}`).addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      choose(shown === 'direct' ? 'channel' : 'direct');
      byId(`tab-${shown}`).focus();
    });
  }
  narrow.addEventListener('change', show);
  show();

  return {
    /** Something new stands in a conversation that may be behind. @param {'direct' | 'channel'} name */
    tellNews(name) {
      if (!narrow.matches || name === shown) return;
      news[name] += 1;
      show();
    },
    forgetNews() {
      news.direct = 0;
      news.channel = 0;
      show();
    },
  };
}
