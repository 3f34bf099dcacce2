import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import { DEFAULT_ACCOUNT } from '../caller.ts'
import type { Members } from '../eventbridge/route.ts'
import type { Deployment } from './deployment.ts'

/** What the template sets in the hub's region alone. */
const InHubRegion = v.object({
  'Fn::If': v.tuple([
    v.literal('IsHubRegion'),
    v.object({ MessageGroupId: v.object({ Ref: v.literal('AWS::AccountId') }) }),
    v.unknown(),
  ]),
})

const RuleResource = v.object({
  Type: v.literal('AWS::Events::Rule'),
  Properties: v.object({
    State: v.optional(v.string(), 'ENABLED'),
    EventPattern: v.record(v.string(), v.unknown()),
    Targets: v.tuple([v.object({ SqsParameters: v.optional(v.unknown()) })]),
  }),
})

const Template = v.object({ Resources: v.record(v.string(), v.unknown()) })

/**
 * The member stacks, as their template makes them in each other account and region. Undefined for a hub that has no bus for
 * them, or no queue of events.
 *
 * @param file the template
 */
export const readMembers = (deployment: Deployment, region: string, file: string): Members | undefined => {
  const queue = deployment.queues.get('EventsQueue')
  if (!queue || !deployment.rules.some(({ bus }) => bus !== undefined) || !existsSync(file)) return undefined
  const { Resources } = v.parse(Template, parse(readFileSync(file, 'utf8')))
  const rules = Object.entries(Resources).flatMap(([name, resource]) => {
    const parsed = v.safeParse(RuleResource, resource)
    if (!parsed.success) return []
    const { State, EventPattern, Targets } = parsed.output.Properties
    const groupsByAccount = v.is(InHubRegion, Targets[0].SqsParameters)
    return [{ name, enabled: State !== 'DISABLED', pattern: EventPattern, groupsByAccount }]
  })
  return { hub: { account: DEFAULT_ACCOUNT, region }, rules, queueName: queue.name }
}
