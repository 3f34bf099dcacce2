import { wordsOf } from '../aws-clients.ts'
import type { Target } from '../target.ts'
import { type Check, type Finding, problem } from './check.ts'
import { CHECKS } from './checks.ts'
import { createContext } from './context.ts'

export interface Checked {
  check: string
  findings: Finding[]
}

/** A check that fails itself is a problem, too: what it takes is missing. */
const notChecked = ({ takes }: Check, error: unknown): Finding =>
  problem(
    `It could not be checked: ${wordsOf(error)}`,
    `Your credentials need ${takes}. If they have it, try again: AWS or Slack may be out.`,
  )

/** Checks an installation, one thing after another. Changes nothing. */
export const runDoctor = async (target: Target, configFile: string, nowMs: number): Promise<Checked[]> => {
  // The ledger's client has no region of its own.
  process.env.AWS_REGION = target.region
  const context = createContext(target, configFile, nowMs)
  const checked: Checked[] = []
  for (const check of CHECKS) {
    try {
      checked.push({ check: check.name, findings: await check.run(context) })
    } catch (error) {
      checked.push({ check: check.name, findings: [notChecked(check, error)] })
      if (check.isRequired) break
    }
  }
  return checked.filter(({ findings }) => findings.length > 0)
}

export const hasProblem = (checked: readonly Checked[]): boolean =>
  checked.some(({ findings }) => findings.some(({ state }) => state === 'problem'))
