/** The demo's clock: shown, and moved forward. */
import { get, post } from './api.js';
import { byId } from './dom.js';
import { isEnglish, text } from './words/texts.js';

/** The clock goes on by itself; looked at again this often. */
const LOOK_AGAIN_MS = 30_000;

/** @param {import('../clock.js').ShownClock} clock */
const inLanguage = ({ english, ...clock }) => (isEnglish ? { ...clock, ...english } : clock);

/** @param {(error: unknown) => void} tellProblem */
export function makeClock(tellProblem) {
  const notice = /** @type {HTMLButtonElement} */ (byId('clock-notice'));
  const day = /** @type {HTMLButtonElement} */ (byId('clock-day'));

  /** @param {import('../clock.js').ShownClock} clock */
  function show(clock) {
    const { date, time, holiday, next } = inLanguage(clock);
    byId('clock-date').textContent = date;
    byId('clock-time').textContent = time;
    byId('clock-holiday').textContent = holiday;
    byId('clock-next').textContent =
      next === '' ? text('予定されているお知らせはありません。') : text('次のお知らせは {}', next);
    notice.title = byId('clock-next').textContent ?? '';
    notice.setAttribute('aria-disabled', String(next === ''));
  }

  /** @param {'next_notice' | 'next_day'} to */
  async function move(to) {
    if (to === 'next_notice' && notice.getAttribute('aria-disabled') === 'true') return;
    notice.disabled = true;
    day.disabled = true;
    try {
      const { clock } = await post('clock', { to });
      show(clock);
      byId('announce').textContent = text('{} {} に進めました', inLanguage(clock).date, clock.time);
    } catch (error) {
      tellProblem(error);
    } finally {
      notice.disabled = false;
      day.disabled = false;
      (to === 'next_notice' ? notice : day).focus();
    }
  }

  notice.addEventListener('click', () => void move('next_notice'));
  day.addEventListener('click', () => void move('next_day'));
  setInterval(() => {
    if (!document.hidden)
      void get('clock').then(
        ({ clock }) => show(clock),
        () => undefined,
      );
  }, LOOK_AGAIN_MS);
  return { show };
}
