import type { Aliases, Images } from '../../ports.ts'
import type { PerformNeeds } from '../needs.ts'

export interface AliasNeeds extends PerformNeeds {
  images: PerformNeeds['images'] & Pick<Images, 'describe' | 'search' | 'sharing'>
  aliases: Aliases
}
