import { joinRequests, type OwnPlan, type OwnRequest } from '../../domain/home.ts'
import { imageKey } from '../../domain/image.ts'
import { isOver, type Plan } from '../../domain/plan.ts'
import { allOf } from '../../in-parallel.ts'
import type { HomeNeeds } from './needs.ts'
import type { Links } from './read-awaited.ts'

/** A proposal and its request are two entries, and some entries are decisions on others' requests. */
const READ = 30
/** Forms that were opened and never sent count, too. */
const PLANS_READ = 20
const SHOWN = 5

/** A person's last requests, of single images and in plans, with their outcomes. Plans that are not over come first. */
export const readOwnRequests = async (
  needs: HomeNeeds,
  userId: string,
  links: Links,
): Promise<(OwnRequest | OwnPlan)[]> => {
  const { ledger } = needs
  const [entries, plans] = await allOf([
    ledger.readAttemptsOf(userId, READ),
    ledger.readPlansOf(userId, PLANS_READ),
  ])
  const own = joinRequests(entries.filter(({ attempt }) => attempt.decision === undefined)).slice(0, SHOWN)
  const newest = [
    ...own.map(({ image, attempt }) => ({ kind: 'request' as const, image, attempt, atMs: attempt.atMs })),
    ...plans.map(plan => ({ kind: 'plan' as const, plan, atMs: plan.createdAtMs })),
  ]
    .sort((a, b) => Number(isOpenPlan(b)) - Number(isOpenPlan(a)) || b.atMs - a.atMs)
    .slice(0, SHOWN)
  const records = await ledger.readImages(newest.flatMap(one => (one.kind === 'request' ? [one.image] : [])))
  return allOf(
    newest.map(async one => {
      if (one.kind === 'plan') return planOf(needs, one.plan, links)
      const { image, attempt } = one
      const name = records.get(imageKey(image))?.facts?.name
      return { image, attempt, ...(name !== undefined && { name }) }
    }),
  )
}

const isOpenPlan = (one: { kind: 'request' } | { kind: 'plan'; plan: Plan }): boolean =>
  one.kind === 'plan' && !isOver(one.plan)

const planOf = async ({ ledger }: HomeNeeds, plan: Plan, links: Links): Promise<OwnPlan> => {
  const hasRun = plan.runUntilMs !== undefined
  const [images, permalink] = await allOf([
    hasRun ? ledger.readPlanImages(plan.id) : [],
    plan.card && links(plan.card),
  ])
  return { plan, images, ...(permalink !== undefined && { permalink }) }
}
