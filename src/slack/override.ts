import type { View } from '@slack/types'
import * as v from 'valibot'
import type { Action } from '../domain/actions.ts'
import type { Log } from '../ports.ts'
import { parseMemo } from './submission.ts'
import { callSlack } from './web-call.ts'

/** A tick in an open form: the form as Slack has it, and what is ticked now. */
const TICK = v.object({
  view: v.object({
    id: v.string(),
    hash: v.string(),
    type: v.literal('modal'),
    callback_id: v.string(),
    title: v.looseObject({}),
    close: v.looseObject({}),
    private_metadata: v.string(),
    blocks: v.array(v.looseObject({ type: v.string() })),
  }),
})
const TICKED = v.object({ selected_options: v.array(v.object({ value: v.string() })) })

interface Needs {
  token: () => Promise<string>
  slackApiUrl: string | undefined
  /** The box's value. */
  overrideValue: string
  withOverride: (open: View, action: Action, isOverride: boolean, mustOverride: boolean) => View
  log: Log
}

const TIMEOUT_MS = 2_000

/**
 * Draws a form again when the emergency override is ticked or cleared. The form holds all that this needs, so nothing is
 * queued. The inputs keep their ids, so Slack keeps what was typed. A form that was drawn again meanwhile is left alone.
 * https://docs.slack.dev/reference/methods/views.update
 */
export const createOverrideToggle =
  ({ token, slackApiUrl, overrideValue, withOverride, log }: Needs) =>
  async (body: unknown, action: unknown): Promise<void> => {
    const sent = v.safeParse(TICK, body)
    const ticked = v.safeParse(TICKED, action)
    if (!sent.success || !ticked.success) return
    const { id, hash, ...open } = sent.output.view
    const { overrides: asked, mustOverride = false } = parseMemo(open.private_metadata) ?? {}
    if (!asked) return
    const isOverride = ticked.output.selected_options.some(({ value }) => value === overrideValue)
    const view = withOverride(open as unknown as View, asked, isOverride, mustOverride)
    try {
      await callSlack(
        { token: await token(), slackApiUrl },
        'views.update',
        { view_id: id, hash, view },
        TIMEOUT_MS,
      )
    } catch (error) {
      log.warn('A form could not be drawn again after a tick.', { why: String(error) })
    }
  }
