import fc from 'fast-check'
import type { Command } from '../../src/domain/command.ts'
import { parseCommand } from '../../src/domain/parse-command.ts'
import { VERB_NAMES } from '../../src/domain/verb-kinds.ts'

const ALIASES = new Map([['production', '123456789012']])
const parse = (text: string): Command => parseCommand(text, ALIASES)
const ID = 'ami-0123456789abcdef0'
const bare = (typed: string, target: string, meant?: string): Command => ({
  verb: 'bare',
  typed,
  image: { verb: 'status', target },
  ...(meant && { meant }),
})

/** Whether one letter is different, missing or too many, or two are swapped. */
const isOneLetterOff = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const at = [...short].findIndex((letter, place) => letter !== long[place])
  if (at < 0) return long.length - short.length === 1
  if (a.length !== b.length) return short.slice(at) === long.slice(at + 1)
  const [one, other, ...rest] = a.slice(at)
  return a.slice(at + 1) === b.slice(at + 1) || [other, one, ...rest].join('') === b.slice(at)
}

describe('what was typed behind /ami', () => {
  test.each<[string, Command]>([
    ['', { verb: 'help' }],
    ['   ', { verb: 'help' }],
    ['help', { verb: 'help' }],
    ['HELP me', { verb: 'help' }],
    ['fleet', { verb: 'fleet' }],
    ['fleet payments-base', { verb: 'fleet', family: 'payments-base' }],
    ['FLEET "payments base"', { verb: 'fleet', family: 'payments base' }],
    ['fleet eks-*', { verb: 'fleet', family: 'eks-*' }],
    ['fleet us-east-1', { verb: 'fleet', family: 'us-east-1' }],
    ['status', { verb: 'of-what', asked: 'status' }],
    ['status ""', { verb: 'of-what', asked: 'status' }],
    ['history', { verb: 'of-what', asked: 'history' }],
    ['history ami-1 eu-west-1', { verb: 'history', target: 'ami-1', region: 'eu-west-1' }],
    ['histroy ami-1', bare('histroy', 'histroy ami-1', 'history ami-1')],
    [`histroy ${ID}`, { verb: 'unknown', typed: 'histroy', meant: `history ${ID}` }],
    [
      `Deregsiter ${ID} us-east-1`,
      { verb: 'unknown', typed: 'Deregsiter', meant: `deregister ${ID} us-east-1` },
    ],
    ['status ami-1', { verb: 'status', target: 'ami-1' }],
    ['STATUS ami-1', { verb: 'status', target: 'ami-1' }],
    ['  status \t ami-1  ', { verb: 'status', target: 'ami-1' }],
    ['status ami-1 eu-west-1', { verb: 'status', target: 'ami-1', region: 'eu-west-1' }],
    ['status ami-1 eusc-de-east-1', { verb: 'status', target: 'ami-1', region: 'eusc-de-east-1' }],
    ['status ami-1 us-gov-west-1', { verb: 'status', target: 'ami-1', region: 'us-gov-west-1' }],
    ['status ami-1 999999999999', { verb: 'status', target: 'ami-1', account: '999999999999' }],
    ['status ami-1 production', { verb: 'status', target: 'ami-1', account: '123456789012' }],
    [
      'status ami-1 production eu-west-1',
      { verb: 'status', target: 'ami-1', region: 'eu-west-1', account: '123456789012' },
    ],
    [
      'status ami-1 eu-west-1 production',
      { verb: 'status', target: 'ami-1', region: 'eu-west-1', account: '123456789012' },
    ],
    ['status production', { verb: 'status', target: 'production' }],
    ['status eu-west-1', { verb: 'status', target: 'eu-west-1' }],
    ['status payments base', { verb: 'status', target: 'payments base' }],
    ['status "payments base" eu-west-1', { verb: 'status', target: 'payments base', region: 'eu-west-1' }],
    ['status “payments base”', { verb: 'status', target: 'payments base' }],
    ['status payments-*', { verb: 'status', target: 'payments-*' }],
    ['stauts ami-1', bare('stauts', 'stauts ami-1', 'status ami-1')],
    ['Hlp', bare('Hlp', 'Hlp', 'help')],
    ['stat', bare('stat', 'stat', 'status')],
    ['statusses', bare('statusses', 'statusses')],
    ['deregister ami-1', { verb: 'deregister', target: 'ami-1' }],
    ['share "payments base"', { verb: 'share', target: 'payments base' }],
    ['ami-1', bare('ami-1', 'ami-1')],
    ['hi', bare('hi', 'hi')],
    [ID, { verb: 'status', target: ID }],
    [`${ID} eu-west-1`, { verb: 'status', target: ID, region: 'eu-west-1' }],
    [`what is \`${ID}\`?`, { verb: 'status', target: ID, rest: ['what', 'is'] }],
    [
      'payments-* eu-west-1',
      {
        verb: 'bare',
        typed: 'payments-*',
        image: { verb: 'status', target: 'payments-*', region: 'eu-west-1' },
      },
    ],
  ])('%p', (text, expected) => {
    expect(parse(text)).toEqual(expected)
  })

  const id = 'ami-0123456789abcdef0'
  const link = `https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#ImageDetails:imageId=${id}`
  const pasted: [
    what: string,
    text: string,
    where?: { region?: string; account?: string; rest?: string[] },
  ][] = [
    ['alone', id],
    ['in backticks, as a card shows it', `\`${id}\``],
    ['in three of them', `\`\`\`${id}\`\`\``],
    ['in typographic quotes', `“${id}”`],
    ['in quotes of another language', `„${id}“`],
    ['in single ones', `‘${id}’`],
    ['with an en dash', id.replace('-', '–')],
    ['with an em dash, which a phone made of two', id.replace('-', '—')],
    ['with two dashes', id.replace('-', '--')],
    ['with a hyphen that does not break', id.replace('-', '‑')],
    ['with a minus sign', id.replace('-', '−')],
    ['with a zero-width space before it', `\u200b${id}`],
    ['with invisible characters in it', `ami-0123\u200d4567\u00ad89abcdef0\ufeff`],
    ['between characters that change the direction', `\u2068${id}\u2069`],
    ['with a space that does not break', `\u00a0${id}\u00a0`],
    ['in full width', id.replace(/[0-9]/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
    ['in capitals', id.toUpperCase()],
    ['with a trailing comma', `${id},`],
    ['with a full stop', `${id}.`],
    ['in brackets', `(${id})`],
    ['in bold', `*${id}*`],
    ['in italics', `_${id}_`],
    ['in an ARN', `arn:aws:ec2:us-east-1::image/${id}`, { region: 'us-east-1' }],
    [
      'in the ARN of another partition',
      `arn:aws-eusc:ec2:eusc-de-east-1::image/${id}`,
      { region: 'eusc-de-east-1' },
    ],
    ['in a link to the console', link, { region: 'eu-west-1' }],
    ['in a link with a label', `<${link}|${id}>`, { region: 'eu-west-1' }],
    ['in a link that Slack escaped', `&lt;${link}&amp;v=3&gt;`, { region: 'eu-west-1' }],
    ['in a link with signs as codes', encodeURIComponent(link), { region: 'eu-west-1' }],
    ['in a key of the log', `123456789012/us-east-1/${id}`, { region: 'us-east-1', account: '123456789012' }],
    ['after its region', `us-east-1 ${id}`, { region: 'us-east-1' }],
    ['beside a region in capitals', `${id} US-EAST-1`, { region: 'us-east-1' }],
    ['after a region with a comma', `us-east-1, ${id}`, { region: 'us-east-1' }],
    ['beside a region with long dashes', `${id} us–east–1`, { region: 'us-east-1' }],
    ['beside a region in backticks', `\`${id}\` \`us-east-1\``, { region: 'us-east-1' }],
    ['beside an alias in capitals', `${id} PRODUCTION`, { account: '123456789012' }],
    ['after its account', `123456789012 ${id}`, { account: '123456789012' }],
    ['another region than its ARN', `arn:aws:ec2:us-east-1::image/${id} eu-west-1`, { region: 'eu-west-1' }],
    [
      'with the line of a card around it',
      `production (123456789012) · us-east-1 · \`${id}\``,
      { region: 'us-east-1', account: '123456789012' },
    ],
    ['with its name beside it', `payments-base (${id})`, { rest: ['payments-base'] }],
    ['beside a misspelt region', `${id} us-eas-1`, { region: 'us-eas-1' }],
    ['beside a misspelt alias', `${id} prodution`, { rest: ['prodution'] }],
    ['with a name like a region beside it', `web-api-1 (${id})`, { rest: ['web-api-1'] }],
    ['twice', `${id} <${link}>`, { region: 'eu-west-1' }],
  ]
  test.each(pasted)('an image id %s: every verb finds it', (_what, text, where = {}) => {
    for (const verb of ['status', 'history', 'uses'] as const) {
      expect(parse(`${verb} ${text}`)).toEqual({ verb, target: id, ...where })
      expect(parse(`/ami ${verb}  ${text} `)).toEqual({ verb, target: id, ...where })
    }
  })

  test.each<[text: string, target: string, where?: object]>([
    ['us-east-1 payments-*', 'payments-*', { region: 'us-east-1' }],
    ['payments-* US-EAST-1', 'payments-*', { region: 'us-east-1' }],
    ['payments-*, us-east-1', 'payments-*', { region: 'us-east-1' }],
    ['123456789012 payments-*', 'payments-*', { account: '123456789012' }],
    ['payments-* Production', 'payments-*', { account: '123456789012' }],
    ['`payments-base`', 'payments-base'],
    ['‘payments base’', 'payments base'],
    ["'payments base'", 'payments base'],
    ['"us-east-1"', 'us-east-1'],
    ['"payments us-east-1"', 'payments us-east-1'],
    ['“backup of ami-0123456789abcdef0”', 'backup of ami-0123456789abcdef0'],
    ['production base', 'production base'],
    ['golden–2026', 'golden-2026'],
    ['golden—2026', 'golden--2026'],
    ['golden--2026', 'golden--2026'],
    ["kim's image (old) [1] a/b.c@d_e", "kim's image (old) [1] a/b.c@d_e"],
    ['golden-ami-01234567', 'golden-ami-01234567'],
    ['ami-01234567-golden', 'ami-01234567-golden'],
    ['ami-golden', 'ami-golden'],
  ])('a name: %s', (text, target, where = {}) => {
    expect(parse(`status ${text}`)).toEqual({ verb: 'status', target, ...where })
  })

  test.each(['`status`', '“Status”', 'status:', '/ami status'])('the verb as %s', verb => {
    expect(parse(`${verb} ${id}`)).toEqual({ verb: 'status', target: id })
  })

  test('two images are two questions', () => {
    const second = 'ami-0123456789abcdef1'
    expect(parse(`uses ${id}, ${second}`)).toEqual({ verb: 'of-many', asked: 'uses', imageIds: [id, second] })
  })

  test('of a text of a megabyte only the first thousand characters are read', () => {
    const command = parse(`status ${'a'.repeat(1_000_000)}`)
    expect(command).toEqual({ verb: 'status', target: 'a'.repeat(993) })
  })

  test('whatever is typed is understood, asked back or answered with help', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'binary' }).map(rest => `status ${rest}`),
        ),
        text => {
          const command = parse(text)
          if (command.verb === 'status') expect(command.target.trim()).not.toBe('')
          if (command.verb === 'unknown') expect(VERB_NAMES).toContain(command.meant.split(' ')[0])
          if (command.verb === 'bare') expect(command.image.target.trim()).not.toBe('')
        },
      ),
    )
  })

  test('a verb with one letter wrong is recognised', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERB_NAMES), fc.nat(), fc.constantFrom('x', ''), (verb, at, instead) => {
        const place = at % verb.length
        const typed = verb.slice(0, place) + instead + verb.slice(place + 1)
        // What others call deregister, or a verb of its own.
        fc.pre(typed !== 'delete' && !VERB_NAMES.some(one => one === typed))
        const command = parse(typed)
        expect(command).toMatchObject({ verb: 'bare', typed })
        // Another verb may be as near: `mutex`, `xeport`.
        expect(isOneLetterOff(typed, 'meant' in command ? String(command.meant) : '')).toBe(true)
      }),
    )
  })

  test.each([
    ['delete web-1', 'deregister web-1'],
    ['Remove web-1', 'deregister web-1'],
    ['undelete web-1', 'restore web-1'],
    ['delete', 'deregister'],
  ])('%s is what others call %s', (typed, meant) => {
    expect(parse(typed)).toMatchObject({ verb: 'bare', meant })
  })
})
