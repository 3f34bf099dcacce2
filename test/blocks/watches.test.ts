import type { Message } from '../../blocks/message.ts'
import {
  renderManyNews,
  renderNoLongerWatched,
  renderNotWatched,
  renderTooManyWatched,
  renderWatched,
  renderWatching,
  renderWatchNews,
  renderWatchOfWhat,
} from '../../blocks/watches.ts'
import type { Subject } from '../../src/domain/subject.ts'
import type { AddressedNews } from '../../src/domain/watch-news.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const NAME = '/images'
const FAMILY: Subject = { kind: 'family', family: 'payments-base' }
const ONE: Subject = { kind: 'image', image: IMAGE, name: 'payments-base-42' }
const NO_NAME: Subject = { kind: 'image', image: IMAGE }
const nameOf = (): string => 'production'

test.each<[string, () => Message, string]>([
  [
    'a new family',
    () => renderWatched(NAME, FAMILY, true),
    '👀 You now get a direct message about each change of `payments-base`: its state, its aliases, and access for others than the config knows. `/images watch payments-base off` ends it. `/images watching` lists what you watch.',
  ],
  [
    'an image that is watched already',
    () => renderWatched(NAME, ONE, false),
    '👀 You watch `payments-base-42` (`ami-0123456789abcdef0`) already. `/images watch ami-0123456789abcdef0 eu-west-1 123456789012 off` ends it. `/images watching` lists what you watch.',
  ],
  [
    'too many',
    () => renderTooManyWatched(NAME, FAMILY),
    '🚫 `payments-base` is not watched: you watch 20 families and images, and that is the limit. End one first: `/images watching` lists them, each with a button.',
  ],
  [
    'no longer',
    () => renderNoLongerWatched(ONE),
    '👀 You get no direct messages about `payments-base-42` (`ami-0123456789abcdef0`) any more.',
  ],
  [
    'not watched',
    () => renderNotWatched(NAME, 'payments'),
    '🔍 You do not watch `payments`. `/images watching` lists what you watch.',
  ],
  [
    'of what?',
    () => renderWatchOfWhat(NAME),
    '🔍 `/images watch` needs a family, or an image: its id or its whole name. For example `/images watch payments-base`. `/images watching` lists what you watch.',
  ],
])('%s', (_name, message, text) => {
  expect(message().text).toBe(text)
})

test('what a person watches: nothing', () => {
  expect(drawn(renderWatching(NAME, [], nameOf))).toEqual([
    '👀 You watch nothing.',
    '`/images watch &lt;family, ami-id or name&gt;` adds one. Many changes at once are one message. Only you see this.',
  ])
})

test('what a person watches: each with a button that ends it', () => {
  const watches = [FAMILY, ONE, NO_NAME].map(on => ({ on, sinceMs: NOON_MS }))
  expect(drawn(renderWatching(NAME, watches, nameOf))).toEqual([
    '👀 *You watch 3 of at most 20* · a direct message about each change',
    '`payments-base`\nfamily · since <!date^1793880000^{ago}|2026-11-05 12:00 UTC>\n[Stop watching] Stop watching: /images watch payments-base off -> command-0 |/images watch payments-base off',
    '`payments-base-42` (`ami-0123456789abcdef0`)\nimage in `production` `eu-west-1` · since <!date^1793880000^{ago}|2026-11-05 12:00 UTC>\n[Stop watching] Stop watching: /images watch ami-0123456789abcdef0 eu-west-1 123456789012… -> command-1 |/images watch ami-0123456789abcdef0 eu-west-1 123456789012 off',
    '`ami-0123456789abcdef0`\nimage in `production` `eu-west-1` · since <!date^1793880000^{ago}|2026-11-05 12:00 UTC>\n[Stop watching] Stop watching: /images watch ami-0123456789abcdef0 eu-west-1 123456789012… -> command-2 |/images watch ami-0123456789abcdef0 eu-west-1 123456789012 off',
    '`/images watch &lt;family, ami-id or name&gt;` adds one. Many changes at once are one message. Only you see this.',
  ])
})

const news = (special: Partial<AddressedNews> = {}): AddressedNews => ({
  id: 'news-1',
  atMs: NOON_MS,
  what: 'disabled',
  line: '🟡 `payments-base-42` disabled',
  ...special,
})

test.each<[string, () => Message, string[], string]>([
  [
    'of an image, and why',
    () => renderWatchNews(NAME, news({ image: IMAGE, reason: 'no space' }), ONE),
    [
      '🟡 `payments-base-42` disabled',
      'no space',
      '👀 You watch `payments-base-42` (`ami-0123456789abcdef0`)',
      '[Show] Show ami-0123456789abcdef0 -> status 123456789012/eu-west-1/ami-0123456789abcdef0\n[Stop watching payments-base-42] Stop watching payments-base-42: /images watch ami-0123456789abcdef0 eu-wes… -> command-0 |/images watch ami-0123456789abcdef0 eu-west-1 123456789012 off',
    ],
    '🟡 `payments-base-42` disabled. Reason: no space. 👀 You watch `payments-base-42` (`ami-0123456789abcdef0`)',
  ],
  [
    'of a family',
    () => renderWatchNews(NAME, news(), FAMILY),
    [
      '🟡 `payments-base-42` disabled',
      '👀 You watch `payments-base`',
      '[Stop watching payments-base] Stop watching payments-base: /images watch payments-base off -> command-0 |/images watch payments-base off',
    ],
    '🟡 `payments-base-42` disabled. 👀 You watch `payments-base`',
  ],
  [
    'of a family with a long name',
    () => renderWatchNews(NAME, news(), { kind: 'family', family: 'x'.repeat(80) }),
    [
      '🟡 `payments-base-42` disabled',
      '👀 You watch `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`',
      '[Stop watching xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…] Stop watching xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…: /i… -> command-0 |/images watch xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx off',
    ],
    '🟡 `payments-base-42` disabled. 👀 You watch `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`',
  ],
])('one change, %s', (_name, message, blocks, text) => {
  expect(drawn(message())).toEqual(blocks)
  expect(message().text).toBe(text)
})

const many = [news(), news({ what: 'deregistered' }), news({ what: 'deregistered' })]
const families = (count: number): Subject[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'family', family: `web-${at}` }))

test.each<[string, () => Message, string[]]>([
  [
    'the first of a burst',
    () => renderManyNews(NAME, [news()], [ONE]),
    ['🟡 `payments-base-42` disabled', '👀 You watch `payments-base-42` (`ami-0123456789abcdef0`)'],
  ],
  [
    'of a family',
    () => renderManyNews(NAME, many, [FAMILY]),
    [
      '🔔 *3 changes of what you watch*: 2 deregistered, 1 disabled',
      '👀 You watch `payments-base`',
      '[List its images] List its images: /images list family:payments-base -> command-0 |/images list family:payments-base\n[Builds] Builds: /images family payments-base -> command-1 |/images family payments-base',
    ],
  ],
  [
    'of a family with a space in its name',
    () => renderManyNews(NAME, many, [{ kind: 'family', family: 'payments base' }]),
    [
      '🔔 *3 changes of what you watch*: 2 deregistered, 1 disabled',
      '👀 You watch `payments base`',
      '[List its images] List its images: /images list family:"payments base" -> command-0 |/images list family:"payments base"\n[Builds] Builds: /images family "payments base" -> command-1 |/images family "payments base"',
    ],
  ],
  [
    'of five families',
    () => renderManyNews(NAME, many, families(5)),
    [
      '🔔 *3 changes of what you watch*: 2 deregistered, 1 disabled',
      '👀 You watch `web-0`, `web-1`, `web-2`, `web-3`, `web-4`',
    ],
  ],
  [
    'of six families',
    () => renderManyNews(NAME, many, families(6)),
    [
      '🔔 *3 changes of what you watch*: 2 deregistered, 1 disabled',
      '👀 You watch `web-0`, `web-1`, `web-2`, `web-3`, `web-4` and 1 more',
    ],
  ],
  [
    'of a family and an image',
    () => renderManyNews(NAME, many, [FAMILY, NO_NAME]),
    [
      '🔔 *3 changes of what you watch*: 2 deregistered, 1 disabled',
      '👀 You watch `payments-base`, `ami-0123456789abcdef0`',
    ],
  ],
])('many changes: %s', (_name, message, blocks) => {
  expect(drawn(message())).toEqual(blocks)
})
