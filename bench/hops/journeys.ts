import type { Ask } from '../../src/domain/ask.ts'
import type { ImageSession } from '../../src/domain/change-session.ts'
import type { PendingImpact } from '../../src/domain/impact.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { serve } from '../../src/flows/serve.ts'
import type { Images, Uses } from '../../src/ports.ts'
import {
  type AskedWorld,
  asked,
  decision,
  ID,
  open,
  send,
  worldWith,
} from '../../test/support/memory/asking.ts'
import { IMAGE } from '../../test/support/memory/world.ts'
import { countedPort, type Trace, traceOf } from './trace.ts'

/** The journeys whose way through `src/flows` is measured, in memory. Bundled by `bundle.ts`, which counts the hops. */

const approval = { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 }

/** The parts of an impact are looked up at the same time. */
const withLatency = (uses: Uses): Uses => ({
  look(...of) {
    const port = countedPort('ec2', { part: async (answer: Promise<unknown>) => answer })
    const parts = Object.entries(uses.look(...of)).map(([part, answer]) => [part, port.part(answer)])
    return Object.fromEntries(parts) as PendingImpact
  },
})

/** Calls wait for the session of their request, which is opened once, as in the adapter. */
const withSessions = (images: Images): Images => {
  const sts = countedPort('sts', { assumeRole: async (_key: string) => {} })
  const sessions = new Map<string, Promise<void>>()
  const open = ({ requestKey, calls }: ImageSession): Promise<void> => {
    const key = `${requestKey} ${calls.join()}`
    const opening = sessions.get(key) ?? sts.assumeRole(key)
    sessions.set(key, opening)
    return opening
  }
  const { rehearse, change } = images
  return {
    ...images,
    beginSession: open,
    rehearse: async (one, session) => open(session).then(() => rehearse(one, session)),
    change: async (one, session) => open(session).then(() => change(one, session)),
  }
}

const countedWorld = (needsApproval: boolean, hasSessions = true): AskedWorld => {
  const world = worldWith({
    enable: { roles: ['operator'] },
    disable: { roles: ['operator'], ...(needsApproval && { approval }) },
  })
  const images = countedPort('ec2', world.needs.images)
  Object.assign(world.needs, {
    ledger: countedPort('ledger', world.needs.ledger),
    images: hasSessions ? withSessions(images) : { ...images, beginSession: async () => {} },
    uses: withLatency(world.needs.uses),
    messenger: countedPort('slack', world.needs.messenger),
  })
  return world
}
const accepted = (world: AskedWorld, ask: Ask): Promise<Trace> =>
  traceOf('ec2.change', () => serve(world.needs, ask))

const eventToCard = async (): Promise<Trace> => {
  const world = countedWorld(false)
  const event = world.event('available')
  return traceOf('slack.post', () => announce(world.needs, [event]))
}

const enable = async (): Promise<Trace> => {
  const world = countedWorld(false)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  return accepted(world, { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE })
}

const withForm = async (needsApproval: boolean, hasSessions = true): Promise<AskedWorld> => {
  const world = countedWorld(needsApproval, hasSessions)
  await world.deliver(world.event('available'))
  await open(world)
  return world
}

const clickToForm = async (): Promise<Trace> => {
  const world = countedWorld(false)
  await world.deliver(world.event('available'))
  return traceOf('slack.showForm', () => open(world))
}

const formToAcceptance = async (): Promise<Trace> => {
  const world = await withForm(false)
  return accepted(world, send(world, 'the-submission'))
}

/** @param hasSessions whether its calls wait for the session of the request */
export const approve = async (hasSessions: boolean): Promise<Trace> => {
  const world = await withForm(true, hasSessions)
  await serve(world.needs, send(world, 'the-submission'))
  world.clock.advance(60_000)
  return accepted(world, decision(world, 'the-yes'))
}

/** `/ami fleet` over so many accounts, each with its share of the instances. */
export const fleetAnswer = async (places: number, instances: number): Promise<Trace> => {
  const world = countedWorld(false)
  const accounts = Array.from({ length: places }, (_, at) => String(at).padStart(12, '1'))
  for (let at = 0; at < instances; at++)
    world.instances.put({
      account: accounts[at % places] ?? '',
      region: IMAGE.region,
      instanceId: `i-${at}`,
      state: 'running',
      tags: {},
      image: { imageId: IMAGE.imageId, name: 'web-1', state: 'available', createdAtMs: 0 },
    })
  const config = {
    ...world.config,
    accounts: accounts.map(id => ({ id, regions: [IMAGE.region] })),
  }
  const needs = { ...world.needs, config, instances: countedPort('ec2', world.needs.instances) }
  return traceOf('slack.postEphemeral', () =>
    serve(needs, { ...asked(world, ID), kind: 'command', text: 'fleet' }),
  )
}

/** Each journey, from its cause to its end. */
export const journeys = {
  eventToCard,
  clickToForm,
  formToAcceptance,
  approveToAcceptance: () => approve(true),
  enableToAcceptance: enable,
}
