import { wordsOf } from '../aws-clients.ts'
import type { Target } from '../target.ts'
import { type Check, type Finding, problem } from './check.ts'
import { CHECKS } from './checks.ts'
import { type Context, createContext } from './context.ts'

export interface Checked {
  check: string
  findings: Finding[]
}

/** A check that fails itself is a problem, too: what it takes is missing. */
const runCheck = async ({ name, takes, run }: Check, context: Context): Promise<Checked> => {
  try {
    return { check: name, findings: await run(context) }
  } catch (error) {
    const todo = `Your credentials need ${takes}. If they have it, try again: AWS or Slack may be out.`
    return { check: name, findings: [problem(`It could not be checked: ${wordsOf(error)}`, todo)] }
  }
}

/** Checks an installation, one thing after another. Changes nothing. */
export const runDoctor = async (target: Target, configFile: string, nowMs: number): Promise<Checked[]> => {
  // The ledger's client has no region of its own.
  process.env.AWS_REGION = target.region
  const context = createContext(target, configFile, nowMs)
  const checked: Checked[] = []
  for (const check of CHECKS) checked.push(await runCheck(check, context))
  return checked.filter(({ findings }) => findings.length > 0)
}

export const hasProblem = (checked: readonly Checked[]): boolean =>
  checked.some(({ findings }) => findings.some(({ state }) => state === 'problem'))
