import type { KnownBlock, ModalView } from '@slack/types'
import { FORM_CALLBACK } from '../src/domain/form-fields.ts'
import { ImpossibleBlock } from './limits.ts'

/** A modal, as Slack takes it. https://docs.slack.dev/surfaces/modals */
export type Form = ModalView

export const MAX_WORD = 24
const MAX_BLOCKS = 100
const MAX_MEMO = 3000

export const word = (what: string, text: string) => {
  if (text.length < 1 || text.length > MAX_WORD)
    throw new ImpossibleBlock(`Expected ${what} to have 1 to ${MAX_WORD} characters, got ${text.length}.`)
  return { type: 'plain_text' as const, text, emoji: false }
}

export interface FormWords {
  title: string
  blocks: readonly KnownBlock[]
  /** Slack's `callback_id`: which form it is. */
  callback?: string
  /** Without it nothing can be sent. */
  submit?: string
  close: string
  /** What comes back with the submission: ids and hints, which are not trusted. */
  memo: string
}

export const form = ({ callback = FORM_CALLBACK, title, blocks, submit, close, memo }: FormWords): Form => {
  if (blocks.length > MAX_BLOCKS)
    throw new ImpossibleBlock(`Expected a form to have at most ${MAX_BLOCKS} blocks, got ${blocks.length}.`)
  if (memo.length > MAX_MEMO)
    throw new ImpossibleBlock(`Expected a form’s memo to have at most ${MAX_MEMO} characters.`)
  if (submit === undefined && blocks.some(({ type }) => type === 'input'))
    throw new ImpossibleBlock('Expected a form with an input to have a button that sends it.')
  return {
    type: 'modal',
    callback_id: callback,
    title: word('a form’s title', title),
    close: word('a form’s close', close),
    ...(submit !== undefined && { submit: word('a form’s submit', submit) }),
    private_metadata: memo,
    blocks: [...blocks],
  }
}
