import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { planAccounts, REGIONS } from '../../sandbox/organization/plan-accounts.ts'
import type { Bundles } from '../support/bundles.ts'
import { startBurstWorld } from '../support/burst-world.ts'
import type { Row } from '../support/row.ts'

const ACCOUNTS = 200
const IN_REGIONS = REGIONS.slice(0, 5)
const TEAMS = 20
const WITHIN_SEC = 60
/** A digest for each function that takes a share of the burst, and its list. */
const MOST_MESSAGES = 10

/** Two accounts have the trouble that their events reach nobody. */
const SENDING = planAccounts(ACCOUNTS).filter(
  ({ trouble }) => trouble !== 'silent' && trouble !== 'left',
).length
const EVENTS = SENDING * IN_REGIONS.length

/** The accounts of each team: its images become available in the channel of its own. */
const teams = Array.from({ length: TEAMS }, (_, team) => ({
  channel: `team-${team}`,
  accounts: planAccounts(ACCOUNTS).flatMap(({ id }, at) => (at % TEAMS === team ? [id] : [])),
}))

const CONFIG = {
  channels: { fallback: 'ami-alerts' },
  rules: teams.map(({ channel, accounts }) => ({
    when: { state: 'available', account: accounts },
    to: [channel],
  })),
  accounts: planAccounts(ACCOUNTS).map(({ id }, at) => ({
    id,
    regions: IN_REGIONS,
    ...(at > 0 && {
      role: `arn:aws:iam::${id}:role/amiops-actor`,
      readRole: `arn:aws:iam::${id}:role/amiops-reader`,
    }),
  })),
}

/** One image becomes available in each account-region of an organization, all at the same moment. */
export const measureOwners = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  const config = join(folder, 'owners.config.yml')
  writeFileSync(config, stringify(CONFIG, { aliasDuplicateObjects: false }))
  const burst = await startBurstWorld(bundles.eventsOnGivenTime.file, {
    cloudTrail: false,
    fleet: { organization: { accounts: ACCOUNTS, regions: IN_REGIONS.length } },
    channels: teams.map(({ channel }) => channel),
    config,
  })
  try {
    const ids = await burst.create()
    const tookSec = await burst.passUntilTold(WITHIN_SEC)
    const told = await Promise.all(teams.map(({ channel }) => burst.told(channel)))
    const messages = await Promise.all(teams.map(({ channel }) => burst.messagesIn(channel)))
    const inTime = ids.filter(id => told.some(ofTeam => ofTeam.has(id))).length
    const doubled = ids.filter(id => told.reduce((sum, ofTeam) => sum + (ofTeam.get(id) ?? 0), 0) > 1).length
    const most = Math.max(...messages)
    return [
      {
        measure: `${EVENTS.toLocaleString('en-US')} images become available at the same moment in ${SENDING} accounts, for the channels of ${TEAMS} teams, Slack strict at 1 message a second for each`,
        baseline: `one message an event: ${(EVENTS / TEAMS).toFixed(0)} s`,
        measured: `${inTime.toLocaleString('en-US')} told in ${tookSec.toFixed(0)} s, at most ${most} messages in a channel, ${doubled} doubled`,
        target: `all in ${WITHIN_SEC} s, ≤ ${MOST_MESSAGES} messages in a channel, 0 doubled`,
        isReached: inTime === EVENTS && most <= MOST_MESSAGES && doubled === 0 && tookSec <= WITHIN_SEC,
        note: 'on a virtual clock; the functions work as fast as they are given events',
      },
    ]
  } finally {
    await burst.close()
  }
}
