import type { Ask } from '../../src/domain/ask.ts'
import type { Account } from '../../src/domain/config.ts'
import { serve } from '../../src/flows/serve.ts'
import { changeImage } from '../../src/stored/change-image.ts'
import { aliasWorld, build, DEV, EU, OTHER, US } from '../../test/support/aliases.ts'
import { MARIA } from '../../test/support/memory/asking.ts'
import { countedPort, LATENCY_MS, type Trace, traceOf } from '../hops/trace.ts'
import { ms, type Row } from '../support/row.ts'

const ACCOUNTS = 200
const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'eu-central-1', 'ap-southeast-2']
/** What a thousand account-regions may add: some calls of the ledger, and a look at every account that may have a copy. */
const MOST_MORE_MS = { status: 50, promote: 1_500 } as const

/** The accounts of the aliases, and so many others; all of them with these regions. */
const accountsOf = (count: number, regions: readonly string[]): Account[] =>
  [US.account, OTHER.account, ...Array.from({ length: count }, (_, at) => String(400_000_000_000 + at))]
    .slice(0, Math.max(2, count))
    .map(id => ({ id, regions: [...regions] }))

/** What a command that names an image by its id takes until its answer, in an organization of this size, on a clock that leaps. */
const ask = async (accounts: readonly Account[], text: string, viewId?: string): Promise<Trace> => {
  const world = aliasWorld({ accounts })
  world.put(1)
  const image = world.put(2)
  for (const place of [US, EU, OTHER]) world.aliases.set(place, DEV, build(1, place.region).imageId)
  // As scans and events leave it.
  for (const { account, region } of [US, EU])
    for (const known of (await world.images.listPage(account, region)).images)
      await changeImage(world.ledger, known.image, now => ({ ...now, facts: known.facts }))
  const needs = {
    ...world.needs,
    ledger: countedPort('ledger', world.ledger),
    images: countedPort('ec2', world.needs.images),
    instances: countedPort('ec2', world.instances),
    aliases: countedPort('ec2', world.aliases),
    messenger: countedPort('slack', world.messenger),
  }
  const command: Ask = {
    kind: 'command',
    key: 'bench-find-an-image',
    person: MARIA,
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0SANDBOX',
    appId: 'A0AMIOPS',
    askedAtMs: world.clock.nowMs(),
    text: `${text.replace('IMAGE', image.imageId)}`,
    ...(viewId !== undefined && { viewId }),
  }
  return traceOf(viewId === undefined ? 'slack.postEphemeral' : 'slack.showForm', () => serve(needs, command))
}

const rowOf = async (verb: keyof typeof MOST_MORE_MS, text: string, viewId?: string): Promise<Row> => {
  const small = await ask(accountsOf(2, REGIONS.slice(0, 2)), text, viewId)
  const large = await ask(accountsOf(ACCOUNTS, REGIONS), text, viewId)
  const [before, now] = [small.effectAtMs ?? Number.NaN, large.effectAtMs ?? Number.NaN]
  return {
    measure: `\`/ami ${text.replace('IMAGE', 'ami-…')}\` in ${(ACCOUNTS * REGIONS.length).toLocaleString('en-US')} account-regions, of an image that the ledger knows`,
    baseline: `in four: ${ms(before)}, ${small.ports.ec2 ?? 0} calls of EC2 and Systems Manager`,
    measured: `${ms(now)}, ${large.ports.ec2 ?? 0} calls`,
    target: `≤ ${ms(MOST_MORE_MS[verb])} more`,
    isReached: now - before <= MOST_MORE_MS[verb],
    note: `on a clock that leaps: ${LATENCY_MS.ledger} ms for each call of DynamoDB, ${LATENCY_MS.ec2} ms of EC2 and Systems Manager, ${LATENCY_MS.slack} ms of Slack`,
  }
}

/** An image is found by its id in an organization as fast as in one account. */
export const measureFind = async (): Promise<Row[]> => [
  await rowOf('status', 'status IMAGE'),
  await rowOf('promote', 'promote IMAGE dev', 'V0ALIAS'),
]
