import type { AskOf } from '../../../src/domain/ask.ts'
import type { Config } from '../../../src/domain/config.ts'
import type { Person } from '../../../src/domain/request.ts'
import { serve } from '../../../src/flows/serve.ts'
import { reconcile } from './reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from './world.ts'

/** People who ask for things in a world in memory. */

export type AskedWorld = ReturnType<typeof createMemoryWorld>

/** The proposal that `open` makes. */
export const ID = 'a'.repeat(40)
/** That of another form. */
export const OTHER = 'b'.repeat(40)
export const MARIA: Person = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
export const ALEX: Person = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' }
/** Of this workspace, in no role. */
export const NOBODY: Person = { userId: 'U0NOBODY', name: 'nobody', workspaceId: 'T0SANDBOX' }
export const STRANGER: Person = { userId: 'U0GUEST', name: 'guest', workspaceId: 'T0ELSEWHERE' }

export const BUSY = { kind: 'busy', retryAfterSec: 5 } as const
/** A use that makes an image riskier than it was. */
export const ASG = { kind: 'auto-scaling-group', name: 'checkout' } as const
export const WITH_AUDIT = { channels: { ...CONFIG.channels, audit: 'ami-audit' } }

/** Asks alex, always. */
export const approval = { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 }

/** A world with these rights; alex approves, maria may break the glass. */
export const worldWith = (actions: Config['actions'], more: Partial<Config> = {}) => {
  const world = createMemoryWorld()
  const roles = {
    ...world.config.roles,
    approver: { users: [ALEX.userId], userGroups: [] },
    breaker: { users: [MARIA.userId], userGroups: [] },
  }
  const config = { ...world.config, roles, actions, ...more }
  return { ...world, config, needs: { ...world.needs, config } }
}

export const asked = (world: Pick<AskedWorld, 'clock'>, key: string, person = MARIA) => ({
  key,
  person,
  place: { channelId: 'C0READY', messageTs: '1000.000001', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: world.clock.nowMs(),
})

/** Opens the form. */
export const open = async (world: AskedWorld, action: 'disable' | 'deregister' = 'disable'): Promise<void> =>
  serve(world.needs, { ...asked(world, ID), kind: 'propose', action, image: IMAGE, viewId: 'V1' })

/** The form, sent. */
export const send = (
  world: AskedWorld,
  key: string,
  filled: Partial<AskOf<'submit'>['filled']> = {},
): AskOf<'submit'> => ({
  ...asked(world, key),
  kind: 'submit',
  proposalId: ID,
  viewId: 'V1',
  filled: { typedName: 'web-1', purpose: 'old', options: {}, ...filled },
})

export const decision = (
  world: AskedWorld,
  key: string,
  what: 'approve' | 'decline' = 'approve',
  id = ID,
  person = ALEX,
): AskOf<'decide'> => ({ ...asked(world, key, person), kind: 'decide', proposalId: id, decision: what })

/** From the form to the question that a second person is asked. */
export const waitForYes = async (world: AskedWorld): Promise<void> => {
  await open(world)
  await serve(world.needs, send(world, 'the-submission'))
  world.clock.advance(60_000)
}

/** What the image's first card says. */
export const imageCard = (world: AskedWorld) => world.messenger.posts('ami-ready')[0]?.message.text
/** The first card that asks for an approval. */
export const approvalCard = (world: AskedWorld) => world.messenger.posts('ami-alerts')[0]?.message.text
export const recordNow = async (world: AskedWorld) =>
  [...(await world.ledger.readImages([IMAGE])).values()][0]

/** The entries of people's requests in the image's history, the newest first. */
export const requestEntries = async (world: AskedWorld) =>
  (await world.ledger.readHistory(IMAGE, 20)).filter(entry => entry.kind === 'request')

/** The schedule runs so often, five minutes apart. */
export const runSchedule = async (world: AskedWorld, times: number): Promise<void> => {
  for (let run = 0; run < times; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
}

/** A call in which the function ends. */
export const dies = async () => {
  throw new Error('The function ends.')
}
