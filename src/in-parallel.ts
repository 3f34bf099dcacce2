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
 * Waits for all of several things that run at the same time, even if one fails, so that nothing continues after the function has
 * answered.
 *
 * @throws the error of the first in the list that failed
 */
export const allOf = async <const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [At in keyof Work]: Awaited<Work[At]> }> => {
  await Promise.allSettled(work)
  return Promise.all(work)
}

/**
 * Fetches things ahead of their turn, `ahead` of them at the same time, and uses them one after another in the order of the items.
 *
 * @throws the first error of fetching or using; what was fetched ahead has ended by then
 */
export const inOrder = async <Item, Fetched>(
  items: readonly Item[],
  ahead: number,
  fetch: (item: Item) => Promise<Fetched>,
  use: (fetched: Fetched) => Promise<void>,
): Promise<void> => {
  const fetching: Promise<Fetched>[] = []
  try {
    for (let at = 0; at < items.length; at++) {
      while (fetching.length < ahead && at + fetching.length < items.length)
        fetching.push(fetch(items[at + fetching.length] as Item))
      const next = fetching.shift()
      if (next) await use(await next)
    }
  } finally {
    await Promise.allSettled(fetching)
  }
}
