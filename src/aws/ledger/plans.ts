import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Plan, planDueAtMs } from '../../domain/plan.ts'
import { type PlanImage, planItemKey } from '../../domain/plan-image.ts'
import type { Plans } from '../../ports.ts'
import { deleteAll, readAll, writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { dueAt, queryAll, readDue } from './query.ts'
import { impact as impactSchema } from './schemas/impact.ts'
import { planImage as planImageSchema, plan as planSchema } from './schemas/plan.ts'
import { parseStored, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, ifHolds, saveOver, type Table } from './table.ts'

const DUE_AT_ONCE = 100

/**
 * One item for each plan; one for each of its images, so that outcomes can be recorded at the same time; and one for the impact of each
 * image's change, which only its own request reads.
 */
export const createPlans = (table: Table): Plans => {
  const savePlan = async ({ version, ...content }: Plan): Promise<boolean> =>
    saveOver(
      table,
      {
        ...keys.plan(content.id),
        ...stored({ plan: content }),
        expiresAtSec: expiresAtSec(content.createdAtMs),
        ...dueAt('plan', planDueAtMs({ ...content, version })),
      },
      version,
    )
  const readPlan = async (id: string): Promise<Plan | undefined> => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.plan(id), ConsistentRead: true }),
    )
    return Item && { ...parseStored(planSchema, Item, 'plan'), version: Number(Item.version) }
  }
  const readImageItems = (id: string) =>
    queryAll(table, {
      KeyConditionExpression: 'pk = :plan AND begins_with(sk, :image)',
      ExpressionAttributeValues: { ':plan': keys.plan(id).pk, ':image': keys.planImage(id, '').sk },
    })
  return {
    savePlan,
    readPlan,

    async createPlan(plan, images) {
      const { id, createdAtMs } = plan
      if (await readPlan(id)) return false
      // The plan itself is written last: before that, it does not exist. Images of a function that ended in between are deleted: it may
      // have seen others.
      const wanted = new Set(images.map(({ image }) => keys.planImage(id, planItemKey(image)).sk))
      const left = (await readImageItems(id)).filter(({ sk }) => !wanted.has(String(sk)))
      await deleteAll(
        table,
        left.map(({ pk, sk }) => ({ pk, sk })),
      )
      const kept = { expiresAtSec: expiresAtSec(createdAtMs) }
      await writeAll(table, [
        { ...keys.planAsked(id), ...dueAt(`planned/${plan.person.userId}`, createdAtMs), ...kept },
        ...images.flatMap(({ image, impact }) => [
          itemOf(id, image, createdAtMs),
          ...(impact ? [{ ...keys.planImpact(id, planItemKey(image)), ...stored({ impact }), ...kept }] : []),
        ]),
      ])
      return savePlan(plan)
    },

    async readPlanImages(id) {
      return (await readImageItems(id)).map(item => parseStored(planImageSchema, item, 'planImage'))
    },

    async readPlanImage(id, key) {
      const items = await readAll(table, [keys.planImage(id, key), keys.planImpact(id, key)])
      const image = items.find(({ sk }) => sk === keys.planImage(id, key).sk)
      const impact = items.find(({ sk }) => sk === keys.planImpact(id, key).sk)
      return (
        image && {
          image: parseStored(planImageSchema, image, 'planImage'),
          ...(impact && { impact: parseStored(impactSchema, impact, 'impact') }),
        }
      )
    },

    async savePlanImage(id, before, now) {
      const isAsRead =
        before.sentAtMs === undefined
          ? 'attribute_not_exists(planImage.sentAtMs)'
          : 'planImage.sentAtMs = :sent'
      const saved = await ifHolds(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: itemOf(id, now, now.endedAtMs ?? now.sentAtMs ?? 0),
            ConditionExpression: `planImage.#state = :state AND ${isAsRead}`,
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':state': before.state,
              ...(before.sentAtMs !== undefined && { ':sent': before.sentAtMs }),
            },
          }),
        ),
      )
      return saved !== undefined
    },

    async readPlansOf(userId, limit) {
      const items = await readDue(table, `planned/${userId}`, Number.MAX_SAFE_INTEGER, limit, true)
      const plans = await Promise.all(items.map(item => readPlan(idOf(item))))
      return plans.flatMap(plan => (plan && plan.state !== 'open' ? [plan] : []))
    },

    async readDuePlans(nowMs) {
      return (await readDue(table, 'plan', nowMs, DUE_AT_ONCE)).map(idOf)
    },
  }
}

const idOf = ({ pk }: Record<string, unknown>): string => String(pk).replace(/^PLAN#/, '')

const expiresAtSec = (fromMs: number): number => Math.floor(fromMs / 1000) + CLAIM_KEPT_SEC

const itemOf = (id: string, one: PlanImage, fromMs: number) => ({
  ...keys.planImage(id, planItemKey(one)),
  ...stored({ planImage: one }),
  expiresAtSec: expiresAtSec(fromMs),
})
