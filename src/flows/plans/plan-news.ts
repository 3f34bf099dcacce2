import { countsInWords } from '../../../blocks/plan-line.ts'
import { boldPlanWords } from '../../../blocks/plan-words.ts'
import { personWords } from '../../../blocks/words.ts'
import { actionWords, isFamilyAction } from '../../domain/actions.ts'
import { familyOf } from '../../domain/family.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { News } from '../../domain/news.ts'
import type { Plan } from '../../domain/plan.ts'
import { countPlan, type PlanImage } from '../../domain/plan-image.ts'
import { readImage } from '../../stored/change-image.ts'
import type { PlanNeeds } from './needs.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'config' | 'clock'>

/**
 * What those hear who watch a family or an image when a plan of its aliases is over: promoted, rolled back, revoked. What a plan does to
 * images one by one are state changes, which they hear anyway.
 */
export const planNews = async (needs: Needs, plan: Plan): Promise<News[]> => {
  const { ledger, config, clock } = needs
  const { id, action, alias, revocation, person, undoes } = plan
  if (plan.state !== 'finished' || !isFamilyAction(action)) return []
  const items = await ledger.readPlanImages(id)
  const counts = countPlan(items)
  if (counts.done === 0) return []
  const [first, ...others] = imagesOf(plan, items)
  if (!first) return []
  const family = alias?.family ?? familyOf((await readImage(ledger, first)).facts ?? {}, config)
  const news = {
    id: `plan/${id}`,
    atMs: clock.nowMs(),
    what: revocation && undoes !== undefined ? 'no longer revoked' : actionWords(action).past,
    line: `📋 ${boldPlanWords(plan)}: ${countsInWords(counts)} · requested by ${personWords(person, 'name')}`,
  }
  return [
    { ...news, image: first, ...(family !== undefined && { family }) },
    // Of its copies and descendants: who watches the family has heard it.
    ...others.map(image => ({ ...news, id: `${news.id}/${imageKey(image)}`, image })),
  ]
}

const imagesOf = ({ revocation }: Plan, items: readonly PlanImage[]): ImageRef[] => {
  const done = items.filter(({ state }) => state === 'done')
  const images = [...(revocation?.images ?? []), ...done].map(({ image }) => image)
  return [...new Map(images.map(image => [imageKey(image), image])).values()]
}
