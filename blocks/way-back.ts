import { ACTION_RULES, ACTIONS } from '../src/domain/actions.ts'
import type { SnapshotResult } from '../src/domain/change.ts'
import { slashCommandOf } from '../src/domain/command.ts'
import { explainNotShared } from '../src/domain/ec2-advice.ts'
import { type ImageRecord, type NotRestorable, stateOf } from '../src/domain/record.ts'
import type { NotShared, Request } from '../src/domain/request.ts'
import type { CardView } from './card-view.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText } from './text.ts'
import { channelWords, countWords, personWords, restorableWords, timeWords } from './words.ts'

/** EC2's words for the result of deleting a snapshot, in ours. */
const RESULT_WORDS: Readonly<Record<string, string>> = {
  success: 'deleted',
  skipped: 'kept: used by another image',
  'missing-permissions': 'kept: amiops lacks permission for ec2:DeleteSnapshot',
  'internal-error': 'kept: EC2 had an internal error. Delete it in the AWS console',
  'client-error': 'kept: EC2 refused. Delete it in the AWS console',
}
const SHOWN = 10

/** The result for each snapshot: deleted ones are counted, all others named. */
export const snapshotResultWords = (results: readonly SnapshotResult[]): string => {
  const deleted = results.filter(({ result }) => result === 'success').length
  const others = results
    .filter(({ result }) => result !== 'success')
    .map(
      ({ snapshotId, result }) => `${code(snapshotId, 40)} ${RESULT_WORDS[result] ?? escapeText(result, 60)}`,
    )
  const more = others.length > SHOWN ? [`and ${others.length - SHOWN} more`] : []
  return [
    `${deleted} of ${countWords(results.length, 'snapshot')} deleted`,
    ...others.slice(0, SHOWN),
    ...more,
  ].join('; ')
}

const notRestorableWords = (why: NotRestorable, { imageId }: ImageRecord, command: string): string => {
  switch (why) {
    case 'image':
      return '🕳️ Gone for good: it is not in the Recycle Bin.'
    case 'snapshots':
      return '🕳️ Gone for good: its snapshots were deleted with it.'
    case 'unknown':
      return `❔ EC2 did not say whether the Recycle Bin holds it. Check again: ${code(`${command} status ${imageId}`)}.`
  }
}

const notSharedWords = (request: Request | undefined, no: NotShared): string => {
  if (no.snapshotId) return `Access to snapshot ${code(no.snapshotId, 40)} not changed for`
  if (request?.action === 'share') return 'Not re-shared with'
  return request?.action === 'shareWith' && !no.isLeft ? 'Not shared with' : 'Still shared with'
}

/** Those for whom EC2 refused to change the launch permissions, and why. */
export const notSharedLines = (request: Request | undefined): string[] =>
  (request?.notShared ?? [])
    .slice(0, SHOWN)
    .map(
      no =>
        `⚠️ ${notSharedWords(request, no)} ${sharingWords(no.with)}: ${escapeText(explainNotShared(no.code, no.message), 400)} (${code(no.code, 60)}).`,
    )

/** Who had access, and what gives it back: of a revoked image, nothing but the undo, and of another one Re-share. */
const savedLines = (record: ImageRecord, nameOf: CardView['nameOf']): string[] => {
  const { savedPermissions, revoked } = record
  const state = stateOf(record)
  if (!savedPermissions || (state !== 'disabled' && state !== 'available')) return []
  const was = `🔗 Was shared with ${sharingWords(savedPermissions, nameOf)}.`
  if (revoked) return [`${was} Access can be restored once the revocation is undone.`]
  return state === 'disabled'
    ? [`${was} Enable it first, then click Re-share to restore access.`]
    : [`${was} Click Re-share to restore access.`]
}

/** What was lost, how to restore it, and what awaits approval: below the status line of a card. */
export const wayBackLines = (view: CardView): string[] => {
  const { record, style, nameOf } = view
  const { recycled, request, waiting } = record
  const state = stateOf(record)
  return [
    ...(request?.snapshots && request.snapshots.length > 0
      ? [`💾 ${snapshotResultWords(request.snapshots)}`]
      : []),
    ...notSharedLines(request),
    ...savedLines(record, nameOf),
    ...(recycled && state === 'deregistered' ? [restorableWords(recycled.untilMs)] : []),
    ...(record.notRestorable && state === 'deregistered'
      ? [notRestorableWords(record.notRestorable, record, slashCommandOf(view))]
      : []),
    ...ACTIONS.flatMap(action => {
      const one = waiting?.[action]
      const { label, from } = ACTION_RULES[action]
      return one && state && from.includes(state)
        ? [
            `⏳ ${label} requested by ${personWords(one.by, style)} · awaiting approval in ${channelWords(one.channel)} · expires ${timeWords(one.untilMs)}`,
          ]
        : []
    }),
  ]
}
