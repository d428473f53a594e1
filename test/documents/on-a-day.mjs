// The documents tell of a day in the autumn of R8: their commands take it to be that day, whenever they are run.
const begun = Date.now();
const at = Date.parse(process.env.MARU_TEST_NOW || new Date(begun).toISOString());
const Real = Date;
const now = () => at + (Real.now() - begun);
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
