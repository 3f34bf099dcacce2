import { paginateDescribeInstances } from '@aws-sdk/client-ec2'
import type { Account } from '../../../domain/config.ts'
import type { OtherAccounts } from '../../../domain/impact.ts'
import type { Ec2Clients } from '../ec2-clients.ts'
import { type Asking, inBatches } from './asking.ts'
import { askPages, find } from './finding.ts'
import { LIVING } from './instances.ts'

/**
 * How many instances of the other configured accounts run the image. An image is of one region, so only that one is asked; an
 * account that does not answer is named, and fails nothing else.
 */
export const findOtherAccounts = async (
  { image, options }: Pick<Asking, 'image' | 'options'>,
  accounts: readonly Account[],
  { forReading }: Pick<Ec2Clients, 'forReading'>,
): Promise<OtherAccounts> => {
  const others = accounts.filter(({ id, regions }) => id !== image.account && regions.includes(image.region))
  const Filters = [
    { Name: 'image-id', Values: [image.imageId] },
    { Name: 'instance-state-name', Values: LIVING },
  ]
  const found = await inBatches(others, async ({ id, alias = id }) => {
    const counted = await find(async () => {
      const client = await forReading(id, image.region)
      const reservations = await askPages(
        'ec2:DescribeInstances',
        () => paginateDescribeInstances({ client, pageSize: 1000 }, { Filters }, options),
        page => page.Reservations,
      )
      return reservations.reduce((sum, { Instances = [] }) => sum + Instances.length, 0)
    })
    return { name: alias, counted }
  })
  return {
    asked: others.length,
    running: found.flatMap(({ name, counted }) =>
      counted.known && counted.value > 0 ? [{ name, instances: counted.value }] : [],
    ),
    unread: found.flatMap(({ name, counted }) => (counted.known ? [] : [{ name, why: counted.why }])),
  }
}
