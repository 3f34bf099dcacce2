import * as v from 'valibot'
import { accountOfKey, type KeyGrant, type KmsKey } from '../../domain/key-access.ts'
import { parseKeyPolicy } from '../../domain/key-policy.ts'
import type { CredentialsOf } from '../ec2/account-credentials.ts'
import { ask } from '../ec2/uses/finding.ts'
import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'

const DESCRIBED = v.object({ KeyMetadata: v.object({ KeyState: v.string() }) })
const POLICY = v.object({ Policy: v.string() })
const GRANTS = v.object({
  Grants: v.optional(
    v.array(
      v.object({
        GranteePrincipal: v.optional(v.string(), ''),
        Operations: v.optional(v.array(v.string()), []),
        Constraints: v.nullish(v.record(v.string(), v.unknown())),
      }),
    ),
    [],
  ),
  Truncated: v.optional(v.boolean(), false),
  NextMarker: v.nullish(v.string()),
})

const PAGE = 100
/** A key that encrypts many volumes has a grant of EC2's for each. */
const PAGES = 10

export type ReadKey = (arn: string) => Promise<KmsKey>

/** Reads a key's state, policy and grants, with the credentials of its account. Changes nothing.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const createReadKey =
  (own: Signing, credentialsOf: CredentialsOf, endpoint: string | undefined): ReadKey =>
  async arn => {
    const region = arn.split(':')[3] ?? own.region
    const credentials = (await credentialsOf(accountOfKey(arn) ?? '')?.()) ?? own
    const call = createJsonCall(
      { ...credentials, region },
      {
        service: 'kms',
        target: 'TrentService',
        version: '1.1',
        endpoint: endpoint ?? defaultEndpoint('kms', region),
      },
    )
    const { KeyMetadata } = await ask('kms:DescribeKey', async () =>
      v.parse(DESCRIBED, await call('DescribeKey', { KeyId: arn })),
    )
    const { Policy } = await ask('kms:GetKeyPolicy', async () =>
      v.parse(POLICY, await call('GetKeyPolicy', { KeyId: arn, PolicyName: 'default' })),
    )
    const grants: KeyGrant[] = []
    let Marker: string | undefined
    for (let page = 0; page < PAGES; page++) {
      const answer = await ask('kms:ListGrants', async () =>
        v.parse(GRANTS, await call('ListGrants', { KeyId: arn, Limit: PAGE, ...(Marker && { Marker }) })),
      )
      grants.push(
        ...answer.Grants.map(({ GranteePrincipal, Operations, Constraints }) => ({
          grantee: GranteePrincipal,
          operations: Operations,
          isForContext: Object.keys(Constraints ?? {}).length > 0,
        })),
      )
      Marker = answer.Truncated ? (answer.NextMarker ?? undefined) : undefined
      if (Marker === undefined) break
    }
    return {
      arn,
      state: KeyMetadata.KeyState.slice(0, 60),
      policy: parseKeyPolicy(Policy),
      grants,
      ...(Marker !== undefined && { hasMoreGrants: true as const }),
    }
  }
