import * as v from 'valibot'
import type { RequestClaim } from '../../../ports.ts'
import { list, type Schema, shape, text } from './shape.ts'

type Message = Extract<RequestClaim, { kind: 'refused' }>['message']

/** Blocks that amiops made itself: Slack checks them. */
const block = v.looseObject({ type: v.string() }) as unknown as Schema<Message['blocks'][number]>

/** The schema of a message that was sent before. */
export const refusalMessage = shape<Pick<Message, 'text' | 'blocks'>>({ text, blocks: list(block) })
