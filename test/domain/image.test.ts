import fc from 'fast-check'
import { imageKey, isProtected, parseImageKey, totalSizeGiB } from '../../src/domain/image.ts'
import { givenFacts, IMAGE } from './given.ts'

describe('the key of an image', () => {
  test('is account, region and id, and reads back as what it was made of', () => {
    expect(imageKey(IMAGE)).toBe('123456789012/eu-west-1/ami-0123456789abcdef0')
    expect(parseImageKey(imageKey(IMAGE))).toEqual(IMAGE)
  })

  test.each([
    ['nothing', ''],
    ['no text', 42],
    ['no value at all', undefined],
    ['an account of eleven digits', '12345678901/eu-west-1/ami-1'],
    ['an account of thirteen digits', '1234567890123/eu-west-1/ami-1'],
    ['digits of another script', '١٢٣٤٥٦٧٨٩٠١٢/eu-west-1/ami-1'],
    ['no region', '123456789012//ami-1'],
    ['a region in capitals', '123456789012/EU-WEST-1/ami-1'],
    ['a region of 21 characters', `123456789012/${'r'.repeat(21)}/ami-1`],
    ['a snapshot', '123456789012/eu-west-1/snap-0123456789abcdef0'],
    ['an id of nothing but its prefix', '123456789012/eu-west-1/ami-'],
    ['an id with 29 characters behind its prefix', `123456789012/eu-west-1/ami-${'a'.repeat(29)}`],
    ['something before it', ' 123456789012/eu-west-1/ami-1'],
    ['a line after it', '123456789012/eu-west-1/ami-1\n'],
    ['a fourth part', '123456789012/eu-west-1/ami-1/x'],
    ['markup in the id', '123456789012/eu-west-1/ami-<!here>'],
  ])('%s is no key', (_what, key) => {
    expect(parseImageKey(key)).toBeUndefined()
  })

  test('the longest region and id are still a key', () => {
    const longest = { account: '123456789012', region: 'r'.repeat(20), imageId: `ami-${'a'.repeat(28)}` }
    expect(parseImageKey(imageKey(longest))).toEqual(longest)
  })

  test('anything at all is a key that reads back, or no key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), anything => {
        const image = parseImageKey(anything)
        if (image) expect(imageKey(image)).toBe(anything)
      }),
    )
  })
})

describe('the size of an image', () => {
  const snapshot = { snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }

  test('is the sum of its snapshots', () => {
    expect(totalSizeGiB(givenFacts({ snapshots: [snapshot, { ...snapshot, sizeGiB: 100 }] }))).toBe(108)
  })

  test('is unknown, not zero, where EC2 named no snapshot', () => {
    expect(totalSizeGiB(givenFacts())).toBeUndefined()
  })
})

describe('protection against deregistration', () => {
  test.each([
    ['enabled', true],
    ['enabled-with-cooldown', true],
    ['disabled after 2026-11-06T12:00:00.000Z', true],
    ['disabled', false],
  ])('EC2 says "%s"', (deregistrationProtection, expected) => {
    expect(isProtected(givenFacts({ deregistrationProtection }))).toBe(expected)
  })

  test('EC2 says nothing of it', () => {
    expect(isProtected(givenFacts())).toBe(false)
  })
})
