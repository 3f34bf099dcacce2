import fc from 'fast-check'
import { decideKeyAccess, isManagedByAws, type KeyGrant } from '../../src/domain/key-access.ts'
import { parseKeyPolicy } from '../../src/domain/key-policy.ts'
import type { Launcher } from '../../src/domain/launcher.ts'

const OWNER = '111122223333'
const TARGET = '444455556666'
const REGION = 'us-west-2'
const ARN = `arn:aws:kms:${REGION}:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`

const target: Launcher = { kind: 'account', id: TARGET }
const owner: Launcher = { kind: 'account', id: OWNER }
const organization: Launcher = { kind: 'organization', id: 'o-123example' }
const unit: Launcher = { kind: 'unit', id: 'ou-ab12-22222222', organizationId: 'o-123example' }

const root = (account: string) => `arn:aws:iam::${account}:root`
const OWN = { Effect: 'Allow', Principal: { AWS: root(OWNER) }, Action: 'kms:*', Resource: '*' }
const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']
const use = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: [...USE, 'kms:CreateGrant'],
  Resource: '*',
  ...more,
})

const access = (
  statements: readonly object[],
  launcher: Launcher = target,
  grants: readonly KeyGrant[] = [],
  id?: string,
) =>
  decideKeyAccess(
    {
      arn: ARN,
      state: 'Enabled',
      policy: parseKeyPolicy(
        JSON.stringify({ Version: '2012-10-17', Id: id, Statement: [OWN, ...statements] }),
      ),
      grants,
    },
    launcher,
    REGION,
  )

const NOT_NAMED = { can: 'no', why: 'neither the key’s policy nor a grant names it' }

describe('principals', () => {
  test.each<[string, unknown]>([
    ['its root', { AWS: root(TARGET) }],
    ['its id', { AWS: TARGET }],
    ['one of a list', { AWS: [root('999999999999'), root(TARGET)] }],
    ['everybody', '*'],
    ['every AWS principal', { AWS: '*' }],
    ['a root of China', { AWS: `arn:aws-cn:iam::${TARGET}:root` }],
  ])('%s: yes', (_what, principal) => {
    expect(access([use(principal)])).toEqual({ can: 'yes' })
  })

  test.each<[string, unknown]>([
    ['another account', { AWS: root('999999999999') }],
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['an identity provider', { Federated: 'cognito-identity.amazonaws.com' }],
    ['a principal that was deleted', { AWS: 'AIDACKCEVSQ6C2EXAMPLE' }],
  ])('%s: no', (_what, principal) => {
    expect(access([use(principal)])).toEqual(NOT_NAMED)
  })

  test('the default policy is for its own account', () => {
    expect(access([])).toEqual(NOT_NAMED)
    expect(access([], owner)).toEqual({ can: 'yes' })
  })

  test('roles and users: only they', () => {
    const principal = {
      AWS: [
        `arn:aws:iam::${TARGET}:role/Deployer`,
        `arn:aws:iam::${TARGET}:user/maria`,
        `arn:aws:sts::${TARGET}:assumed-role/CI/build`,
      ],
    }
    expect(access([use(principal)])).toEqual({
      can: 'yes',
      only: ['role/Deployer', 'user/maria', 'assumed-role/CI/build'],
    })
  })

  test('a role for one action and another one for the others: unknown', () => {
    const role = (name: string) => ({ AWS: `arn:aws:iam::${TARGET}:role/${name}` })
    const split = [
      use(role('A'), { Action: ['kms:DescribeKey', 'kms:CreateGrant', 'kms:ReEncrypt*'] }),
      use(role('B'), { Action: 'kms:Decrypt' }),
    ]
    expect(access(split)).toMatchObject({ can: 'unknown', why: expect.stringMatching(/another role/) })
  })

  test('NotPrincipal: whom it leaves out, a denial does not meet, and an allowance neither', () => {
    const { Principal: _all, ...rest } = use('*')
    expect(access([{ ...rest, NotPrincipal: { AWS: root('999999999999') } }])).toEqual({ can: 'yes' })
    expect(access([{ ...rest, NotPrincipal: { AWS: '*' } }])).toEqual(NOT_NAMED)
    const denial = (except: string) => [
      use('*'),
      { Effect: 'Deny', NotPrincipal: { AWS: except }, Action: 'kms:*', Resource: '*' },
    ]
    expect(access(denial('*'))).toEqual({ can: 'yes' })
    // The account alone: its roles and users are not left out with it.
    expect(access(denial(root(TARGET)))).toMatchObject({
      can: 'unknown',
      why: expect.stringMatching(/denies kms:DescribeKey by NotPrincipal, which amiops cannot check/),
    })
    expect(access(denial(root(OWNER)))).toMatchObject({
      can: 'no',
      why: expect.stringMatching(/denies kms:/),
    })
    expect(access(denial(`arn:aws:iam::${TARGET}:role/Deployer`))).toMatchObject({ can: 'unknown' })
  })

  test('a policy variable in a denial is not decided', () => {
    const denial = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own variables
      Condition: { StringEquals: { 'kms:CallerAccount': '${aws:PrincipalAccount}' } },
    }
    expect(access([use('*'), denial])).toMatchObject({ can: 'unknown' })
  })

  test('an organization is not an account that is named', () => {
    expect(access([use({ AWS: root(TARGET) })], organization)).toMatchObject({
      can: 'unknown',
      why: expect.stringMatching(/names only account 444455556666/),
    })
    expect(access([], organization)).toEqual(NOT_NAMED)
    expect(access([use('*')], organization)).toEqual({ can: 'yes' })
    expect(access([use('*')], { kind: 'everybody' })).toEqual({ can: 'yes' })
  })
})

describe('actions', () => {
  const withActions = (Action: unknown) => access([use({ AWS: root(TARGET) }, { Action })])

  test.each<[string, unknown]>([
    ['all of KMS', 'kms:*'],
    ['everything', '*'],
    ['in other letters', ['KMS:DESCRIBEKEY', 'kms:decrypt', 'kms:reencrypt*', 'kms:creategrant']],
    ['what is needed', ['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant']],
  ])('%s: yes', (_what, actions) => {
    expect(withActions(actions)).toEqual({ can: 'yes' })
  })

  test('what is missing is named', () => {
    expect(withActions(['kms:DescribeKey', 'kms:CreateGrant', 'kms:ReEncrypt*'])).toEqual({
      can: 'no',
      why: 'the key’s policy does not allow kms:Decrypt',
    })
  })

  test('NotAction allows all but these', () => {
    const { Action: _all, ...rest } = use({ AWS: root(TARGET) })
    expect(access([{ ...rest, NotAction: 'kms:ScheduleKeyDeletion' }])).toEqual({ can: 'yes' })
    expect(access([{ ...rest, NotAction: 'kms:Decrypt' }])).toMatchObject({ can: 'no' })
  })

  test('no kms:CreateGrant: unknown, since AWS’s own examples differ', () => {
    expect(withActions(USE)).toEqual({
      can: 'unknown',
      why: 'the key’s policy does not allow kms:CreateGrant',
    })
  })

  test('AWS’s example for another account: use of the key, and grants for AWS resources', () => {
    const example = [
      use({ AWS: root(TARGET) }, { Action: USE }),
      use(
        { AWS: root(TARGET) },
        {
          Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
          Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ),
    ]
    expect(access(example)).toEqual({ can: 'yes' })
    // What is only for grants allows nothing else.
    expect(access(example.slice(1))).toMatchObject({ can: 'no' })
  })

  test('a statement about other resources decides nothing', () => {
    expect(access([use({ AWS: root(TARGET) }, { Resource: ARN })])).toMatchObject({ can: 'unknown' })
  })
})

describe('denials', () => {
  const denying = (more: object) =>
    access([use({ AWS: root(TARGET) }), { ...use('*'), Effect: 'Deny', ...more }])

  test('for all: no', () => {
    expect(denying({ Action: 'kms:Decrypt' })).toEqual({
      can: 'no',
      why: 'the key’s policy denies kms:Decrypt',
    })
  })
  test('of something else: yes', () => {
    expect(denying({ Action: ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'] })).toEqual({ can: 'yes' })
  })
  test('for who calls from elsewhere than EC2: yes', () => {
    const condition = { StringNotEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }
    expect(denying({ Condition: condition })).toEqual({ can: 'yes' })
  })
  test('outside of the organization: unknown for an account, decided for an organization', () => {
    const outside = [
      use('*'),
      {
        ...use('*'),
        Effect: 'Deny',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-123example' } },
      },
    ]
    expect(access(outside)).toMatchObject({
      can: 'unknown',
      why: expect.stringMatching(/aws:principalorgid/),
    })
    expect(access(outside, organization)).toEqual({ can: 'yes' })
    expect(access(outside, { kind: 'organization', id: 'o-other' })).toMatchObject({ can: 'no' })
  })
  test('for a single role of it: unknown', () => {
    expect(denying({ Principal: { AWS: `arn:aws:iam::${TARGET}:role/Old` } })).toMatchObject({
      can: 'unknown',
    })
  })
})

describe('conditions', () => {
  const when = (Condition: object, launcher: Launcher = target) => access([use('*', { Condition })], launcher)

  test.each([
    [{ StringEqualsIgnoreCase: { 'kms:ViaService': 'EC2.US-West-2.amazonaws.com' } }, 'yes'],
    [{ StringEquals: { 'kms:ViaService': 'EC2.US-West-2.amazonaws.com' } }, 'no'],
    [{ StringNotEqualsIgnoreCase: { 'kms:ViaService': 'EC2.US-West-2.amazonaws.com' } }, 'no'],
    [{ StringEqualsIgnoreCase: { 'kms:ViaService': 'EC2.US-East-1.amazonaws.com' } }, 'no'],
  ])('capitals count where IAM counts them: %j', (condition, can) => {
    expect(when(condition).can).toBe(can)
  })

  test.each<[string, object]>([
    ['the account calls', { StringEquals: { 'kms:CallerAccount': TARGET } }],
    ['the account is one of a list', { StringEquals: { 'aws:PrincipalAccount': [OWNER, TARGET] } }],
    ['the key in other letters', { StringEquals: { 'KMS:CALLERACCOUNT': TARGET } }],
    ['through EC2', { StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }],
    ['through EC2 of any region', { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } }],
    [
      'through EC2 or another service',
      { StringEquals: { 'kms:ViaService': ['rds.us-west-2.amazonaws.com', `ec2.${REGION}.amazonaws.com`] } },
    ],
    ['no service of AWS itself', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }],
    ['if it exists', { StringEqualsIfExists: { 'kms:CallerAccount': TARGET } }],
    ['not another account', { StringNotEquals: { 'kms:CallerAccount': '999999999999' } }],
  ])('%s: yes', (_what, condition) => {
    expect(when(condition)).toEqual({ can: 'yes' })
  })

  test.each<[string, object]>([
    ['another account calls', { StringEquals: { 'kms:CallerAccount': OWNER } }],
    ['through another service', { StringEquals: { 'kms:ViaService': `rds.${REGION}.amazonaws.com` } }],
    ['through EC2 of another region', { StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } }],
    [
      'one of two tests fails',
      { StringEquals: { 'kms:CallerAccount': TARGET, 'kms:ViaService': `rds.${REGION}.amazonaws.com` } },
    ],
    ['a pattern where none is meant', { StringEquals: { 'kms:CallerAccount': '*' } }],
    ['a role of another account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999999999999:role/*' } }],
  ])('%s: no', (_what, condition) => {
    expect(when(condition)).toEqual(NOT_NAMED)
  })

  test.each<[string, object]>([
    ['an organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-123example' } }],
    ['its paths', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-123example/*'] } }],
    ['an address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['a role of its own', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${TARGET}:role/*` } }],
    ['a tag', { StringEquals: { 'aws:PrincipalTag/Team': 'payments' } }],
    ['whether something is there', { Null: { 'kms:CallerAccount': 'false' } }],
    ['an operator that nobody knows', { StringResembles: { 'kms:CallerAccount': TARGET } }],
  ])('%s cannot be decided for an account: unknown', (_what, condition) => {
    const answer = when(condition)
    expect(answer).toMatchObject({ can: 'unknown', why: expect.stringMatching(/which amiops cannot check/) })
  })

  test('AWS’s example for an organization', () => {
    const example = { StringEquals: { 'aws:PrincipalOrgID': 'o-123example' } }
    expect(when(example, organization)).toEqual({ can: 'yes' })
    expect(when(example, unit)).toEqual({ can: 'yes' })
    expect(when(example, { kind: 'organization', id: 'o-other' })).toEqual(NOT_NAMED)
    expect(when(example, { kind: 'everybody' })).toEqual(NOT_NAMED)
  })

  test('AWS’s example for units', () => {
    const example = {
      StringEquals: { 'aws:PrincipalOrgID': 'o-123example' },
      'ForAnyValue:StringLike': {
        'aws:PrincipalOrgPaths': [
          'o-123example/r-ab12/ou-ab12-33333333/*',
          'o-123example/r-ab12/ou-ab12-22222222/*',
        ],
      },
    }
    expect(when(example, unit)).toEqual({ can: 'yes' })
    expect(when(example, { ...unit, id: 'ou-ab12-99999999' })).toMatchObject({ can: 'unknown' })
    expect(when(example, organization)).toMatchObject({ can: 'unknown' })
    expect(when(example, { ...unit, organizationId: 'o-other' })).toEqual(NOT_NAMED)
  })

  test('an account of an organization is not the whole organization', () => {
    expect(when({ StringEquals: { 'kms:CallerAccount': TARGET } }, organization)).toEqual(NOT_NAMED)
  })
})

describe('grants', () => {
  const OPERATIONS = ['Decrypt', 'ReEncryptFrom', 'DescribeKey', 'CreateGrant']
  const ROLE = `arn:aws:iam::${TARGET}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`
  const grant = (more: Partial<KeyGrant> = {}): KeyGrant => ({
    grantee: ROLE,
    operations: OPERATIONS,
    isForContext: false,
    ...more,
  })

  test('to a role of it: only that role', () => {
    expect(access([], target, [grant()])).toEqual({
      can: 'yes',
      only: ['role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'],
    })
  })
  test('to the account: yes', () => {
    expect(access([], target, [grant({ grantee: root(TARGET) })])).toEqual({ can: 'yes' })
  })
  test('of one operation too few: what is missing', () => {
    expect(access([], target, [grant({ operations: ['Decrypt', 'DescribeKey'] })])).toEqual({
      can: 'no',
      why: 'the key’s policy does not allow kms:ReEncryptFrom',
    })
  })
  test('EC2’s own for a volume: no', () => {
    const grantee = `arn:aws:sts::${TARGET}:assumed-role/aws:ec2-infrastructure/i-5d476fab`
    expect(access([], target, [grant({ grantee })])).toEqual(NOT_NAMED)
  })
  test('for an encryption context: unknown', () => {
    expect(access([], target, [grant({ isForContext: true })])).toMatchObject({ can: 'unknown' })
  })
  test('to somebody else: no', () => {
    expect(access([], target, [grant({ grantee: root('999999999999') })])).toEqual(NOT_NAMED)
  })
  test('a denial is stronger', () => {
    const denial = { ...use('*'), Effect: 'Deny', Action: 'kms:*' }
    expect(access([denial], target, [grant()])).toMatchObject({ can: 'no' })
  })
})

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html: the policy of aws/ebs. */
const OF_AWS = [
  use('*', {
    Condition: {
      StringEquals: { 'kms:CallerAccount': OWNER, 'kms:ViaService': `ec2.${REGION}.amazonaws.com` },
    },
  }),
]

test('an AWS managed key: its own account, nobody else', () => {
  expect(access(OF_AWS, target, [], 'auto-ebs-2')).toEqual({
    can: 'no',
    why: 'an AWS managed key can never be shared',
  })
  expect(access(OF_AWS, organization, [], 'auto-ebs-2')).toMatchObject({ can: 'no' })
  expect(access(OF_AWS, owner, [], 'auto-ebs-2')).toEqual({ can: 'yes' })
  expect(isManagedByAws({ policy: parseKeyPolicy('{"Id":"auto-ebs-2","Statement":[]}') })).toBe(true)
  expect(isManagedByAws({ policy: parseKeyPolicy('{"Id":"key-default-1","Statement":[]}') })).toBe(false)
})

describe('what is no policy', () => {
  test.each([
    '',
    'null',
    '[]',
    '{"Statement":["x"]}',
    '{"Statement":[{"Effect":"Perhaps","Principal":"*","Action":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*"}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":[1]}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Condition":"x"}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"Bool":"x"}}]}',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"Bool":{"x":{}}}}]}',
  ])('%s', text => {
    expect(parseKeyPolicy(text)).toBeUndefined()
  })

  test('unknown, for every account', () => {
    expect(
      decideKeyAccess({ arn: ARN, state: 'Enabled', policy: undefined, grants: [] }, target, REGION),
    ).toEqual({
      can: 'unknown',
      why: 'the key’s policy could not be understood',
    })
  })

  test('any text is a policy or none, and never an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        parseKeyPolicy(text)
      }),
    )
  })
})

test('a denial never makes more possible', () => {
  const order = { no: 0, unknown: 1, yes: 2 }
  const principal = fc.constantFrom('*', root(TARGET), root(OWNER), `arn:aws:iam::${TARGET}:role/A`, 'AIDAX')
  const condition = fc.constantFrom(
    {},
    { Condition: { StringEquals: { 'kms:CallerAccount': TARGET } } },
    { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-123example' } } },
    { Condition: { StringNotEquals: { 'kms:ViaService': 'ec2.us-west-2.amazonaws.com' } } },
  )
  const statement = fc.tuple(principal, condition).map(([AWS, more]) => use({ AWS }, more))
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 4 }),
      statement,
      fc.constantFrom(target, organization, unit, owner),
      (statements, denial, launcher) => {
        const before = access(statements, launcher)
        const after = access([...statements, { ...denial, Effect: 'Deny' }], launcher)
        expect(order[after.can]).toBeLessThanOrEqual(order[before.can])
      },
    ),
  )
})
