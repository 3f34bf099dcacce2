import { renderConfirmForm } from '../../../blocks/confirm-form.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { PerformNeeds } from '../needs.ts'

/** Draws the short form of a change that a button makes at once. */
export const drawConfirmForm = async (
  { messenger, config }: PerformNeeds,
  { action, place, viewId }: AskOf<'propose'>,
  record: ImageRecord,
): Promise<void> => {
  const form = renderConfirmForm({
    action,
    record,
    accountName: accountName(config, record.account),
    channelId: place.channelId,
    approvers: rolesNamed(config, config.actions[action]?.approval?.roles ?? []),
  })
  throwIfBusy(await messenger.showForm(viewId, form), 'the form is drawn')
}
