import { renderConfirmed, renderConfirmForm } from '../../../blocks/confirm-form.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { readImage } from '../../stored/change-image.ts'
import { change } from '../change.ts'
import type { PerformNeeds } from '../needs.ts'
import { reply } from '../steps/reply.ts'

/** Draws the short form of a change that a button does at once. */
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

/** Carries out what was confirmed in a short form, with all that a click on the button checks, and shows in it what became of
 * it. A refusal and a wait for an approval are shown by those who decide on them. */
export const carryOutConfirmed = async (needs: PerformNeeds, ask: AskOf<'change'>): Promise<void> => {
  await change(needs, ask)
  const record = await readImage(needs.ledger, ask.image)
  // Delivered again, it shows the same.
  if (record.request?.key === ask.key) await reply(needs, ask, renderConfirmed(record, record.request))
}
