import { DEFAULT_ACCOUNT } from '../caller.ts'
import { partitionOf } from '../regions.ts'
import type { Queue } from '../sqs/queue.ts'
import type { Deployment } from './deployment.ts'
import { roleIdOf, roleNameOf } from './function-roles.ts'
import type { Stack } from './resolve.ts'

/** The values of the references in `serverless.yml`, once its queues and tables exist. */
export const createStack = (
  deployment: Deployment,
  queues: ReadonlyMap<string, Pick<Queue, 'url' | 'arn'>>,
  region: string,
): Stack => {
  const ofQueues = [...deployment.queues].flatMap(([id, { name }]) => {
    const queue = queues.get(name)
    return queue ? [{ id, ref: queue.url, arn: queue.arn }] : []
  })
  const ofTables = [...deployment.tables].map(([id, { TableName }]) => ({
    id,
    ref: String(TableName),
    arn: `arn:aws:dynamodb:${region}:${DEFAULT_ACCOUNT}:table/${TableName}`,
  }))
  const ofTopics = [...deployment.topics].map(([id, name]) => {
    const arn = `arn:aws:sns:${region}:${DEFAULT_ACCOUNT}:${name}`
    return { id, ref: arn, arn }
  })
  const ofBuses = [...deployment.buses].map(([id, name]) => ({
    id,
    ref: name,
    arn: `arn:${partitionOf(region)}:events:${region}:${DEFAULT_ACCOUNT}:event-bus/${name}`,
  }))
  const names = [
    ...[...deployment.roles].map(([id, { RoleName }]) => ({ id, name: String(RoleName) })),
    ...deployment.functions.map(({ name }) => ({ id: roleIdOf(name), name: roleNameOf(name, region) })),
  ]
  const ofRoles = names.map(({ id, name }) => ({
    id,
    ref: name,
    arn: `arn:${partitionOf(region)}:iam::${DEFAULT_ACCOUNT}:role/${name}`,
  }))
  const all = [...ofQueues, ...ofTables, ...ofTopics, ...ofBuses, ...ofRoles]
  return {
    refs: new Map(all.map(({ id, ref }) => [id, ref])),
    arns: new Map(all.map(({ id, arn }) => [id, arn])),
    // Off by default; on in the sandbox, so that its e-mails can be seen.
    conditions: new Set(['FallbackTopicIsOn']),
  }
}
