/**
 * Does the same with many items, `atOnce` of them at the same time. After an error no further item begins, and the call ends
 * once those that have begun have ended: nothing continues after the caller has its answer.
 *
 * @throws the first of the errors
 */
export const inParallel = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0
  const errors: unknown[] = []
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length && errors.length === 0; at = next++)
      await work(items[at] as T).catch(error => void errors.push(error))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (errors.length > 0) throw errors[0]
}

/**
 * Waits for several things that run at the same time; for all of them, even where one fails, so that nothing continues after
 * its function has answered.
 *
 * @throws the error of the first in the list that failed
 */
export const allOf = async <const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [At in keyof Work]: Awaited<Work[At]> }> => {
  await Promise.allSettled(work)
  return Promise.all(work)
}
