import type { Fleet } from './aws/ec2/fleet.ts'
import { InvalidFleetError, loadFleet } from './aws/ec2/seed/load-fleet.ts'
import { seedRandomFleet } from './aws/ec2/seed/random-fleet.ts'
import { seedFleet } from './aws/ec2/seed/seed.ts'
import type { Fault } from './kernel/faults.ts'
import { Refusal } from './kernel/refusal.ts'
import { findTroubles } from './organization/break-accounts.ts'
import { type OrganizationSize, planAccounts } from './organization/plan-accounts.ts'
import { seedOrganization } from './organization/seed-organization.ts'

/** The images at the start: a few of every kind, none, those of a file's JSON, made-up ones, or those of an organization. */
export type StartFleet =
  | 'demo'
  | 'empty'
  | { file: string; json: unknown; region?: string }
  | { seed: number; images: number }
  | { organization: OrganizationSize }

/** Fills an EC2 that has no images yet. */
export const addStartFleet = (fleet: Fleet, wanted: StartFleet, nowMs: number): void => {
  if (wanted === 'empty') return
  if (wanted === 'demo') return void seedFleet(fleet, nowMs)
  if ('seed' in wanted) return void seedRandomFleet(fleet, { ...wanted, nowMs })
  if ('organization' in wanted) return void seedOrganization(fleet, wanted.organization, nowMs)
  const { file, json, region } = wanted
  try {
    loadFleet(fleet, json, region === undefined ? {} : { region })
  } catch (error) {
    if (!(error instanceof InvalidFleetError)) throw error
    const lines = error.faults.map(fault => `  ${fault}`).join('\n')
    throw new Refusal(`${file} is not what aws ec2 describe-images prints:\n\n${lines}`, { cause: error })
  }
}

/** What is wrong from the start. @param isByHand time is moved by hand */
export const troublesOf = (wanted: StartFleet, isByHand: boolean): Fault[] =>
  typeof wanted === 'object' && 'organization' in wanted
    ? findTroubles(planAccounts(wanted.organization.accounts), isByHand)
    : []
