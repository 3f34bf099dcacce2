import type { AppIdentity } from '../app-identity.ts'
import type { Finding } from '../doctor/check.ts'
import type { Target } from '../target.ts'
import type { Ask } from './ask.ts'
import type { Answers } from './write-config.ts'

export interface SetupNeeds {
  target: Target
  configFile: string
  answers: Answers
  /** From the environment or standard input. */
  secrets: { botToken: string | undefined; signingSecret: string | undefined }
  identity: AppIdentity
  /** Installed once for a whole organization. */
  isOrgWide?: boolean
  /** The workspace is on slack-gov.com; the config says so from then on. */
  isGovSlack?: boolean
  ask: Ask
  /** @returns whether it succeeded */
  deploy(): Promise<boolean>
  say(words: string): void
  /** Waits until the person has done what was asked. @returns false where it is not to be waited for */
  waitForPerson(what: string): Promise<boolean>
  nowMs(): number
}

/** Ends a setup that cannot go on. Run again, it continues there. */
export class SetupStopped extends Error {
  override name = 'SetupStopped'
}

export const problemsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ state }) => state === 'problem')

export const linesOf = (findings: readonly Finding[]): string =>
  findings.map(({ says, todo }) => `  ${says}\n      ${todo ?? ''}`).join('\n')
