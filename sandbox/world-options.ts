import type { Clock } from './kernel/clock.ts'
import type { Bundle } from './lambda/build.ts'
import type { Handler } from './lambda/handler.ts'
import type { Page } from './page/build.ts'
import type { SlackOptions } from './slack/slack.ts'
import type { StartFleet } from './start-fleet.ts'

export interface WorldOptions {
  /** 0 takes any free port. */
  port: number
  /** The machine's when left out; a `ManualClock` can be moved forward. */
  clock?: Clock
  region?: string
  /** From a change in EC2 to its event; 300 ms when left out. */
  eventDelayMs?: number
  /** From a pending image to an available one; 3 s when left out. */
  settleMs?: number
  /** How long DescribeImages still shows what was deregistered; 0 when left out. */
  lingerMs?: number
  /** In place of the batching windows that `serverless.yml` declares. */
  batchingWindowMs?: number
  /** How many batches of a queue are worked on at once, where the function allows more: at AWS each has a machine of its own. */
  batchesAtOnce?: number
  /** The images at the start; `demo` when left out. What `data` keeps takes their place. */
  fleet?: StartFleet
  /** A folder that keeps the state between runs; without it, nothing is written outside memory. */
  data?: string
  /** Whether schedules run by themselves; true when left out. */
  schedules?: boolean
  /** The deployment; the project's `serverless.yml` when left out. */
  deploymentFile?: string
  /** Whether the functions read their config from S3, as in an installation from the template; its text at the start. */
  configInS3?: string
  /** Handlers that take the place of the built bundles, by function name: for tests. */
  handlers?: Readonly<Record<string, Handler>>
  /** What was built already, in place of building it once more: for tests. */
  built?: { bundles: () => Promise<Bundle[]>; page: () => Promise<Page> }
  /** How strict Slack is: when left out, it counts calls and grants what the app's manifest asks for. */
  slack?: Pick<SlackOptions, 'scopes' | 'rateLimits' | 'answerWithinMs'>
  /** Each line that a function logs. */
  onLog?: (functionName: string, line: string) => void
  /** A save into `data` that failed, and is tried again. */
  onSaveFailed?: (error: unknown) => void
}
