// What a test file imports from @jest/globals (see runtime.cjs): loaded anew for each file.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } =
  globalThis.maruTestGlobals;
