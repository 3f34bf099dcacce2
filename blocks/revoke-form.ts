import type { KnownBlock } from '@slack/types'
import { PLAN_CALLBACK } from '../src/domain/form-fields.ts'
import type { Revocation } from '../src/domain/revocation.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { reasonInput } from './input-elements.ts'
import { approvalLines, type PlanFormView } from './plan-form.ts'
import { inSections, planImageName } from './plan-words.ts'
import {
  inRelationOrder,
  ownersLine,
  relatedWords,
  relationWords,
  returnLine,
  strandedLine,
  unreadLine,
} from './revoke-words.ts'
import { escapeText } from './text.ts'
import { countWords, numberWords } from './words.ts'

/** The form of a revocation: aliases first, then the images, then who runs them. Of its undo: the same, the other way round. */

const SHOWN = 12

const lines = (all: readonly string[]): KnownBlock[] => [
  ...inSections(all.slice(0, SHOWN)).map(section),
  ...(all.length > SHOWN ? [context(`and ${numberWords(all.length - SHOWN)} more`)] : []),
]

const aliasBlocks = (view: PlanFormView, { stranded }: Revocation): KnownBlock[] => {
  const { images = [], nameOf, plan } = view
  const returned = images.filter(one => one.assignment)
  if (returned.length + stranded.length === 0) return [section('✅ No alias names any of them.')]
  const title = plan.undoes === undefined ? 'First, aliases return' : 'Last, aliases return'
  return [
    section(`*${title}*`),
    ...lines([
      ...stranded.map(one => strandedLine(one, nameOf)),
      ...returned.map(one => `🔁 ${returnLine(one, nameOf)}`),
    ]),
  ]
}

const imageBlocks = (view: PlanFormView, revocation: Revocation): KnownBlock[] => {
  const { images = [], nameOf, plan } = view
  const changed = inRelationOrder(
    revocation,
    images.filter(one => !one.assignment && one.action !== 'share'),
  )
  const left = revocation.images.length - changed.length
  const count = `${countWords(changed.length, 'image')} ${changed.length === 1 ? 'is' : 'are'}`
  const hasAliases = images.some(one => one.assignment)
  const title =
    plan.undoes === undefined
      ? changed.length === 0
        ? 'No image is disabled'
        : `${hasAliases ? `Then ${count}` : count} disabled`
      : changed.length === 0
        ? 'No image is enabled; they are no longer marked as revoked'
        : `${count} enabled${images.some(({ action }) => action === 'share') ? ', and launch permissions restored' : ''}`
  return [
    section(`*${title}* · ${relatedWords(revocation)}`),
    ...lines(
      changed.map(one => {
        const { image } = one
        return `• ${planImageName(one)} · ${escapeText(nameOf(image.account), 60)} · ${image.region}${relationWords(revocation, image)}`
      }),
    ),
    ...(left > 0 && plan.undoes === undefined
      ? [
          context(
            `${countWords(left, 'more image')} cannot be launched anyway, and ${left === 1 ? 'is' : 'are'} marked as revoked.`,
          ),
        ]
      : []),
  ]
}

export const renderRevokeForm = (view: PlanFormView): Form => {
  const { plan, changed, purpose, complaint, approval, above } = view
  const { revocation, undoes } = plan
  if (!revocation) throw new Error('Expected a plan of a revocation.')
  const isUndo = undoes !== undefined
  const title = isUndo ? 'Undo revocation' : 'Revoke image'
  const unread = unreadLine(revocation, isUndo)
  const shown: KnownBlock[] = [
    ...(changed
      ? [
          section(
            '*🛑 This has changed since you saw it.* Nothing was changed. Review it, then submit again.',
          ),
        ]
      : []),
    section(planImageName(revocation)),
    ...(unread === undefined ? [] : [section(unread)]),
    divider(),
    ...(isUndo ? imageBlocks(view, revocation) : aliasBlocks(view, revocation)),
    divider(),
    ...(isUndo ? aliasBlocks(view, revocation) : imageBlocks(view, revocation)),
    ...(isUndo ? [] : [divider(), section(ownersLine(revocation.owners))]),
    divider(),
    ...approvalLines(view),
  ]
  if (above !== undefined && approval === undefined)
    return form({ title, blocks: shown, close: 'Close', memo: '' })
  return form({
    callback: PLAN_CALLBACK,
    title,
    blocks: [
      ...shown,
      ...(complaint === undefined ? [] : [section(`❌ *${complaint}*`)]),
      reasonInput(true, purpose),
      context(
        isUndo
          ? 'Each step is checked again right before. Afterwards the images can be enabled, shared and promoted as before.'
          : 'Images are disabled after the aliases have returned. An image is disabled even where its alias cannot return. Launch permissions are saved, and Undo restores them.',
      ),
    ],
    submit: approval ? 'Request approval' : isUndo ? 'Undo' : 'Revoke',
    close: 'Cancel',
    memo: JSON.stringify({ plan: plan.id, mustSayWhy: true }),
  })
}
