import { filled, type Message, type TestWorld } from '../world.ts'
import type { Random } from './random.ts'

const CHANNELS = ['ami-ready', 'ami-alerts'] as const
const BUTTONS = [
  'enable',
  'disable',
  'deregister',
  'share',
  'restore',
  'approve',
  'decline',
  'withdraw',
] as const
/** So far up a person scrolls. */
const NEWEST = 25

/** An action that the sandbox refuses, for example a click on a button that has disappeared, does not count. */
const tried = async (gesture: Promise<unknown>): Promise<boolean> => {
  try {
    await gesture
    return true
  } catch (error) {
    if (error instanceof Error && / answered 4\d\d/.test(error.message)) return false
    throw error
  }
}

/** The form in front of a person is sent as it asks for, or closed. @returns whether there was one */
const seeToForm = async (world: TestWorld, random: Random, person: string): Promise<boolean> => {
  const form = await world.form(person)
  if (!form) return false
  const name = /Type the image’s name: (.+)/.exec(form.text)?.[1]
  const asksComment = form.blocks.some(block => block.block_id === 'comment')
  const values = asksComment
    ? { comment: { comment: 'soaked' } }
    : filled({ purpose: 'soaked', ...(name && { name }) })
  if (form.submit && random.chance(0.85))
    await tried(world.post(`/people/${person}/submit`, { values: random.chance(0.97) ? values : {} }))
  if (await world.form(person)) await tried(world.post(`/people/${person}/close`, { all: true }))
  return true
}

/** A person fills in their open form, or clicks a button of one of the newest messages. @returns whether something happened */
export const actAsPerson = async (world: TestWorld, random: Random): Promise<boolean> => {
  const person = random.pick(['maria', 'maria', 'alex', 'alex', 'sam'])
  if (await seeToForm(world, random, person)) return true
  const channel = random.pick(CHANNELS)
  const messages = await world.get<(Message & { thread_ts?: string })[]>(
    `/channels/${channel}/messages?newest=${NEWEST}`,
  )
  if (messages.length === 0) return false
  const { ts, thread_ts = ts } = random.pick(messages)
  const first = random.below(BUTTONS.length)
  for (const [i] of BUTTONS.entries()) {
    const action_id = BUTTONS[(first + i) % BUTTONS.length] ?? 'enable'
    if (await tried(world.post(`/people/${person}/click`, { channel, ts: thread_ts, action_id }))) return true
  }
  return false
}
