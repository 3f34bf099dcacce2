import * as v from 'valibot'
import type { Caller } from '../caller.ts'
import type { StoredKey } from './stored-key.ts'

const ListSchema = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform(text => [text]),
  ),
])

const PolicySchema = v.object({
  Statement: v.array(
    v.object({
      Effect: v.picklist(['Allow', 'Deny']),
      Principal: v.union([v.literal('*'), v.object({ AWS: v.optional(ListSchema, []) })]),
      Action: ListSchema,
      Condition: v.optional(v.record(v.string(), v.record(v.string(), ListSchema)), {}),
    }),
  ),
})

type Statement = v.InferOutput<typeof PolicySchema>['Statement'][number]

/** A caller by all names that a policy or a grant may use. */
export const principalsOf = ({ account, identity }: Caller): string[] => {
  const own = [account, `arn:aws:iam::${account}:root`]
  if (identity?.type === 'IAMUser') return [...own, `arn:aws:iam::${account}:user/${identity.user}`]
  if (!identity) return own
  const session = `arn:aws:sts::${account}:assumed-role/${identity.role.split('/').pop()}/${identity.session}`
  return [...own, `arn:aws:iam::${account}:role/${identity.role}`, session]
}

const namesCaller = ({ Principal }: Statement, caller: Caller): boolean =>
  Principal === '*' ||
  Principal.AWS.includes('*') ||
  principalsOf(caller).some(name => Principal.AWS.includes(name))

const namesAction = ({ Action }: Statement, action: string): boolean =>
  Action.some(pattern => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
    return new RegExp(`^${source}$`, 'i').test(`kms:${action}`)
  })

/** A direct call comes via no service and says nothing of an organization: such conditions are never met. */
const isMet = ({ Condition }: Statement, { account }: Caller): boolean =>
  Object.values(Condition).every(keys =>
    Object.entries(keys).every(
      ([key, values]) =>
        /^(kms:CallerAccount|aws:PrincipalAccount|aws:SourceAccount)$/i.test(key) && values.includes(account),
    ),
  )

/** Decides a call by the key policy and the grants. IAM policies are not considered. */
export const decideAccess = (key: StoredKey, caller: Caller, action: string): 'allow' | 'deny' | 'silent' => {
  const fitting = v
    .parse(PolicySchema, JSON.parse(key.policy))
    .Statement.filter(
      statement =>
        namesCaller(statement, caller) && namesAction(statement, action) && isMet(statement, caller),
    )
  if (fitting.some(({ Effect }) => Effect === 'Deny')) return 'deny'
  if (fitting.length > 0) return 'allow'
  const isGranted = key.grants.some(
    ({ granteePrincipal, operations }) =>
      operations.includes(action) && principalsOf(caller).includes(granteePrincipal),
  )
  return isGranted ? 'allow' : 'silent'
}
