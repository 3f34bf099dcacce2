import type { CardView } from '../../../blocks/card-view.ts'
import type { PersonStyle } from '../../../blocks/words.ts'
import { offeredActionsOf } from '../../domain/available-actions.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { familyRuleOf } from '../../domain/family.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { scanRequiredBy } from '../../domain/scan-gates.ts'

/** What a card of this image shows, as the config wants it. */
export const viewOf = (config: Config, record: ImageRecord, style: PersonStyle): CardView => ({
  record,
  style,
  offered: offeredActionsOf(config, record),
  accountName: accountName(config, record.account),
  nameOf: account => accountName(config, account),
  command: slashCommandOf(config),
  ...(config.card && { facts: config.card.facts }),
  ...(record.facts && { scanRequiredBy: scanRequiredBy(familyRuleOf(record.facts, config)?.aliases ?? []) }),
  ...(canPromote(config, record) && { canPromote: true as const }),
  ...(canRevoke(config, record) && { canRevoke: true as const }),
  ...(config.actions.revoke && { mayUndoRevocation: true as const }),
})

const canRevoke = (config: Config, record: ImageRecord): boolean => {
  const state = stateOf(record)
  return (
    config.actions.revoke !== undefined &&
    (state === 'available' || state === 'disabled') &&
    record.revoked === undefined
  )
}

/** Whether the image's family has aliases, and somebody may set them. */
const canPromote = (config: Config, record: ImageRecord): boolean =>
  config.actions.promote !== undefined &&
  stateOf(record) === 'available' &&
  record.revoked === undefined &&
  record.facts !== undefined &&
  (familyRuleOf(record.facts, config)?.aliases ?? []).length > 0
