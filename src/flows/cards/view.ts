import type { CardView } from '../../../blocks/card.ts'
import type { PersonStyle } from '../../../blocks/words.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageRecord } from '../../domain/record.ts'

/** What a card of this image shows, as the config wants it. */
export const viewOf = (config: Config, record: ImageRecord, style: PersonStyle): CardView => ({
  record,
  style,
  accountName: accountName(config, record.account),
  ...(config.card && { facts: config.card.facts }),
})
