import type { KnownBlock } from '@slack/types'
import { context, divider, header } from './elements.ts'
import { healthLines } from './health.ts'
import type { HomeContent } from './home-content.ts'
import { fleetSection } from './home-fleet.ts'
import { awaitedSection, failuresSection, leavingSection, requestsSection } from './home-sections.ts'
import { type Home, homeView } from './home-view.ts'
import { renderNote } from './note.ts'
import { renderStranger } from './refusal.ts'
import { code } from './text.ts'
import { agoWords } from './words.ts'

/** The Home tab of one person: what has to be done first, then the fleet. */
export const renderHome = (content: HomeContent): Home =>
  homeView([
    header('Machine images'),
    ...healthLines(content.health).map(line => context(line)),
    ...[
      awaitedSection(content),
      failuresSection(content),
      leavingSection(content),
      requestsSection(content),
      fleetSection(content),
    ].flatMap((blocks): KnownBlock[] => [divider(), ...blocks]),
    context(
      `As of ${agoWords(content.asOfMs)}. Updated when something changes, at most once a minute. Answers to buttons appear under *Messages*.`,
    ),
  ])

/** External people see nothing of images. */
export const renderStrangersHome = (): Home => homeView(renderStranger().blocks)

/** The Home of a person whom Slack did not identify. */
export const renderUnknownHome = (reason: string): Home =>
  homeView(
    renderNote(
      '🚫',
      `amiops shows nothing here: Slack did not say which workspace you belong to (${code(reason, 80)}).`,
      'Open this tab again in a minute. If it stays like this, ask an amiops admin to run npm run doctor.',
    ).blocks,
  )
