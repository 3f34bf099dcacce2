import * as v from 'valibot'
import type { Answer } from '../../http.ts'
import { inParallel } from '../../in-parallel.ts'
import { defaultEndpoint } from '../http/json-call.ts'
import { requestSigned, type Signing } from '../http/signed-request.ts'
import type { CredentialsOf } from './account-credentials.ts'

const TAGS = v.optional(
  v.array(v.object({ ResourceTagKey: v.string(), ResourceTagValue: v.optional(v.string(), '') })),
  [],
)
const RULE = v.object({
  Identifier: v.string(),
  RetentionPeriod: v.object({ RetentionPeriodValue: v.number(), RetentionPeriodUnit: v.literal('DAYS') }),
  ResourceTags: TAGS,
  ExcludeResourceTags: TAGS,
  Status: v.optional(v.string(), 'available'),
})
const PAGE = v.object({
  Rules: v.optional(v.array(v.object({ Identifier: v.string() })), []),
  NextToken: v.optional(v.nullable(v.string())),
})

interface Tag {
  key: string
  value: string
}
export interface RecycleBinRule {
  days: number
  /** One of them is enough. Without any, the rule is for everything in the region. */
  tags: readonly Tag[]
  /** A rule for the whole region leaves out everything with one of these tags. */
  excludedTags: readonly Tag[]
}
type RecycleBinResource = 'EC2_IMAGE' | 'EBS_SNAPSHOT'
export type ReadRecycleBinRules = (
  account: string,
  region: string,
  resource: RecycleBinResource,
  signal: AbortSignal,
) => Promise<readonly RecycleBinRule[]>

const RULES_AT_ONCE = 4

/** The service's refusal; its code is the error's name. */
class RecycleBinRefusal extends Error {
  constructor(code: string, message: string) {
    super(message)
    this.name = code
  }
}

const WORDS = v.object({ message: v.optional(v.string()), Message: v.optional(v.string()) })
const refusalOf = ({ status, headers, body }: Answer): RecycleBinRefusal => {
  const [code] = String(headers['x-amzn-errortype'] ?? `HTTP ${status}`).split(':')
  const words = v.safeParse(WORDS, body)
  const text = words.success ? (words.output.message ?? words.output.Message) : undefined
  return new RecycleBinRefusal(code ?? '', text ?? 'no reason given')
}

const tagsOf = (tags: v.InferOutput<typeof TAGS>): Tag[] =>
  tags.map(({ ResourceTagKey, ResourceTagValue }) => ({ key: ResourceTagKey, value: ResourceTagValue }))

/**
 * The retention rules of the Recycle Bin that are in force. Two plain calls need no SDK client.
 * https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_GetRule.html
 */
export const createReadRecycleBinRules =
  (own: Signing, credentialsOf: CredentialsOf, endpoint: string | undefined): ReadRecycleBinRules =>
  async (account, region, resource, signal) => {
    const credentials = (await credentialsOf(account)?.()) ?? own
    const signing = { ...credentials, region }
    const base = endpoint ?? defaultEndpoint('rbin', region)
    const call = async (path: string, asked?: object): Promise<unknown> => {
      const answer = await requestSigned(signing, {
        service: 'rbin',
        method: asked ? 'POST' : 'GET',
        url: `${base}${path}`,
        ...(asked && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) }),
        // A signal for each call: Node reports more than ten listeners of one signal as a leak.
        signal: AbortSignal.any([signal]),
        tries: 3,
      })
      if (answer.status < 200 || answer.status > 299) throw refusalOf(answer)
      return answer.body
    }

    const identifiers: string[] = []
    let NextToken: string | null | undefined
    do {
      const asked = { ResourceType: resource, ...(NextToken && { NextToken }) }
      const page = v.parse(PAGE, await call('/list-rules', asked))
      identifiers.push(...page.Rules.map(rule => rule.Identifier))
      NextToken = page.NextToken
    } while (NextToken)

    const rules: v.InferOutput<typeof RULE>[] = []
    await inParallel(identifiers, RULES_AT_ONCE, async id => {
      rules.push(v.parse(RULE, await call(`/rules/${encodeURIComponent(id)}`)))
    })
    return rules
      .filter(rule => rule.Status === 'available')
      .map(rule => ({
        days: rule.RetentionPeriod.RetentionPeriodValue,
        tags: tagsOf(rule.ResourceTags),
        excludedTags: tagsOf(rule.ExcludeResourceTags),
      }))
  }
