import { type Policy, parsePolicy } from '../iam/policy.ts'
import { breaksRule, invalid, StsError } from './error.ts'
import { packedPercent } from './packed-size.ts'

/** What AssumeRole is asked for, within its limits. */
export interface AssumeRoleInput {
  roleArn: string
  account: string
  /** With its path. */
  role: string
  session: string
  sourceIdentity?: string
  externalId?: string
  /** As it was sent, and read. */
  policy?: { json: string; parsed: Policy }
  tags: Readonly<Record<string, string>>
  transitiveTagKeys: readonly string[]
  durationSec?: number
  /** How much of the room for policy and tags is used; undefined where there are none. */
  packedPercent?: number
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/
const NAME = /^[\w+=,.@-]*$/
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const POLICY = /^[\t\n\r\u0020-\u00ff]+$/

const TAGS_AT_MOST = 50
const POLICY_AT_MOST = 2_048
const [SHORTEST_SEC, LONGEST_SEC] = [900, 43_200]

const checkLength = (value: string, parameter: string, least: number, most: number): void => {
  if (value.length < least)
    throw breaksRule(value, parameter, `have length greater than or equal to ${least}`)
  if (value.length > most) throw breaksRule(value, parameter, `have length less than or equal to ${most}`)
}

const checkPattern = (value: string, parameter: string, pattern: RegExp): void => {
  if (!pattern.test(value))
    throw breaksRule(value, parameter, `satisfy regular expression pattern: ${pattern.source}`)
}

const checkName = (value: string, parameter: string): string => {
  checkLength(value, parameter, 2, 64)
  checkPattern(value, parameter, NAME)
  return value
}

/** `name.member.1`, `name.member.2`, … until the first that is missing. */
const membersOf = <Member>(name: string, read: (prefix: string) => Member | undefined): Member[] => {
  const members: Member[] = []
  for (let n = 1; ; n += 1) {
    const member = read(`${name}.member.${n}`)
    if (member === undefined) return members
    members.push(member)
  }
}

const readTags = (form: URLSearchParams): Record<string, string> => {
  const tags = membersOf('Tags', prefix => {
    const key = form.get(`${prefix}.Key`)
    return key === null ? undefined : { key, value: form.get(`${prefix}.Value`) ?? '' }
  })
  if (tags.length > TAGS_AT_MOST)
    throw breaksRule(`${tags.length} tags`, 'tags', `have length less than or equal to ${TAGS_AT_MOST}`)
  for (const [index, { key, value }] of tags.entries()) {
    const parameter = `tags.${index + 1}.member`
    checkLength(key, `${parameter}.key`, 1, 128)
    checkPattern(key, `${parameter}.key`, TAG)
    checkLength(value, `${parameter}.value`, 0, 256)
    checkPattern(value, `${parameter}.value`, TAG)
  }
  if (new Set(tags.map(({ key }) => key.toLowerCase())).size < tags.length) {
    throw new StsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  }
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]))
}

const readPolicy = (json: string | null): AssumeRoleInput['policy'] => {
  if (json === null) return undefined
  checkLength(json, 'policy', 1, POLICY_AT_MOST)
  checkPattern(json, 'policy', POLICY)
  const malformed = (): StsError => new StsError('MalformedPolicyDocument', 'Syntax errors in policy.')
  try {
    const parsed = parsePolicy(JSON.parse(json))
    // The session is the principal.
    if (parsed.Statement.some(({ Principal }) => Principal !== undefined)) throw malformed()
    return { json, parsed }
  } catch {
    throw malformed()
  }
}

const readDuration = (text: string | null): number | undefined => {
  if (text === null) return undefined
  const durationSec = Number(text)
  if (!Number.isInteger(durationSec)) throw invalid(`DurationSeconds is no whole number: ${text}`)
  if (durationSec < SHORTEST_SEC)
    throw breaksRule(text, 'durationSeconds', `have value greater than or equal to ${SHORTEST_SEC}`)
  if (durationSec > LONGEST_SEC)
    throw breaksRule(text, 'durationSeconds', `have value less than or equal to ${LONGEST_SEC}`)
  return durationSec
}

/**
 * The parameters of an AssumeRole call; throws StsError at what breaks a rule of theirs.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const readAssumeRole = (form: URLSearchParams): AssumeRoleInput => {
  const roleArn = form.get('RoleArn') ?? ''
  const [, account, role] = ROLE_ARN.exec(roleArn) ?? []
  if (!account || !role) throw invalid(`${roleArn} is invalid`)
  const session = checkName(form.get('RoleSessionName') ?? '', 'roleSessionName')
  const sourceIdentity = form.get('SourceIdentity')
  if (sourceIdentity !== null) checkName(sourceIdentity, 'sourceIdentity')
  const externalId = form.get('ExternalId')
  const tags = readTags(form)
  const policy = readPolicy(form.get('Policy'))
  const durationSec = readDuration(form.get('DurationSeconds'))
  const percent = packedPercent(policy?.json, tags)
  if (percent !== undefined && percent > 100) {
    throw new StsError(
      'PackedPolicyTooLarge',
      policy
        ? `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
        : `Packed size of session tags consumes ${percent}% of allotted space.`,
    )
  }
  return {
    roleArn,
    account,
    role,
    session,
    tags,
    transitiveTagKeys: membersOf('TransitiveTagKeys', name => form.get(name) ?? undefined),
    ...(sourceIdentity !== null && { sourceIdentity }),
    ...(externalId !== null && { externalId }),
    ...(policy && { policy }),
    ...(durationSec !== undefined && { durationSec }),
    ...(percent !== undefined && { packedPercent: percent }),
  }
}
