import type { EC2Client } from '@aws-sdk/client-ec2'
import type { ImageRef } from '../../../domain/image.ts'
import type { FactsForImpact } from '../../../domain/impact.ts'

/** What every part of a look asks with. */
export interface Asking {
  image: ImageRef
  facts: FactsForImpact
  ec2: EC2Client
  /** Ends all calls of the look together. */
  options: { abortSignal: AbortSignal }
}

/** Calls at the same time: EC2 allows twenty a second, so others have room. */
const AT_ONCE = 10

export const inBatches = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  return results
}
