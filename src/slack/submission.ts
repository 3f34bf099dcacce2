import * as v from 'valibot'
import type { AskOf, Filled } from '../domain/ask.ts'
import { type FormMemo, isReason, isTypedName, REASON_MISSING } from '../domain/form-fields.ts'
import { id, keyOf, PROPOSAL_ID, parseJson, personOf, USER } from './payload.ts'

const VIEW_PAYLOAD = v.object({
  team: v.object({ id }),
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
})

/** A form that was sent, and what its fields show as wrong at once. */
export type Submission = {
  ask: AskOf<'submit'>
  /** By block: what Slack shows at the field, while everything typed stays. */
  errors: Readonly<Record<string, string>>
}

/** Reads a form that was sent. @returns undefined for anything that is not one of our forms */
export const parseSubmission = (body: unknown, nowMs: number): Submission | undefined => {
  const payload = v.safeParse(VIEW_PAYLOAD, body)
  if (!payload.success) return undefined
  const { team, user, view, api_app_id } = payload.output
  const memo = v.safeParse(MEMO, parseJson(view.private_metadata))
  if (!memo.success || !PROPOSAL_ID.test(memo.output.proposal)) return undefined
  const { values } = view.state
  const typedName = values.name?.name?.value?.slice(0, 1_000)
  const purpose = values.purpose?.purpose?.value?.trim().slice(0, 1_000)
  const chosen = (values.options?.options?.selected_options ?? []).map(({ value }) => value)
  const filled: Filled = {
    ...(typedName && { typedName }),
    ...(purpose && { purpose }),
    options: {
      ...(chosen.includes('deleteSnapshots') && { deleteSnapshots: true as const }),
      ...(chosen.includes('unprotect') && { unprotect: true as const }),
      ...(chosen.includes('breakGlass') && { emergencyOverride: true as const }),
    },
  }
  return {
    errors: errorsOf(memo.output, filled),
    ask: {
      kind: 'submit',
      // Sent twice without being drawn again between, it is the same submission.
      key: keyOf(team.id, user.id, view.id, view.hash),
      proposalId: memo.output.proposal,
      viewId: view.id,
      filled,
      person: personOf(user),
      place: { channelId: '', isPrivate: true },
      workspaceId: team.id,
      appId: api_app_id,
      askedAtMs: nowMs,
    },
  }
}

/** Only hints, so that a slip is shown at the field; the work checks all of it again. */
const errorsOf = (memo: FormMemo, filled: Filled): Record<string, string> => ({
  ...(memo.name !== undefined &&
    !isTypedName(filled.typedName, memo.name) && {
      name: `That is not the image’s name. It is: ${memo.name.slice(0, 150)}`,
    }),
  ...((memo.mustSayWhy || filled.options.emergencyOverride) &&
    !isReason(filled.purpose) && { purpose: REASON_MISSING }),
  ...(memo.mustUnprotect &&
    !filled.options.unprotect && {
      options: 'The image is protected: tick that its protection is switched off first, or cancel.',
    }),
})
