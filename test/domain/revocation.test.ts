import type { ImageRef } from '../../src/domain/image.ts'
import { type Lineage, madeFrom, revokedImagesOf, sourceOf } from '../../src/domain/revocation.ts'

const ref = (imageId: string, region = 'us-east-1', account = '123456789012'): ImageRef => ({
  account,
  region,
  imageId,
})
const copyOf = (imageId: string, of: string, region = 'eu-west-1', from = 'us-east-1'): Lineage => ({
  image: ref(imageId, region),
  facts: { name: imageId, sourceImageId: of, sourceImageRegion: from },
})
const builtOn = (imageId: string, of: string, region = 'us-east-1'): Lineage => ({
  image: ref(imageId, region),
  facts: { name: imageId, sourceImageId: of, sourceInstanceId: `i-${imageId}` },
})
const BAD: Lineage = { image: ref('ami-bad'), facts: { name: 'bad', sourceInstanceId: 'i-1' } }
const relations = (all: readonly Lineage[], copies: readonly Lineage[] = [BAD]) =>
  revokedImagesOf(BAD.image, copies, all).map(({ image, relation }) => `${image.imageId} ${relation}`)

test('what an image was made from is in its own region, unless EC2 says another', () => {
  expect(sourceOf(builtOn('ami-2', 'ami-1'))).toBe('us-east-1/ami-1')
  expect(sourceOf(copyOf('ami-2', 'ami-1'))).toBe('us-east-1/ami-1')
  expect(sourceOf(BAD)).toBeUndefined()
})

describe('the images that go with a bad one', () => {
  test('itself, its copies and their copies, then what was built on any of them, through any number of steps', () => {
    const copy = copyOf('ami-copy', 'ami-bad')
    const all = [
      builtOn('ami-grandchild', 'ami-child'),
      builtOn('ami-child', 'ami-copy', 'eu-west-1'),
      copyOf('ami-copy-2', 'ami-copy', 'ap-south-1', 'eu-west-1'),
      copy,
      { ...builtOn('ami-grandchild', 'ami-child', 'eu-west-1') },
      builtOn('ami-other', 'ami-good'),
    ]
    expect(relations(all, [BAD, copy])).toEqual([
      'ami-bad bad',
      'ami-copy copy',
      'ami-copy-2 copy',
      'ami-child descendant',
      'ami-grandchild descendant',
    ])
  })

  test('a copy of a descendant is one, too; an image of the same id in another region is another', () => {
    expect(
      relations([
        builtOn('ami-child', 'ami-bad'),
        copyOf('ami-child-copy', 'ami-child'),
        builtOn('ami-elsewhere', 'ami-bad', 'eu-west-1'),
      ]),
    ).toEqual(['ami-bad bad', 'ami-child descendant', 'ami-child-copy descendant'])
  })

  test('a cycle ends where it began', () => {
    const cycle = [builtOn('ami-a', 'ami-bad'), builtOn('ami-b', 'ami-a'), builtOn('ami-bad', 'ami-b')]
    expect(relations(cycle)).toEqual(['ami-bad bad', 'ami-a descendant', 'ami-b descendant'])
  })
})

test('what is made from nothing of the roots is left out, whatever the order', () => {
  const all = [builtOn('ami-c', 'ami-b'), builtOn('ami-b', 'ami-a'), builtOn('ami-x', 'ami-y')]
  const roots = new Set(['us-east-1/ami-a'])
  expect(
    madeFrom(roots, all)
      .map(({ image }) => image.imageId)
      .sort(),
  ).toEqual(['ami-b', 'ami-c'])
  expect(madeFrom(new Set(), all)).toEqual([])
})
