import fc from 'fast-check'
import { familyOf, familyRuleOf } from '../../src/domain/family.ts'

const NONE = { families: {} }

test.each([
  ['payments-base-2026-11-25', 'payments-base'],
  ['payments-base-20261125-0012', 'payments-base'],
  ['payments-base-2026-11-25T12-30-00Z', 'payments-base-2026-11-25T12-30-00Z'.slice(0, 13)],
  ['web 12', 'web'],
  ['web-v1.2.3-rc1', 'web'],
  ['web_1.2.3_b7', 'web'],
  ['api/2026/11/25', 'api'],
  ['api-3f2a91c', 'api'],
  ['amzn2-ami-hvm-2.0.20230307.0-x86_64-gp2', 'amzn2-ami-hvm-2.0.20230307.0-x86_64-gp2'],
  ['ubuntu-24', 'ubuntu'],
  ['facade', 'facade'],
  ['20261125', '20261125'],
  ['---', '---'],
])('%j is of the family %j', (name, family) => {
  expect(familyOf({ name }, NONE)).toBe(family)
})

test('without a name there is no family', () => {
  expect(familyOf({}, NONE)).toBeUndefined()
  expect(familyOf({ name: '', tags: { Team: 'web' } }, NONE)).toBeUndefined()
})

const FAMILIES = {
  families: {
    web: { name: ['web-prod-*', 'www-*'], channel: 'web' },
    nodes: { tags: { Service: 'eks-*' } },
    both: { name: ['api-*'], tags: { Team: 'api' } },
    later: { name: ['web-*'], channel: 'later' },
  },
}

test.each([
  ['a name pattern', { name: 'web-prod-7' }, 'web'],
  ['one pattern of two', { name: 'www-7' }, 'web'],
  ['a tag, whatever the name', { name: 'kube-1', tags: { Service: 'eks-nodes' } }, 'nodes'],
  ['a tag, without a name', { tags: { Service: 'eks-nodes' } }, 'nodes'],
  ['name and tags', { name: 'api-1', tags: { Team: 'api' } }, 'both'],
  ['a name, but not the tags', { name: 'api-1', tags: { Team: 'web' } }, 'api'],
  ['the second family where the first one does not match', { name: 'web-test-7' }, 'later'],
  ['no family, and a name of its own', { name: 'db-2026-11-25' }, 'db'],
  ['no family, and the name of one', { name: 'nodes-12' }, 'nodes (other)'],
])('%s decides the family', (_what, image, family) => {
  expect(familyOf(image, FAMILIES)).toBe(family)
})

test('what the config says is the family’s that matches first', () => {
  expect(familyRuleOf({ name: 'web-prod-7' }, FAMILIES)?.channel).toBe('web')
  expect(familyRuleOf({ name: 'web-7' }, FAMILIES)?.channel).toBe('later')
  expect(familyRuleOf({ name: 'toString' }, FAMILIES)).toBeUndefined()
  expect(familyRuleOf({}, FAMILIES)).toBeUndefined()
})

test('any name has a family: a beginning of it, and its own family again', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 128 }), name => {
      const family = familyOf({ name }, NONE) ?? ''
      expect(name.startsWith(family)).toBe(true)
      expect(familyOf({ name: family }, NONE)).toBe(family)
      expect(family).not.toBe('')
    }),
  )
})
