/** Reading quantities out of a target or a result, and saying them back: the public door. */
export { printNumber, printReading } from './print.js';
export { type QuantityContext, readQuantity } from './read.js';
export type {
  Comparator,
  CoveragePart,
  MilestonePart,
  NumberPart,
  Part,
  Reading,
  Scope,
} from './reading.js';
export { sameUnit, unitOfIndicator } from './units.js';
