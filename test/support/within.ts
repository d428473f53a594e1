/** Whether something comes in time, by the order of timers: a busy machine is late with all of them alike. */

/** Whether it is rejected before a timer of so many milliseconds, which begins now, is over. */
export async function rejectedWithin(ms: number, asked: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const rejected = asked.then(
    () => false,
    () => true,
  );
  return Promise.race([rejected, over]).finally(() => clearTimeout(timer));
}
