import { isPresent } from '../../../sandbox/aws/ec2/fleet.ts'
import { startInstance } from '../proposals.ts'
import type { TestWorld } from '../world.ts'
import type { Random } from './random.ts'

/** Somebody outside Slack makes an image. */
export const make = async (world: TestWorld, random: Random): Promise<void> => {
  const tags = random.chance(0.7) ? { Environment: 'production' } : {}
  const { imageId } = await world.post<{ imageId: string }>('/images', { tags })
  if (random.chance(0.1)) startInstance(world, imageId, 'web')
}

/** Changes some images from outside Slack. EC2 may refuse it. */
export const changeOutside = async (world: TestWorld, random: Random, count: number): Promise<void> => {
  const present = world.sandbox.ec2.fleet.images.filter(isPresent)
  for (let i = 0; i < count; i++) {
    const { image } = random.pick(present)
    const verb = image.State === 'disabled' ? 'enable' : 'disable'
    await world.post(`/images/${image.ImageId}/${random.chance(0.02) ? 'deregister' : verb}`).catch(() => {})
  }
}
