import { withActors } from '../../src/domain/add-to-digest.ts'
import type { Digest } from '../../src/domain/digest.ts'

test('an actor is the same whatever the order of the keys that DynamoDB gives back', () => {
  const digest = { actors: [{ name: 'deployer', kind: 'role' }] } as unknown as Digest
  expect(withActors(digest, [{ kind: 'role', name: 'deployer' }]).actors).toHaveLength(1)
})
