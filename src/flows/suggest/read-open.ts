import { imageKey } from '../../domain/image.ts'
import { isOver } from '../../domain/plan.ts'
import { imagesLeft, type Suggestion } from '../../domain/suggestion.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Plans, Suggestions } from '../../ports.ts'

interface Needs {
  ledger: Suggestions & Pick<Plans, 'readDuePlans' | 'readPlan' | 'readPlanImages'>
  clock: Clock
}

const READS_AT_ONCE = 16
const ALWAYS = Number.MAX_SAFE_INTEGER

/**
 * What people are asked about already: the suggestions that are open, the images of these that nobody has made a plan of, and the images
 * of the plans that wait or run. An image is suggested once at a time, whichever rule wants it.
 */
export const readOpen = async ({
  ledger,
  clock,
}: Needs): Promise<{
  suggestions: readonly Suggestion[]
  /** The keys of their images. */
  suggested: ReadonlySet<string>
  /** Of the images of plans. */
  planned: ReadonlySet<string>
}> => {
  const suggestions: Suggestion[] = []
  const suggested = new Set<string>()
  const planned = new Set<string>()
  await inParallel(await ledger.readDueSuggestions(ALWAYS), READS_AT_ONCE, async id => {
    const one = await ledger.readSuggestion(id)
    if (one?.state !== 'open' || one.untilMs <= clock.nowMs()) return
    suggestions.push(one)
    for (const { image } of imagesLeft(one)) suggested.add(imageKey(image))
  })
  await inParallel(await ledger.readDuePlans(ALWAYS), READS_AT_ONCE, async id => {
    const plan = await ledger.readPlan(id)
    if (!plan || isOver(plan)) return
    for (const { image } of await ledger.readPlanImages(id)) planned.add(imageKey(image))
  })
  return { suggestions, suggested, planned }
}
