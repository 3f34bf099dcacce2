import fc from 'fast-check'
import { familyOf } from '../../src/domain/family.ts'

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
  ['', ''],
  ['---', '---'],
])('%j is of the family %j', (name, family) => {
  expect(familyOf(name)).toBe(family)
})

test('any name has a family: a beginning of it, and its own family again', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 128 }), name => {
      const family = familyOf(name)
      expect(name.startsWith(family)).toBe(true)
      expect(familyOf(family)).toBe(family)
      expect(name === '' || family !== '').toBe(true)
    }),
  )
})
