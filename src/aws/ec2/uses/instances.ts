import { type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2'
import type { Use } from '../../../domain/impact.ts'
import type { Asking } from './asking.ts'
import { askPages } from './finding.ts'

/** EC2 shows a terminated instance for an hour; it needs no image any more. */
export const LIVING = ['pending', 'running', 'shutting-down', 'stopping', 'stopped']

/** Many instances share a name, so the id goes with it. */
const toInstanceName = (id: string, name: string | undefined): string => (name ? `${name} (${id})` : id)

/** Instances that are not terminated. */
export const findInstances = async ({ image, ec2, options }: Asking): Promise<Use[]> => {
  const Filters = [
    { Name: 'image-id', Values: [image.imageId] },
    { Name: 'instance-state-name', Values: LIVING },
  ]
  const reservations = await askPages(
    'ec2:DescribeInstances',
    () => paginateDescribeInstances({ client: ec2, pageSize: 1000 }, { Filters }, options),
    page => page.Reservations,
  )
  return reservations.flatMap(({ Instances = [] }) => Instances.map(toUse))
}

const toUse = ({ InstanceId = '', Tags = [], State }: Instance): Use => ({
  kind: 'instance',
  name: toInstanceName(InstanceId, Tags.find(({ Key }) => Key === 'Name')?.Value),
  ...(State?.Name && { detail: State.Name }),
})
