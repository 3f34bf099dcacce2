import * as v from 'valibot'
import { SUGGESTED_ACTIONS } from '../domain/actions.ts'
import type { AskOf } from '../domain/ask.ts'
import { isReason, REASON_MISSING } from '../domain/form-fields.ts'
import { parseImageKey } from '../domain/image.ts'
import { typedFault, typedNumber } from '../domain/plan-confirmation.ts'
import { LIST_VERBS } from '../domain/verb-kinds.ts'
import { id, PROPOSAL_ID, parseJson } from './payload.ts'
import { askedBy, type Submission, VIEW_PAYLOAD } from './submission.ts'

/** The forms of plans, as people send them. */

const SELECT_MEMO = v.object({
  from: v.variant('kind', [
    v.object({ kind: v.literal('list'), verb: v.picklist(LIST_VERBS), filters: v.string() }),
    v.object({ kind: v.literal('digest'), digest: v.string(), burst: v.string() }),
    v.object({ kind: v.literal('suggestion'), id: v.string() }),
  ]),
  channel: v.union([id, v.literal('')]),
})
const PLAN_MEMO = v.object({
  plan: v.pipe(v.string(), v.regex(PROPOSAL_ID)),
  mustSayWhy: v.exactOptional(v.literal(true)),
  typed: v.exactOptional(v.union([v.object({ number: v.number() }), v.object({ name: v.string() })])),
})

const read = <Memo>(body: unknown, schema: v.GenericSchema<unknown, Memo>) => {
  const payload = v.safeParse(VIEW_PAYLOAD, body)
  if (!payload.success) return undefined
  const memo = v.safeParse(schema, parseJson(payload.output.view.private_metadata))
  return memo.success ? { payload: payload.output, memo: memo.output } : undefined
}

/** Reads which images were selected, and what is to be done with them. @returns undefined for anything else */
export const parseSelect = (body: unknown, nowMs: number): Submission<'plan'> | undefined => {
  const sent = read(body, SELECT_MEMO)
  if (!sent) return undefined
  const { payload, memo } = sent
  const { values } = payload.view.state
  const action = SUGGESTED_ACTIONS.find(one => one === values.action?.action?.selected_option?.value)
  const isAll = values.which?.which?.selected_option?.value === 'all'
  const ticked = Object.entries(values)
    .filter(([block]) => block.startsWith('images-'))
    .flatMap(([block, elements]) => elements[block]?.selected_options ?? [])
  const images = ticked.flatMap(({ value }) => parseImageKey(value) ?? [])
  const asked = askedBy(payload, nowMs)
  return {
    errors: {
      ...(action === undefined && { action: 'Choose what to do with the images.' }),
      ...(!isAll && images.length === 0 && { 'images-0': 'Tick at least one image.' }),
    },
    ask: {
      ...asked,
      kind: 'plan',
      from: memo.from,
      place: { channelId: memo.channel, isPrivate: false },
      ...(action && { action }),
      ...(!isAll && { images }),
    },
  }
}

/** Reads the form of a plan that was sent. @returns undefined for anything else */
export const parsePlan = (body: unknown, nowMs: number): Submission<'submit-plan'> | undefined => {
  const sent = read(body, PLAN_MEMO)
  if (!sent) return undefined
  const { payload, memo } = sent
  const { values } = payload.view.state
  const purpose = values.purpose?.purpose?.value?.trim().slice(0, 1_000)
  const chosen = (values.options?.options?.selected_options ?? []).map(({ value }) => value)
  const target = values.target?.target?.selected_option?.value
  const alias = values.alias?.alias?.selected_option?.value
  const typed = values.typed?.typed?.value?.trim().slice(0, 200)
  const wrong = memo.typed && typedFault(typed, memo.typed)
  return {
    errors: {
      ...(memo.mustSayWhy && !isReason(purpose) && { purpose: REASON_MISSING }),
      ...(wrong !== undefined && { typed: wrong }),
    },
    ask: {
      ...askedBy(payload, nowMs),
      kind: 'submit-plan',
      planId: memo.plan,
      ...(purpose && { purpose }),
      ...(typed && { typed }),
      ...(target && { target }),
      ...(alias && { alias }),
      ...(chosen.includes('override') && { overrides: true as const }),
      options: { ...(chosen.includes('deleteSnapshots') && { deleteSnapshots: true as const }) },
    },
  }
}

/** Reads how many images an approver approves. @returns undefined for anything else */
export const parsePlanNumber = (body: unknown, nowMs: number): Submission<'decide-plan'> | undefined => {
  const sent = read(body, PLAN_MEMO)
  if (!sent) return undefined
  const number = typedNumber(sent.payload.view.state.values.number?.number?.value ?? undefined)
  return {
    errors: number === undefined ? { number: 'Type the number of images that the plan’s card shows.' } : {},
    ask: decisionOf(sent, nowMs, { decision: 'approve' as const, ...(number !== undefined && { number }) }),
  }
}

/** Reads why an approver declines a plan. @returns undefined for anything else */
export const parsePlanDecline = (body: unknown, nowMs: number): Submission<'decide-plan'> | undefined => {
  const sent = read(body, PLAN_MEMO)
  if (!sent) return undefined
  const comment = sent.payload.view.state.values.comment?.comment?.value?.trim().slice(0, 1_000) ?? ''
  return {
    errors: isReason(comment) ? {} : { comment: 'Enter a comment: the requester gets it.' },
    ask: decisionOf(sent, nowMs, { decision: 'decline' as const, comment }),
  }
}

const decisionOf = (
  { payload, memo }: NonNullable<ReturnType<typeof read<v.InferOutput<typeof PLAN_MEMO>>>>,
  nowMs: number,
  decision: Pick<AskOf<'decide-plan'>, 'decision' | 'number' | 'comment'>,
): AskOf<'decide-plan'> => ({
  ...askedBy(payload, nowMs),
  kind: 'decide-plan',
  planId: memo.plan,
  ...decision,
})
