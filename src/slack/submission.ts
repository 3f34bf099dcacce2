import * as v from 'valibot'
import { ACTIONS } from '../domain/actions.ts'
import type { Ask, AskOf, Filled } from '../domain/ask.ts'
import {
  type FormMemo,
  isReason,
  isTypedName,
  REASON_MISSING,
  UNPROTECT_MISSING,
} from '../domain/form-fields.ts'
import { cameFrom, id, keyOf, PLACE, PROPOSAL_ID, parseJson, personOf, USER } from './payload.ts'

export const VIEW_PAYLOAD = v.object({
  ...PLACE,
  user: USER,
  api_app_id: id,
  view: v.object({
    id,
    hash: v.optional(v.string(), ''),
    private_metadata: v.string(),
    state: v.object({
      values: v.record(
        v.string(),
        v.record(
          v.string(),
          v.object({
            value: v.nullish(v.string()),
            selected_option: v.nullish(v.object({ value: v.string() })),
            selected_date: v.nullish(v.string()),
            selected_options: v.nullish(v.array(v.object({ value: v.string() }))),
          }),
        ),
      ),
    }),
  }),
})

const MEMO = v.object({
  proposal: v.string(),
  name: v.exactOptional(v.string()),
  mustSayWhy: v.exactOptional(v.literal(true)),
  mustUnprotect: v.exactOptional(v.literal(true)),
  mustOverride: v.exactOptional(v.literal(true)),
  overrides: v.exactOptional(v.picklist(ACTIONS)),
})

/** Reads what a form carries. @returns undefined if it is not one of our forms */
export const parseMemo = (text: string): FormMemo | undefined => {
  const memo = v.safeParse(MEMO, parseJson(text))
  return memo.success && PROPOSAL_ID.test(memo.output.proposal) ? memo.output : undefined
}

/** A form that was sent, and the errors that its fields show at once. */
export type Submission<Kind extends Ask['kind'] = 'submit'> = {
  ask: AskOf<Kind>
  /** By block: the error that Slack shows at the field, while everything typed stays. */
  errors: Readonly<Record<string, string>>
}

/** Reads a form that was sent. @returns undefined for anything that is not one of our forms */
export const parseSubmission = (body: unknown, nowMs: number): Submission | undefined => {
  const payload = v.safeParse(VIEW_PAYLOAD, body)
  if (!payload.success) return undefined
  const { view } = payload.output
  const memo = parseMemo(view.private_metadata)
  if (!memo) return undefined
  const { values } = view.state
  const typedName = values.name?.name?.value?.slice(0, 1_000)
  const purpose = values.purpose?.purpose?.value?.trim().slice(0, 1_000)
  const chosen = (values.options?.options?.selected_options ?? []).map(({ value }) => value)
  const namesIn = (field: 'add' | 'remove') =>
    (values[field]?.[field]?.selected_options ?? []).map(({ value }) => value)
  const successor = values.successor?.successor?.selected_option?.value
  const date = values.date?.date?.selected_date
  const filled: Filled = {
    ...(values.date && {
      retirement: {
        ...(date && { date }),
        ...(successor && { successor }),
        ...(chosen.includes('removeDate') && { remove: true as const }),
      },
    }),
    ...(typedName && { typedName }),
    ...(purpose && { purpose }),
    ...((values.add ?? values.remove) && { choice: { add: namesIn('add'), remove: namesIn('remove') } }),
    options: {
      ...(chosen.includes('shareSnapshots') && { shareSnapshots: true as const }),
      ...(chosen.includes('deleteSnapshots') && { deleteSnapshots: true as const }),
      ...(chosen.includes('unprotect') && { unprotect: true as const }),
      ...(chosen.includes('breakGlass') && { emergencyOverride: true as const }),
    },
  }
  return {
    errors: errorsOf(memo, filled),
    ask: { ...askedBy(payload.output, nowMs), kind: 'submit', proposalId: memo.proposal, filled },
  }
}

/** Reads the form in which an approver says why they decline. @returns undefined for anything else */
export const parseDecline = (body: unknown, nowMs: number): Submission<'decide'> | undefined => {
  const payload = v.safeParse(VIEW_PAYLOAD, body)
  if (!payload.success) return undefined
  const { view } = payload.output
  const memo = parseMemo(view.private_metadata)
  if (!memo) return undefined
  const comment = view.state.values.comment?.comment?.value?.trim().slice(0, 1_000) ?? ''
  return {
    errors: isReason(comment) ? {} : { comment: 'Enter a comment. It is sent to the requester.' },
    ask: {
      ...askedBy(payload.output, nowMs),
      kind: 'decide',
      proposalId: memo.proposal,
      decision: 'decline',
      comment,
    },
  }
}

/** Who sent a form, and from where. */
export const askedBy = (payload: v.InferOutput<typeof VIEW_PAYLOAD>, nowMs: number) => {
  const { user, view, api_app_id } = payload
  const from = cameFrom(payload)
  return {
    // If it is sent twice without being drawn again in between, it is the same submission.
    key: keyOf(from.workspaceId, user.id, view.id, view.hash),
    viewId: view.id,
    person: personOf(user),
    place: { channelId: '', isPrivate: true },
    ...from,
    appId: api_app_id,
    askedAtMs: nowMs,
  }
}

/** Only hints, so that a mistake is shown at the field. Everything is checked again where the work is done. */
const errorsOf = (memo: FormMemo, filled: Filled): Record<string, string> => ({
  ...(memo.name !== undefined &&
    !isTypedName(filled.typedName, memo.name) && {
      name: `This is not the image’s name. Type: ${memo.name.slice(0, 150)}`,
    }),
  ...((memo.mustSayWhy || filled.options.emergencyOverride) &&
    !isReason(filled.purpose) && { purpose: REASON_MISSING }),
  ...(memo.mustOverride &&
    !filled.options.emergencyOverride && {
      options: 'Tick “Emergency override: skip approval” to proceed without approval.',
    }),
  ...(memo.mustUnprotect && !filled.options.unprotect && { options: UNPROTECT_MISSING }),
})
