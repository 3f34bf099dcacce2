import type { OutageKind } from './kinds.ts'
import { type OutageWorld, startOutageWorld } from './outage-world.ts'

const MINUTE = 60_000
const BURST = 300
const ON_CALL_IMAGE = { state: 'failed', name: 'payments-api', tags: { Environment: 'production' } } as const
/** How long after its end an outage is watched. */
const WATCHED_MINUTES = 30
const PEOPLE = ['maria', 'alex'] as const

export interface OutageResult {
  minutes: number
  sent: number
  announced: number
  lost: number
  duplicated: number
  deadLettered: number
  /** From recovery to the last announcement. */
  lastAfterMinutes: number | undefined
  invocationsPerMessage: number
  /** How often on-call was called for the one image that it is called for. */
  calls: number
  /** What people asked for while it lasted, and what was neither done nor answered. */
  asked: number
  silent: number
}

const fail = ({ testWorld }: OutageWorld, { faults, isCold }: OutageKind): void => {
  if (isCold)
    for (const call of ['slack', 'events', 'requests', 'schedule', 'scan'])
      testWorld.fault({ service: 'lambda', call, killAtCall: 1 })
  for (const fault of faults) testWorld.fault({ ...fault, times: Number.MAX_SAFE_INTEGER })
}

/** A click on Enable and a command, each by somebody else; Slack answers them itself, whatever it refuses the bot. */
const ask = async ({ testWorld }: OutageWorld, card: { ts: string; imageId: string }, at: number) => {
  const person = PEOPLE[at % PEOPLE.length] as string
  const before = (await testWorld.privateOf(person)).length
  await testWorld.post(`/people/${person}/click`, { channel: 'ami-alerts', ts: card.ts, action_id: 'enable' })
  await testWorld.post(`/people/${person}/command`, {
    channel: 'ami-ready',
    command: '/ami',
    text: `status ${card.imageId}`,
  })
  return { person, before, imageId: card.imageId }
}

/**
 * One dependency fails for a while: an event a minute, a burst of 300 and one failed production image come meanwhile, and
 * people ask in its first and in its last minutes.
 */
export const runOutage = async (kind: OutageKind, minutes: number): Promise<OutageResult> => {
  const world = await startOutageWorld()
  const { testWorld } = world
  try {
    // Somebody else disabled these; what the functions keep in memory they have read.
    const disabled: { ts: string; imageId: string }[] = []
    for (let i = 0; i < 2; i++) {
      const { imageId } = await testWorld.post<{ imageId: string }>('/images', { quiet: true })
      await testWorld.post(`/images/${imageId}/disable`)
      await testWorld.advance(2 * MINUTE)
      disabled.push({ imageId, ts: (await testWorld.card('ami-alerts', imageId)).ts })
      await testWorld.ask('maria', `status ${imageId}`)
    }
    const invocationsBefore = world.invocations()

    fail(world, kind)
    const sent: string[] = []
    const asked: Awaited<ReturnType<typeof ask>>[] = []
    let deadLettered = 0
    const make = async (image: object) =>
      void sent.push((await testWorld.post<{ imageId: string }>('/images', image)).imageId)
    for (let minute = 0; minute < minutes; minute++) {
      await make({})
      if (minute === 1) asked.push(await ask(world, disabled[0] as (typeof disabled)[0], 0))
      if (minute === 2) await make(ON_CALL_IMAGE)
      if (minute === 3) {
        const { imageIds } = await testWorld.post<{ imageIds: string[] }>('/burst', {
          count: BURST,
          verb: 'create',
        })
        sent.push(...imageIds)
      }
      if (minute === minutes - 2) asked.push(await ask(world, disabled[1] as (typeof disabled)[0], 1))
      await testWorld.advance(MINUTE)
      deadLettered = Math.max(deadLettered, world.deadLetters())
    }
    testWorld.sandbox.faults.clear()

    let announced = await world.announced()
    let lastAfterMinutes: number | undefined
    for (let minute = 0; minute < WATCHED_MINUTES; minute++) {
      if (lastAfterMinutes === undefined && sent.every(id => announced.has(id))) lastAfterMinutes = minute
      await testWorld.advance(MINUTE)
      deadLettered = Math.max(deadLettered, world.deadLetters())
      announced = await world.announced()
    }
    const heard = sent.filter(id => announced.has(id)).length
    return {
      minutes,
      sent: sent.length,
      announced: heard,
      lost: sent.length - heard,
      duplicated: sent.filter(id => (announced.get(id) ?? 0) > 1).length,
      deadLettered,
      lastAfterMinutes,
      invocationsPerMessage: (world.invocations() - invocationsBefore) / sent.length,
      calls: world.calls(),
      asked: asked.length * 2,
      silent: await countSilent(world, asked),
    }
  } finally {
    await world.close()
  }
}

/** The click is answered by what EC2 did, or privately like the command. */
const countSilent = async (
  { testWorld }: OutageWorld,
  asked: readonly { person: string; before: number; imageId: string }[],
): Promise<number> => {
  let silent = 0
  for (const { person, before, imageId } of asked) {
    const told = (await testWorld.privateOf(person)).slice(before).map(({ text }) => text)
    const isDone = testWorld.changes(imageId).length > 0
    silent += Math.max(0, 2 - told.length - (isDone ? 1 : 0))
  }
  return silent
}
