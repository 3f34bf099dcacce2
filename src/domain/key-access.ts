import { isOfAction, type KeyPolicy, type Statement } from './key-policy.ts'
import type { Launcher } from './launcher.ts'
import { holds, type KeyCall } from './policy-test.ts'
import { everyOf, type Truth } from './truth.ts'

/** Whether a launcher can use a KMS key, as its policy and its grants say. */

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html */
export interface KeyGrant {
  /** The ARN of the principal. */
  grantee: string
  /** `Decrypt`, without a prefix. */
  operations: readonly string[]
  /** Only with an encryption context: EC2's own grants are for one volume. */
  isForContext: boolean
}

/** A KMS key, as far as amiops may read it. */
export interface KmsKey {
  arn: string
  /** `Enabled`, as KMS names it. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
  state: string
  /** Undefined where it could not be read as a policy. */
  policy: KeyPolicy | undefined
  grants: readonly KeyGrant[]
  /** It has more grants than were read. */
  hasMoreGrants?: true
}

export type KeyAccess =
  /** `only`: these roles or users of the account and no others. */
  { can: 'yes'; only?: readonly string[] } | { can: 'no'; why: string } | { can: 'unknown'; why: string }

/**
 * The calls that EC2 makes to the key of an image's snapshots in the name of the person who launches it: the snapshot is encrypted again.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
 */
const NEEDED = ['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncryptFrom']
/** AWS's example for accounts allows it, its example for organizations does not.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/allow-org-ou-to-use-key.html */
const PERHAPS_NEEDED = 'kms:CreateGrant'

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk: its policy cannot be changed. */
const OF_AWS = /^auto-[a-z0-9]+-\d+$/

/** Whether AWS manages the key, so that it can never be shared. */
export const isManagedByAws = ({ policy }: Pick<KmsKey, 'policy'>): boolean => OF_AWS.test(policy?.id ?? '')

const STATE_WORDS: Readonly<Record<string, string>> = {
  Disabled: 'is disabled',
  PendingDeletion: 'is pending deletion',
  PendingReplicaDeletion: 'is pending deletion',
}

/** Why nobody can use the key, whatever its policy says; undefined where its state allows it. */
export const keyStateFault = ({ state }: Pick<KmsKey, 'state'>): string | undefined =>
  state === 'Enabled' || state === 'Updating'
    ? undefined
    : `its KMS key ${Object.hasOwn(STATE_WORDS, state) ? STATE_WORDS[state] : `cannot be used: its state is ${state}`}`

/** `arn:aws:kms:us-east-1:123456789012:key/…` */
export const accountOfKey = (arn: string): string | undefined =>
  /^arn:[^:]+:kms:[^:]+:(\d{12}):/.exec(arn)?.[1]

/** Which part of a launcher a principal means: all of it, one role or user, or none. */
type Meant = { all: true } | { one: string } | undefined

const PRINCIPAL = /^arn:[^:]+:(?:iam|sts)::(\d{12}):(.+)$/

const meantBy = (principal: string, launcher: Launcher, owner: string | undefined): Meant => {
  if (principal === '*') return { all: true }
  const [, account = principal, resource = 'root'] = PRINCIPAL.exec(principal) ?? []
  if (launcher.kind !== 'account')
    return /^\d{12}$/.test(account) && account !== owner ? { one: `account ${account}` } : undefined
  if (account !== launcher.id) return undefined
  return resource === 'root' ? { all: true } : { one: resource }
}

/** How far something is allowed, or denied, for one action. */
interface Extent {
  all: Truth
  ones: readonly string[]
  /** The condition keys that could not be decided. */
  open: readonly string[]
}

const NOTHING: Extent = { all: 'no', ones: [], open: [] }

const widest = (a: Extent, b: Extent): Extent => ({
  all: a.all === 'yes' || b.all === 'yes' ? 'yes' : a.all === 'maybe' || b.all === 'maybe' ? 'maybe' : 'no',
  ones: [...a.ones, ...b.ones],
  open: [...a.open, ...b.open],
})

const extentOf = (statement: Statement, call: KeyCall, owner: string | undefined): Extent => {
  if (!isOfAction(statement, call.action)) return NOTHING
  const { principals, tests } = statement
  const meant = principals.names.flatMap(name => meantBy(name, call.launcher, owner) ?? [])
  const ones = meant.flatMap(one => ('one' in one ? one.one : []))
  const isAll = meant.some(one => 'all' in one)
  // It names principals that are excluded; all others are meant. To exclude an account does not exclude its roles.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  const named: Extent = principals.isAllBut
    ? {
        ...NOTHING,
        all: meant.length === 0 ? 'yes' : principals.names.includes('*') ? 'no' : 'maybe',
        open: meant.map(() => 'NotPrincipal'),
      }
    : { ...NOTHING, all: isAll ? 'yes' : 'no', ones: isAll ? [] : ones }
  if (named.all === 'no' && named.ones.length === 0) return NOTHING
  const answers = tests.map(test => holds(test, call))
  const condition = everyOf([...answers, statement.isOfAllResources ? 'yes' : 'maybe'])
  if (condition === 'no') return NOTHING
  if (condition === 'yes') return named
  const open = tests.flatMap(({ key }, index) => (answers[index] === 'maybe' ? key : []))
  return { all: 'maybe', ones: [], open: [...named.open, ...(open.length > 0 ? open : ['Resource'])] }
}

/** EC2's own grant for a volume; its name is of no account's role. */
const OF_A_VOLUME = /:assumed-role\/aws:ec2-infrastructure\//

const extentOfGrant = (grant: KeyGrant, { launcher, action }: KeyCall, owner: string | undefined): Extent => {
  if (OF_A_VOLUME.test(grant.grantee) || !grant.operations.includes(action.replace('kms:', '')))
    return NOTHING
  const meant = meantBy(grant.grantee, launcher, owner)
  if (!meant) return NOTHING
  if (grant.isForContext) return { all: 'maybe', ones: [], open: ['a grant’s encryption context'] }
  return 'one' in meant ? { ...NOTHING, ones: [meant.one] } : { ...NOTHING, all: 'yes' }
}

/** For one action: all of the launcher, some of it, or why not. */
type ActionAccess = KeyAccess & { isDenied?: true }

const accessTo = (key: KmsKey, policy: KeyPolicy, call: KeyCall): ActionAccess => {
  const owner = accountOfKey(key.arn)
  const extent = (isDenial: boolean) =>
    policy.statements
      .filter(statement => statement.isDenial === isDenial)
      .map(statement => extentOf(statement, call, owner))
      .reduce(widest, NOTHING)
  const denied = extent(true)
  if (denied.all === 'yes') return { can: 'no', why: `denies ${call.action}`, isDenied: true }
  const allowed = key.grants.map(grant => extentOfGrant(grant, call, owner)).reduce(widest, extent(false))
  if (allowed.all === 'no' && allowed.ones.length === 0)
    return key.hasMoreGrants
      ? { can: 'unknown', why: `does not allow ${call.action}, and it has more grants than amiops reads` }
      : { can: 'no', why: `does not allow ${call.action}` }
  if (denied.all === 'maybe' || denied.ones.length > 0)
    return {
      can: 'unknown',
      why: `denies ${call.action} by ${keysOf(denied) || 'principal'}, which amiops cannot check`,
    }
  if (allowed.all === 'yes') return { can: 'yes' }
  if (allowed.ones.length === 0)
    return { can: 'unknown', why: `allows ${call.action} by ${keysOf(allowed)}, which amiops cannot check` }
  if (call.launcher.kind !== 'account')
    return { can: 'unknown', why: `names only ${allowed.ones.join(', ')}` }
  return { can: 'yes', only: [...new Set(allowed.ones)] }
}

const keysOf = ({ open }: Extent): string => [...new Set(open)].join(', ')

/**
 * Whether a launcher can use the key. A permission for an account still needs a policy in that account, which amiops cannot see.
 *
 * @param region where the image is, which is where EC2 uses the key
 */
export const decideKeyAccess = (key: KmsKey, launcher: Launcher, region: string): KeyAccess => {
  const { policy } = key
  if (!policy) return { can: 'unknown', why: 'the key’s policy could not be understood' }
  if (isManagedByAws(key) && !(launcher.kind === 'account' && launcher.id === accountOfKey(key.arn)))
    return { can: 'no', why: 'an AWS managed key can never be shared' }
  const of = (action: string): ActionAccess => accessTo(key, policy, { launcher, action, region })
  const answers = NEEDED.map(of)
  const no = answers.filter(({ can }) => can === 'no')
  const [denial] = no.filter(({ isDenied }) => isDenied)
  if (denial?.can === 'no') return { can: 'no', why: `the key’s policy ${denial.why}` }
  if (no.length === NEEDED.length) return { can: 'no', why: 'neither the key’s policy nor a grant names it' }
  const [missing] = no
  if (missing?.can === 'no') return { can: 'no', why: `the key’s policy ${missing.why}` }
  const grant = of(PERHAPS_NEEDED)
  const all = [...answers, grant]
  const open = all.find(one => one.can !== 'yes')
  if (open) return { can: 'unknown', why: `the key’s policy ${'why' in open ? open.why : ''}` }
  const lists = all.flatMap(one => (one.can === 'yes' && one.only ? [one.only] : []))
  if (lists.length === 0) return { can: 'yes' }
  const only = (lists[0] ?? []).filter(name => lists.every(list => list.includes(name)))
  return only.length > 0
    ? { can: 'yes', only }
    : { can: 'unknown', why: 'the key’s policy allows each action to another role' }
}
