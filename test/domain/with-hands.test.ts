import { type Digest, withHands } from '../../src/domain/digest.ts'

test('a hand is the same whatever the order of the keys that DynamoDB gives back', () => {
  const digest = { hands: [{ name: 'deployer', kind: 'role' }] } as unknown as Digest
  expect(withHands(digest, [{ kind: 'role', name: 'deployer' }]).hands).toHaveLength(1)
})
