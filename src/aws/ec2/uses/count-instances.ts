import { paginateDescribeInstances } from '@aws-sdk/client-ec2'
import type { Account } from '../../../domain/config.ts'
import type { ImageRef } from '../../../domain/image.ts'
import { type InstancesByAccount, NO_ANSWER_IN_TIME } from '../../../domain/impact.ts'
import { inParallel } from '../../../in-parallel.ts'
import type { Ec2Clients } from '../ec2-clients.ts'
import { askPages, CannotTell, find } from './finding.ts'
import { LIVING } from './instances.ts'

/** Each account has limits of its own, and an answer waits for all of them. */
const ACCOUNTS_AT_ONCE = 48

/**
 * How many instances of each account run the image. An image belongs to one region, so only that one is asked. An account that does not
 * answer is named, and does not affect the others.
 *
 * @param accounts accounts without this region are left out
 * @param silent accounts that are known not to answer: they are not asked
 */
export const countInstances = async (
  { imageId, region }: Pick<ImageRef, 'imageId' | 'region'>,
  accounts: readonly Account[],
  { forReading }: Pick<Ec2Clients, 'forReading'>,
  options: { abortSignal: AbortSignal },
  silent: ReadonlySet<string> = new Set(),
): Promise<InstancesByAccount> => {
  const asked = accounts.filter(({ regions }) => regions.includes(region))
  const Filters = [
    { Name: 'image-id', Values: [imageId] },
    { Name: 'instance-state-name', Values: LIVING },
  ]
  const counts = new Map<string, Awaited<ReturnType<typeof find<number>>>>()
  for (const { id } of asked) if (silent.has(id)) counts.set(id, { known: false, why: NO_ANSWER_IN_TIME })
  const answering = asked.filter(({ id }) => !silent.has(id))
  await inParallel(answering, ACCOUNTS_AT_ONCE, async ({ id }) => {
    const counted = await find(async () => {
      const client = await forReading(id, region)
      const reservations = await askPages(
        'ec2:DescribeInstances',
        () => paginateDescribeInstances({ client, pageSize: 1000 }, { Filters }, options),
        page => page.Reservations,
      )
      if (reservations.some(({ OwnerId = id }) => OwnerId !== id))
        throw new CannotTell('the credentials belong to another account')
      return reservations.reduce((sum, { Instances = [] }) => sum + Instances.length, 0)
    })
    counts.set(id, counted)
  })
  const found = asked.flatMap(({ id, alias = id }) => {
    const counted = counts.get(id)
    return counted ? [{ name: alias, counted }] : []
  })
  return {
    asked: asked.length,
    running: found.flatMap(({ name, counted }) =>
      counted.known && counted.value > 0 ? [{ name, instances: counted.value }] : [],
    ),
    unread: found.flatMap(({ name, counted }) => (counted.known ? [] : [{ name, why: counted.why }])),
  }
}
