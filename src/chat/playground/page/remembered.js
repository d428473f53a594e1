/** What the browser keeps of the visitor's choices. A browser that keeps nothing still shows the page. */
export const remembered = {
  /** @param {string} name */
  get: (name) => {
    try {
      return localStorage.getItem(`maru-${name}`);
    } catch {
      return null;
    }
  },
  /** @param {string} name @param {string} value */
  set: (name, value) => {
    try {
      localStorage.setItem(`maru-${name}`, value);
    } catch {
      // Not kept, then.
    }
  },
};
