import * as v from 'valibot'
import type { Ask, PlanWork } from '../../domain/ask.ts'
import { ASK } from './ask-schema.ts'

export type ParsedAsk = { ok: true; ask: Ask | PlanWork } | { ok: false; why: string }

/**
 * Reads a message of the queue `requests`. It never throws. The reason says what was expected and never what the message holds: that may be
 * a response_url.
 */
export const parseAsk = (body: string): ParsedAsk => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, why: 'expected JSON' }
  }
  const parsed = v.safeParse(ASK, json)
  if (parsed.success) return { ok: true, ask: parsed.output }
  const wrong = parsed.issues.map(
    issue => (issue.path ?? []).map(item => String(item.key)).join('.') || 'the message',
  )
  return {
    ok: false,
    why: `expected a request, but ${[...new Set(wrong)].join(', ')} does not fit`,
  }
}
