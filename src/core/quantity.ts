/** Reading quantities out of a target or a result, and saying them back: the public door. */
export { printNumber, printReading } from './quantity/print.js';
export { type QuantityContext, readQuantity } from './quantity/read.js';
export type {
  Comparator,
  CoveragePart,
  MilestonePart,
  NumberPart,
  Part,
  Reading,
  Scope,
} from './quantity/reading.js';
export { sameUnit, unitOfIndicator } from './quantity/units.js';
