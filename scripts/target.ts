import { STSClient } from '@aws-sdk/client-sts'
import { isRegion } from '../src/domain/regions.ts'

// The SDK's warning about the version of Node would mix with the commands' output; package.json names the versions.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** Where a command works: the same rule for all of them. */
export interface Target {
  region: string
  stage: string
}

export type FoundTarget = { ok: true; target: Target } | { ok: false; why: string }

/** The stage where nobody names one. */
export const PRODUCTION = 'production'
/** CloudFormation takes it into the stack's name, SQS and Lambda into theirs. */
const STAGE = /^[A-Za-z][A-Za-z0-9-]{0,29}$/

const NO_REGION = `Expected a region, got none: neither --region, AWS_REGION, AWS_DEFAULT_REGION nor the AWS profile names one.
Give --region eu-west-1, or write it into the profile: aws configure set region eu-west-1`

/** How to say where a command works, for the commands' help. */
export const TARGET_USAGE = `  --region REGION     where amiops runs; else AWS_REGION, AWS_DEFAULT_REGION, or the profile’s region
  --stage NAME        ${PRODUCTION}
  --aws-profile NAME  the credentials; else AWS_PROFILE, as for the AWS CLI`

/** For `parseArgs`. */
export const TARGET_OPTIONS = {
  region: { type: 'string', short: 'r' },
  stage: { type: 'string', short: 's' },
  'aws-profile': { type: 'string' },
} as const

/** The last value of an option in either form, `--name value` or `--name=value`. */
const optionOf = (args: readonly string[], ...names: string[]): string | undefined => {
  const values = args.flatMap((arg, at) =>
    names.flatMap(name =>
      arg === name ? [args[at + 1] ?? ''] : arg.startsWith(`${name}=`) ? [arg.slice(name.length + 1)] : [],
    ),
  )
  return values.at(-1)
}

const NAMES = { region: ['--region', '-r'], stage: ['--stage', '-s'] } as const

/** Whether a command's arguments name its region or stage. */
export const isTargetNamed = (args: readonly string[], what: keyof typeof NAMES): boolean =>
  optionOf(args, ...NAMES[what]) !== undefined

/** A command's arguments without those that name its target. */
export const withoutTarget = (args: readonly string[]): string[] =>
  args.filter((arg, at) => {
    const isName = (word = '') => /^(--region|-r|--stage|-s)$/.test(word)
    return !isName(arg) && !isName(args[at - 1]) && !/^(--region|-r|--stage|-s)=/.test(arg)
  })

/** As the SDK reads it from the files of AWS's configuration; undefined where nothing names one. */
const profileRegion = async (): Promise<string | undefined> => {
  try {
    return await new STSClient({}).config.region()
  } catch {
    return undefined
  }
}

/**
 * Finds where a command works, by what was typed, then the environment, then the AWS profile. A profile that was typed
 * becomes that of the process: all its clients use it, and so does osls.
 */
export const findTarget = async (args: readonly string[], env = process.env): Promise<FoundTarget> => {
  const profile = optionOf(args, '--aws-profile')
  if (profile) env.AWS_PROFILE = profile
  const stage = optionOf(args, ...NAMES.stage) ?? PRODUCTION
  if (!STAGE.test(stage))
    return {
      ok: false,
      why: `Expected --stage to be letters, digits and -, 30 at most, got ${JSON.stringify(stage)}.`,
    }
  const given = optionOf(args, ...NAMES.region)
  const region = given ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || (await profileRegion()))
  if (region === undefined) return { ok: false, why: NO_REGION }
  return isRegion(region)
    ? { ok: true, target: { region, stage } }
    : { ok: false, why: `Expected a region like eu-west-1, got ${JSON.stringify(region)}.` }
}

/** The same for a script, which ends with exit code 2 where there is no target. */
export const readTarget = async (args: readonly string[]): Promise<Target> => {
  const found = await findTarget(args)
  if (found.ok) return found.target
  console.error(found.why)
  process.exit(2)
}
