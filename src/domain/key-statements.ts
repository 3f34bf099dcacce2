import { accountOfKey, isManagedByAws, keyStateFault } from './key-access.ts'
import type { Launch, LaunchFacts } from './launchability.ts'
import type { Launcher } from './launcher.ts'

/** One statement that the owner of a key has to add to its policy; amiops never changes a key. */
export interface KeyStatement {
  /** Whose key it is. */
  account: string | undefined
  key: string
  /** JSON. */
  text: string
}

const USE = ['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncrypt*']
const GRANT = ['kms:CreateGrant']

/** Principals and the condition that keeps the statement to them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/allow-org-ou-to-use-key.html */
const whoOf = (launchers: readonly Launcher[], partition: string) => {
  const of = <K extends Launcher['kind']>(kind: K) =>
    launchers.filter((one): one is Extract<Launcher, { kind: K }> => one.kind === kind)
  const accounts = of('account').map(({ id }) => `arn:${partition}:iam::${id}:root`)
  const organizations = of('organization').map(({ id }) => id)
  const paths = of('unit').map(({ organizationId, id }) => `${organizationId}/*/${id}/*`)
  return [
    ...(accounts.length > 0 ? [{ sid: 'accounts', Principal: { AWS: accounts }, Condition: {} }] : []),
    ...(organizations.length > 0
      ? [
          {
            sid: 'organizations',
            Principal: { AWS: '*' },
            Condition: { StringEquals: { 'aws:PrincipalOrgID': organizations } },
          },
        ]
      : []),
    ...(paths.length > 0
      ? [
          {
            sid: 'units',
            Principal: { AWS: '*' },
            Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths } },
          },
        ]
      : []),
  ]
}

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const statementsFor = (launchers: readonly Launcher[], partition: string): object[] =>
  whoOf(launchers, partition).flatMap(({ sid, Principal, Condition }) => [
    {
      Sid: `LaunchFrom${titled(sid)}`,
      Effect: 'Allow',
      Principal,
      Action: USE,
      Resource: '*',
      ...(Object.keys(Condition).length > 0 && { Condition }),
    },
    {
      Sid: `GrantsFor${titled(sid)}`,
      Effect: 'Allow',
      Principal,
      Action: GRANT,
      Resource: '*',
      Condition: { ...Condition, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ])

/**
 * The statements that the owners of the keys have to add for those who can't use them. There are none for keys that AWS manages, and for
 * keys that nobody can use.
 */
export const keyStatements = (
  { keys }: Pick<LaunchFacts, 'keys'>,
  launches: readonly Launch[],
): KeyStatement[] => {
  if (!keys.known) return []
  return keys.value.flatMap(({ arn, key }) => {
    if (key.known && (isManagedByAws(key.value) || keyStateFault(key.value) !== undefined)) return []
    const launchers = launches
      .filter(({ reasons, can }) => can === 'no' && reasons.some(reason => reason.key === arn))
      .map(({ launcher }) => launcher)
    const statements = statementsFor(launchers, arn.split(':')[1] ?? 'aws')
    return statements.length === 0
      ? []
      : [
          {
            account: accountOfKey(arn),
            key: arn,
            text: statements.map(one => JSON.stringify(one, null, 2)).join(',\n'),
          },
        ]
  })
}
