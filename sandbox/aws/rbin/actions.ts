import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Caller } from '../caller.ts'
import type { Fleet, RecycleBinRule } from '../ec2/fleet.ts'
import { partitionOf } from '../regions.ts'

/** A refusal in the Recycle Bin's own code, words and reason. */
export class RecycleBinError extends Error {
  readonly code: string
  readonly reason: string

  constructor(code: string, reason: string, message: string) {
    super(message)
    this.name = 'RecycleBinError'
    this.code = code
    this.reason = reason
  }
}

const PAGE_AT_MOST = 1_000

const ListSchema = v.object({
  ResourceType: v.picklist(['EBS_SNAPSHOT', 'EC2_IMAGE']),
  MaxResults: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PAGE_AT_MOST)),
    PAGE_AT_MOST,
  ),
  NextToken: v.optional(v.string()),
})

interface NamedRule {
  identifier: string
  rule: RecycleBinRule
}

/** Eleven letters and digits, the same for a rule whenever it is asked for. */
const toIdentifier = ({ account, region }: RecycleBinRule, position: number): string =>
  createHash('sha256').update(`${account}/${region}/${position}`).digest('hex').slice(0, 11)

const findOwn = (fleet: Fleet, caller: Caller): NamedRule[] =>
  fleet.recycleBinRules
    .map((rule, position) => ({ rule, identifier: toIdentifier(rule, position) }))
    .filter(({ rule }) => rule.account === caller.account && rule.region === caller.region)

const toTags = (tags: RecycleBinRule['tags']) =>
  tags.map(({ Key, Value }) => ({ ResourceTagKey: Key, ResourceTagValue: Value }))

const summaryOf = ({ identifier, rule }: NamedRule) => ({
  Identifier: identifier,
  Description: '',
  RetentionPeriod: { RetentionPeriodValue: rule.retentionDays, RetentionPeriodUnit: 'DAYS' },
  LockState: 'unlocked',
  RuleArn: `arn:${partitionOf(rule.region)}:rbin:${rule.region}:${rule.account}:rule/${identifier}`,
})

const readStart = (token: string | undefined): number => {
  const start = Number(token === undefined ? 0 : Buffer.from(token, 'base64url').toString())
  if (Number.isInteger(start) && start >= 0) return start
  throw new RecycleBinError('ValidationException', 'INVALID_PAGE_TOKEN', 'The token is invalid.')
}

export const listRules = (body: unknown, caller: Caller, fleet: Fleet): object => {
  const read = v.safeParse(ListSchema, body)
  if (!read.success) {
    const [issue] = read.issues
    throw new RecycleBinError('ValidationException', 'INVALID_PARAMETER_VALUE', issue.message)
  }
  const { ResourceType, MaxResults, NextToken } = read.output
  const rules = findOwn(fleet, caller).filter(
    ({ rule }) => (rule.resourceType ?? 'EC2_IMAGE') === ResourceType,
  )
  const start = readStart(NextToken)
  const end = start + MaxResults
  return {
    Rules: rules.slice(start, end).map(summaryOf),
    ...(end < rules.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}

export const getRule = (identifier: string, caller: Caller, fleet: Fleet): object => {
  const found = findOwn(fleet, caller).find(named => named.identifier === identifier)
  if (!found) {
    throw new RecycleBinError('ResourceNotFoundException', 'RULE_NOT_FOUND', 'The rule does not exist.')
  }
  const { rule } = found
  return {
    ...summaryOf(found),
    ResourceType: rule.resourceType ?? 'EC2_IMAGE',
    ResourceTags: toTags(rule.tags),
    ExcludeResourceTags: toTags(rule.excludedTags ?? []),
    Status: 'available',
  }
}

/** The calls that this Recycle Bin knows, by its own names. */
export const RECYCLE_BIN_CALLS = ['ListRules', 'GetRule'] as const
