import fc from 'fast-check'
import type { Token } from '../../../sandbox/page/text/token.ts'
import { tokenize } from '../../../sandbox/page/text/tokenize.ts'

const text = (value: string): Token => ({ kind: 'text', text: value })
const link = (url: string, label = url): Token => ({ kind: 'link', url, label })

const cases: [situation: string, written: string, tokens: Token[]][] = [
  ['plain words', 'no markup', [text('no markup')]],
  ['an empty text', '', []],
  ['the three escapes', 'R&amp;D &lt;b&gt;', [text('R&D <b>')]],
  ['an escape of an escape, undone once', '&amp;lt;', [text('&lt;')]],
  ['other entities are no entities here', '&quot;&nbsp;&#60;', [text('&quot;&nbsp;&#60;')]],
  ['bold', '*ready*', [{ kind: 'bold', children: [text('ready')] }]],
  [
    'italic inside bold',
    '*a _b_*',
    [{ kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] }],
  ],
  ['struck', '~old~', [{ kind: 'strike', children: [text('old')] }]],
  ['stars inside a word', '2*3*4', [text('2*3*4')]],
  ['underscores of a name', 'my_ami_name', [text('my_ami_name')]],
  ['a star before a space', 'a * b * c', [text('a * b * c')]],
  ['a style that spans lines', '*a\nb*', [text('*a'), { kind: 'break' }, text('b*')]],
  ['code keeps its marks', '`*a* &lt;b&gt;`', [{ kind: 'code', text: '*a* <b>' }]],
  ['an open backtick', '`a', [text('`a')]],
  ['a code block', '```\nx = *1*\n```', [{ kind: 'pre', text: 'x = *1*' }]],
  [
    'a quote, escaped as Slack wants it',
    '&gt; said\nthen',
    [{ kind: 'quote', children: [text('said')] }, text('then')],
  ],
  ['a greater-than inside a line', 'a &gt; b', [text('a > b')]],
  ['a user', '<@U0MARIA>', [{ kind: 'user', id: 'U0MARIA' }]],
  [
    'a channel with a label',
    '<#C0READY|ami-ready>',
    [{ kind: 'channel', id: 'C0READY', label: 'ami-ready' }],
  ],
  ['a user group', '<!subteam^S0ONCALL>', [{ kind: 'usergroup', id: 'S0ONCALL' }]],
  ['everybody here', '<!here>', [{ kind: 'broadcast', range: 'here' }]],
  ['an escaped mention', '&lt;!channel&gt;', [text('<!channel>')]],
  [
    'a link with a label',
    '<https://a.example/?x=1&amp;y=2|here>',
    [link('https://a.example/?x=1&y=2', 'here')],
  ],
  ['a mail address', '<mailto:a@b.example|a@b.example>', [link('mailto:a@b.example', 'a@b.example')]],
  ['a script as a link', '<javascript:alert(1)|click>', [text('<javascript:alert(1)|click>')]],
  [
    'a bare address and its full stop',
    'see https://a.example/b.',
    [text('see '), link('https://a.example/b'), text('.')],
  ],
  [
    'a date',
    '<!date^1764000000^{date_short} at {time}|Nov 24>',
    [{ kind: 'date', unixSec: 1_764_000_000, format: '{date_short} at {time}', fallback: 'Nov 24' }],
  ],
  [
    'a date that links to a script',
    '<!date^1764000000^{time}^javascript:alert(1)|x>',
    [{ kind: 'date', unixSec: 1_764_000_000, format: '{time}', fallback: 'x' }],
  ],
  ['an emoji', ':white_check_mark:', [{ kind: 'emoji', name: 'white_check_mark' }]],
  ['a clock time', 'at 10:30:00', [text('at 10'), { kind: 'emoji', name: '30' }, text('00')]],
  [
    'a bold link',
    '*<https://a.example|a*b>*',
    [{ kind: 'bold', children: [link('https://a.example', 'a*b')] }],
  ],
]

describe('what mrkdwn says', () => {
  test.each(cases)('%s', (_, written, tokens) => {
    expect(tokenize(written)).toEqual(tokens)
  })

  test('a bare address in a verbatim text stays text, a written link does not', () => {
    expect(tokenize('https://a.example <https://b.example>', { verbatim: true })).toEqual([
      text('https://a.example '),
      link('https://b.example'),
    ])
  })
})

const readTexts = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(token => {
    if ('children' in token) return readTexts(token.children)
    return 'text' in token ? [token.text] : []
  })

const readUrls = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(token => {
    if ('children' in token) return readUrls(token.children)
    return 'url' in token && token.url ? [token.url] : []
  })

const markup = fc.array(
  fc.oneof(
    fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '```',
      '<',
      '>',
      '|',
      '&',
      '&lt;',
      '&amp;',
      '\n',
      ' ',
      ':',
      '!',
      '@',
      '#',
      '^',
    ),
    fc.constantFrom('javascript:', 'https://', '!date^1^{time}', 'U0', '!subteam^S0', 'data:text/html,', 'x'),
    fc.string({ maxLength: 4 }),
  ),
  { maxLength: 40 },
)

describe('any text at all', () => {
  test('it never throws, and only web and mail addresses become links', () => {
    fc.assert(
      fc.property(markup, parts => {
        for (const url of readUrls(tokenize(parts.join('')))) expect(url).toMatch(/^(https?:|mailto:)/i)
      }),
      { numRuns: 2_000 },
    )
  })

  test('escaped by the three rules, it mentions nobody, links nowhere and comes back letter by letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), written => {
        const escaped = written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        const tokens = tokenize(escaped, { verbatim: true })
        const kinds = JSON.stringify(tokens.map(token => token.kind))
        expect(kinds).not.toMatch(/user|channel|usergroup|broadcast|link|date/)
        if (!/[*_~`:>\n]/.test(written)) expect(readTexts(tokens).join('')).toBe(written)
      }),
      { numRuns: 2_000 },
    )
  })

  test('ten thousand open marks take no longer than a moment', () => {
    for (const mark of ['*', '<', '`', ':', '_a', '<*']) expect(tokenize(mark.repeat(10_000))).toBeDefined()
  })
})
