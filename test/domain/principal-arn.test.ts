import { principalOfArn } from '../../src/domain/principal-arn.ts'

const OWNER = '123456789012'

test.each([
  ['arn:aws:iam::123456789012:user/teams/web/sam', { kind: 'user', name: 'sam' }],
  ['arn:aws:iam::123456789012:role/path/terraform', { kind: 'role', name: 'terraform' }],
  [
    'arn:aws-us-gov:sts::123456789012:assumed-role/terraform/run-42',
    { kind: 'role', name: 'terraform', session: 'run-42' },
  ],
  ['arn:aws:sts::123456789012:federated-user/sam', { kind: 'federated', name: 'sam' }],
  ['arn:aws:iam::123456789012:root', { kind: 'root', name: OWNER }],
  [
    'arn:aws:sts::999999999999:assumed-role/deployer/x',
    { kind: 'role', name: 'deployer', session: 'x', account: '999999999999' },
  ],
  ['arn:aws:iam::999999999999:root', { kind: 'root', name: '999999999999', account: '999999999999' }],
  ['arn:aws:iam::123456789012:group/all', { kind: 'unknown', name: 'arn:aws:iam::123456789012:group/all' }],
  ['somebody', { kind: 'unknown', name: 'somebody' }],
  ['', { kind: 'unknown', name: '' }],
])('%s', (arn, principal) => {
  expect(principalOfArn(arn, OWNER)).toEqual(principal)
})

test('a name is as long as CloudTrail’s, not longer', () => {
  expect(principalOfArn(`arn:aws:iam::123456789012:user/${'a'.repeat(500)}`, OWNER).name).toHaveLength(200)
  expect(principalOfArn('x'.repeat(500), OWNER).name).toHaveLength(200)
})
