/** Whether something comes in time, by the order of timers: a busy machine is late with all of them alike. */

/** Whether it is rejected before a timer of so many milliseconds, which begins now, is over. */
export async function rejectedWithin(ms: number, asked: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    // Where both are due after a pause of this process, who is waited for lets two turns go by (store/time-budget.ts).
    const late = () => setImmediate(() => setImmediate(() => setImmediate(() => resolve(false))));
    timer = setTimeout(late, ms);
  });
  const rejected = asked.then(
    () => false,
    () => true,
  );
  return Promise.race([rejected, over]).finally(() => clearTimeout(timer));
}
