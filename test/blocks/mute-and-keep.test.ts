import { renderKeepFault, renderKeepWhich, renderKept } from '../../blocks/keep-answers.ts'
import {
  renderChannelUnknown,
  renderMayNotMute,
  renderMuted,
  renderMutedAlready,
  renderMutedChanges,
  renderMuteNotPosted,
  renderMuteOfWhat,
  renderMutes,
  renderNoTime,
  renderNothingPosted,
  renderNotMuted,
  renderPastTime,
  renderTooLong,
  renderUnmuted,
} from '../../blocks/mute-answers.ts'
import type { Mute } from '../../src/domain/mute.ts'
import type { News } from '../../src/domain/news.ts'
import type { Subject } from '../../src/domain/subject.ts'
import { givenRequest, IMAGE, MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { NOON_WORDS, notAllowed, note } from './given.ts'

const WEB = { kind: 'family', family: 'web' } as unknown as Subject
const mute = (more: Partial<Mute> = {}): Mute =>
  ({
    id: 'm1',
    on: WEB,
    channelId: 'C1',
    by: MARIA,
    atMs: NOON_MS,
    untilMs: NOON_MS,
    ...more,
  }) as unknown as Mute
const TIMES = 'Times: `2h`, `3 days`, `until friday 9:00`, `2026-12-03T09:00`; days and hours are UTC.'

describe('a mute', () => {
  test('begins, or ends', () => {
    expect(renderMuted(WEB, NOON_MS)).toEqual(
      note(`🔕 \`web\` is muted in this channel until ${NOON_WORDS}.`, 'A message in the channel says so.'),
    )
    expect(renderUnmuted(WEB)).toEqual(note('🔔 The mute of `web` in this channel is ended.'))
    expect(renderNotMuted('/ami', 'web')).toEqual(
      note('🔍 `web` is not muted in this channel.', '`/ami muted` lists what is.'),
    )
  })

  test('is there already: until when, by whom, and a button that ends it', () => {
    const said = drawn(renderMutedAlready('/ami', mute()))
    expect(said.slice(0, 2)).toEqual([
      `🔕 \`web\` is muted in this channel already, until ${NOON_WORDS}, by @maria. Nothing was changed.`,
      'End that mute first to give it another time.',
    ])
    expect(said[2]).toContain('mute web off')
  })

  test('does not begin, and why', () => {
    expect(renderMuteOfWhat('/ami')).toEqual(
      note(
        '🔍 `/ami mute` needs a family or an image, and a time: `/ami mute payments-base 2h`.',
        `${TIMES} A reason may follow.`,
      ),
    )
    expect(renderNoTime('/ami', 'web')).toEqual(
      note(
        '🔍 `web` was not muted: how long is missing.',
        `${TIMES} For example \`/ami mute payments-base 2h\`.`,
      ),
    )
    expect(renderTooLong('web')).toEqual(
      note(
        '🚫 `web` was not muted: a mute lasts 7 days at most.',
        `${TIMES} A rule with \`mute: true\` in amiops.config.yml is for longer.`,
      ),
    )
    expect(renderPastTime('web')).toEqual(note('🚫 `web` was not muted: that time is over.', TIMES))
    expect(renderNothingPosted()).toEqual(
      note(
        '🚫 Nothing was muted: amiops posts no changes of images in this channel.',
        'A mute is for the channel in which it is typed.',
      ),
    )
    expect(renderMuteNotPosted('not_in_channel')).toEqual(
      note(
        '🚫 Nothing was muted: amiops cannot tell this channel of it (`not_in_channel`).',
        'Invite the bot, then mute again.',
      ),
    )
    expect(renderChannelUnknown()).toEqual(
      note(
        '🚫 Nothing was muted: Slack did not say which channel this is.',
        'Invite the bot, or write the channel’s id in amiops.config.yml.',
      ),
    )
  })

  test('is for those who have the right', () => {
    expect(renderMayNotMute(notAllowed({ why: 'no-such-right' }))).toEqual(
      note(
        '🚫 Nobody can mute: no role has it. Nothing was changed.',
        'Ask an amiops admin to list roles under mute in amiops.config.yml.',
      ),
    )
    expect(renderMayNotMute(notAllowed()).text).toBe(
      '🚫 You don’t have permission to mute in a channel. Nothing was changed. Ask <!subteam^S0LEADS>, <@U0ALEX>.',
    )
  })
})

describe('what a channel has muted', () => {
  const list = (mutes: readonly Mute[], mayEnd = false) =>
    drawn(renderMutes('/ami', mutes, () => 'production', mayEnd))
  const END = '`/ami muted &lt;family, ami-id or name&gt;` shows what happened meanwhile. Only you see this.'

  test('nothing', () => {
    expect(list([])).toEqual(['🔔 Nothing is muted in this channel.', END])
  })

  test('each with its end, who did it and why; a button only for those who may end it', () => {
    const words = `\`web\`\nfamily · until ${NOON_WORDS} · by @maria`
    expect(list([mute({ why: 'too loud' }), mute()])).toEqual([
      '🔕 *Muted in this channel*',
      `${words} · reason: \`too loud\``,
      words,
      END,
    ])
    const [, row] = list([mute()], true)
    expect(row?.startsWith(`${words}\n[End] End: /ami mute web off`)).toBe(true)
  })

  test('twenty are listed, and the others counted', () => {
    const some = (count: number) => list(Array.from({ length: count }, () => mute()))
    expect(some(20)).toHaveLength(22)
    expect(some(22)).toHaveLength(23)
    expect(some(22).at(-2)).toBe('2 more.')
  })
})

describe('what happened meanwhile', () => {
  const news = (count: number) =>
    Array.from({ length: count }, (_, at): News => ({ line: `line ${at}` }) as unknown as News)
  const shown = (count: number, page: number) => drawn(renderMutedChanges('/ami', mute(), news(count), page))
  const END = '`/ami history &lt;ami-id&gt;` has all of an image. Only you see this.'

  test('one page', () => {
    expect(shown(1, 1)).toEqual([
      `🔕 \`web\`: 1 change while it was muted in this channel · ${NOON_WORDS} until ${NOON_WORDS}`,
      'line 0',
      END,
    ])
    expect(shown(0, 1)).toHaveLength(2)
    expect(shown(10, 1)).toHaveLength(12)
  })

  test('several pages, with buttons to the newer and older ones; a page that there is not is the nearest one', () => {
    const second = shown(25, 2)
    expect(second.slice(1, 11)).toEqual(Array.from({ length: 10 }, (_, at) => `line ${at + 10}`))
    expect(second[11]).toContain('[Newer]')
    expect(second[11]).toContain('[Older]')
    expect(shown(25, 1)[11]).not.toContain('[Newer]')
    expect(shown(25, 0)).toEqual(shown(25, 1))
    expect(shown(25, 9)).toEqual(shown(25, 3))
    expect(shown(25, 3)[6]).not.toContain('[Older]')
  })
})

describe('keep', () => {
  const ID = '`ami-0123456789abcdef0`'
  const NEXT =
    'For example `/ami keep ami-0123456789abcdef0 until 2027-01-31`, or `90d`, `12w`, `1y` from now; `/ami keep ami-0123456789abcdef0 off` ends it.'

  test('what was typed wrong', () => {
    expect(renderKeepFault('/ami', '"<x>" is no day.')).toEqual(
      note('🔍 "&lt;x&gt;" is no day. Nothing was changed.', NEXT),
    )
  })

  test('no image, or several', () => {
    expect(renderKeepWhich('/ami', [], '2027-01-31')).toEqual(
      note(
        '🔍 It needs one image: its id or its name. Nothing was changed.',
        'Name one by its id: `/ami keep ami-0123456789abcdef0 until 2027-01-31`',
      ),
    )
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...IMAGE, imageId: `ami-${at}` }))
    expect(renderKeepWhich('/ami', many(2), '2027-01-31')).toEqual(
      note(
        '🔍 2 images match: `ami-0` in eu-west-1, `ami-1` in eu-west-1. Nothing was changed.',
        'Name one by its id: `/ami keep ami-0 until 2027-01-31`',
      ),
    )
    expect(renderKeepWhich('/ami', many(5), '2027-01-31').text).not.toContain('…')
    expect(renderKeepWhich('/ami', many(6), '2027-01-31').text).toContain('`ami-4` in eu-west-1, …. Nothing')
  })

  test('kept, no longer kept, or not done', () => {
    const keep = givenRequest({ action: 'keep', state: 'confirmed' })
    expect(renderKept(keep, 'web-1', '2027-01-31')).toEqual(
      note(
        `📌 \`web-1\` ${ID} is kept from clean-up until 2027-01-31.`,
        'Its tag `amiops:keep-until` says so in EC2.',
      ),
    )
    expect(renderKept(keep, undefined, undefined)).toEqual(
      note(`📌 ${ID} is no longer kept: it can be suggested for clean-up again.`),
    )
    for (const state of ['failed', 'refused', 'unknown'] as const)
      expect(renderKept({ ...keep, state, reason: 'EC2 said no.' }, 'web-1', '2027-01-31')).toEqual(
        note(`❌ \`web-1\` ${ID}: EC2 said no.`),
      )
    expect(renderKept({ ...keep, state: 'failed' }, undefined, undefined)).toEqual(
      note(`❌ ${ID}: the tag was not set.`),
    )
  })
})
