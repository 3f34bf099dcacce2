import { renderFamilies } from '../../blocks/families.ts'
import { aliasPart, atMost } from '../../blocks/family-aliases.ts'
import type { Build } from '../../src/domain/builds.ts'
import type { AliasTarget } from '../../src/domain/family-overview.ts'
import { NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const AGO = '<!date^1793880000^{ago}|2026-11-05 12:00 UTC>'
const EAST = { account: '123456789012', region: 'us-east-1' }
const nameOf = (): string => 'production'
const image = (n: number, more: object = {}) => ({
  ...EAST,
  imageId: `ami-${n}`,
  state: 'available',
  ...more,
})
const build = (n: number, more: object = {}): Build =>
  ({ name: `web-${n}`, createdAtMs: NOON_MS, images: [image(n, more)] }) as unknown as Build

describe('all families', () => {
  const family = (name: string, more: object = {}) =>
    ({ family: name, owner: undefined, aliases: [], builds: [build(1)], instances: 0, ...more }) as never
  const said = (families: readonly never[], page = 1, unread: readonly never[] = []) =>
    drawn(renderFamilies({ name: '/ami', families, page, unread }))
  const END =
    'A family is named under `families` in the config, or is an image name without date and version.'
  const row = (name: string): string =>
    `\`${name}\`\n1 build that can be launched · newest ${AGO} · 0 instances\n[Builds] Builds: /ami family "${name}" -> `

  test('one: its builds that can be launched, the newest, and its instances', () => {
    const [title, line, ...rest] = said([family('web')])
    expect(title).toBe('*1 family*')
    expect(line?.startsWith(row('web'))).toBe(true)
    expect(rest).toEqual([END])
    expect(said([])).toEqual(['*0 families*', END])
  })

  test('with an owner and aliases; without builds', () => {
    const [, whole, bare] = said([
      family('bare', { builds: [] }),
      family('web', {
        owner: 'S0WEB',
        aliases: ['dev', 'prod'],
        builds: [build(1), build(2, { state: 'disabled' })],
        instances: 1,
      }),
    ])
    expect(whole).toContain(
      `\`web\` · <!subteam^S0WEB>\n1 build that can be launched · newest ${AGO} · 1 instance · 📌 \`dev, prod\``,
    )
    expect(bare).toContain('`bare`\n0 builds that can be launched · 0 instances')
  })

  test('those with aliases come first, then those with an owner, then by name', () => {
    const some = [
      family('c'),
      family('b'),
      family('owned', { owner: 'S0' }),
      family('z', { aliases: ['prod'] }),
      family('y', { aliases: ['prod'], owner: 'S0' }),
    ]
    expect(
      said(some)
        .slice(1, -1)
        .map(line => line.split('`')[1]),
    ).toEqual(['y', 'z', 'owned', 'b', 'c'])
  })

  test('twelve on a page, with buttons to the others', () => {
    const some = Array.from({ length: 30 }, (_, at) => family(`f${String(at).padStart(2, '0')}`))
    const second = said(some, 2)
    expect(second[0]).toBe('*30 families* · 13–24')
    expect(second[1]).toContain('`f12`')
    expect(second).toHaveLength(15)
    expect(second[13]).toContain('[Previous]')
    expect(second[13]).toContain('[Next]')
    expect(said(some, 1)[13]).not.toContain('[Previous]')
    expect(said(some, 0)).toEqual(said(some, 1))
    expect(said(some, 9)).toEqual(said(some, 3))
    expect(said(some, 3)[0]).toBe('*30 families* · 25–30')
    expect(said(some, 3).at(-2)).not.toContain('[Next]')
    expect(said(some.slice(0, 12))).toHaveLength(14)
  })
})

test('the first lines, and how many more there are', () => {
  expect(atMost(['a', 'b'], 2)).toEqual(['a', 'b'])
  expect(atMost(['a', 'b', 'c'], 2)).toEqual(['a', 'b', '… and 1 more'])
})

describe('what an alias names', () => {
  const target = (more: object = {}): AliasTarget =>
    ({
      ...EAST,
      alias: 'prod',
      parameter: '/golden/web/prod',
      reading: { kind: 'image', imageId: 'ami-1' },
      build: build(1),
      behind: { builds: 0, days: 0 },
      templates: { known: true, value: [] },
      ...more,
    }) as unknown as AliasTarget
  const said = (targets: readonly AliasTarget[], isRevoked = false): string[] =>
    drawn({ blocks: aliasPart(targets, nameOf, () => isRevoked).flatMap(({ blocks }) => blocks) }).flatMap(
      line => line.split('\n'),
    )
  const HEAD = '*Alias* `prod` · `/golden/web/prod`'

  test('nothing without a place', () => {
    expect(said([])).toEqual([])
  })

  test('the newest build, one that is behind, and a revoked one', () => {
    expect(said([target()])).toEqual([HEAD, '• `web-1` (newest): production us-east-1'])
    expect(said([target({ behind: undefined })])).toEqual([HEAD, '• `web-1`: production us-east-1'])
    expect(said([target({ behind: { builds: 2, days: 3 } })])[1]).toBe(
      '• `web-1` (2 builds, 3 days behind): production us-east-1',
    )
    expect(said([target({ behind: { builds: 0, days: 0 } })], true)[1]).toMatch(
      /^• `web-1`.* ⛔ revoked: production us-east-1$/,
    )
    expect(said([target()], true)[1]).not.toContain('newest')
  })

  test('places that name the same are one line; an image that cannot be launched there is marked', () => {
    const west = {
      region: 'eu-west-1',
      build: { ...build(1), images: [image(1, { region: 'eu-west-1', state: 'disabled' })] },
    }
    expect(said([target(), target(west)])).toEqual([
      HEAD,
      '• `web-1` (newest): production us-east-1, production eu-west-1 (⚠️ disabled)',
    ])
  })

  test('no image, none of the family, another parameter, or not read', () => {
    expect(said([target({ reading: { kind: 'none' }, build: undefined })])[1]).toBe(
      '• not set: production us-east-1',
    )
    expect(said([target({ build: undefined })])[1]).toBe(
      '• ⚠️ `ami-1`, no image of this family that amiops can see: production us-east-1',
    )
    expect(said([target({ reading: { kind: 'other', dataType: 'text' } })])[1]).toBe(
      '• ⚠️ no alias: the parameter has data type `text`: production us-east-1',
    )
    expect(said([target({ reading: { kind: 'unread', why: 'silent <1>' } })])).toEqual([
      HEAD,
      '• ⚠️ couldn’t be read (silent &lt;1&gt;): production us-east-1',
    ])
  })

  test('more than ten places, and templates that name it', () => {
    const many = Array.from({ length: 12 }, () => target())
    expect(said(many)[1]).toMatch(/production us-east-1, … and 2 more$/)
    const named = (value: string[]) => target({ templates: { known: true, value } })
    expect(said([named(['blue'])])[2]).toBe('Named by 1 launch template: `blue` (production us-east-1)')
    expect(said([named(['a', 'b', 'c', 'd', 'e', 'f'])])[2]).toMatch(
      /^Named by 6 launch templates: `a` .*`e` \(production us-east-1\), … and 1 more$/,
    )
    const unread = target({ templates: { known: false, why: 'no answer' } })
    expect(said([unread, unread])[2]).toBe(
      '⚠️ Launch templates of production us-east-1, production us-east-1 not known: no answer',
    )
    expect(
      said([
        target({ reading: { kind: 'unread', why: 'x' }, templates: { known: false, why: 'no answer' } }),
      ]),
    ).toHaveLength(2)
  })
})
