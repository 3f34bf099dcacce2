import type { Aliases, Images, Instances, Queues } from '../../ports.ts'
import type { PerformNeeds } from '../needs.ts'

export interface PlanNeeds extends PerformNeeds {
  images: PerformNeeds['images'] & Pick<Images, 'recycleBin' | 'madeFrom'>
  instances: Pick<Instances, 'list'>
  aliases: Aliases
  queues: Queues
}
