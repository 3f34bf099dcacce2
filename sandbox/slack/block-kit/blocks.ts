import { isObject } from '../types.ts'
import { dataVisualization } from './charts.ts'
import { all, boolean, byType, type Check, list, object, oneOf, string, url } from './check.ts'
import { atLeastOne } from './check-fields.ts'
import { anyText, blockId, image, mrkdwn, plainText } from './composition.ts'
import {
  accessoryElements,
  actionElements,
  cardActions,
  contextActionElements,
  inputElements,
  urlSource,
} from './elements.ts'
import { richTextBlock } from './rich-text.ts'
import { dataTable, table } from './tables.ts'

/** Every block by its `type`. https://docs.slack.dev/reference/block-kit/blocks */
const block = (type: string, fields: Readonly<Record<string, Check>>): Check =>
  object({ type: oneOf(type), 'block_id?': blockId, ...fields })

const classic = {
  actions: block('actions', { elements: list(byType(actionElements), 25) }),
  context: block('context', {
    elements: list(byType({ image: image(), plain_text: anyText(), mrkdwn: anyText() }), 10),
  }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(150), 'level?': oneOf(1, 2, 3, 4) }),
  image: image({ 'block_id?': blockId, 'title?': plainText(2000) }),
  input: block('input', {
    label: plainText(2000),
    element: byType(inputElements),
    'hint?': plainText(2000),
    'optional?': boolean,
    'dispatch_action?': boolean,
  }),
  rich_text: richTextBlock,
  section: all(
    block('section', {
      'text?': anyText(3000),
      'fields?': list(anyText(2000), 10),
      'accessory?': byType(accessoryElements),
      'expand?': boolean,
    }),
    atLeastOne('text', 'fields'),
  ),
  video: block('video', {
    video_url: url(),
    thumbnail_url: url(),
    alt_text: string(2000, 1),
    title: plainText(200),
    'title_url?': url(),
    'author_name?': string(50),
    'provider_name?': string(50),
    'provider_icon_url?': url(),
    'description?': plainText(200),
  }),
}

// Which calls exist is known to `calls.add`, which the fake does not serve.
const call = { call: block('call', { call_id: string(255, 1) }) }

const file = { file: block('file', { source: oneOf('remote'), external_id: string(255, 1) }) }

// Maintainers of Slack's libraries say modals only; one sample of Slack's shows it in a message. The narrower is safe.
const alert = {
  alert: block('alert', {
    text: anyText(200),
    'level?': oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
}

const card = all(
  block('card', {
    'hero_image?': image(),
    'icon?': image(),
    'title?': mrkdwn(150),
    'subtitle?': mrkdwn(150),
    'body?': mrkdwn(200),
    // Documented, not in Slack's own types.
    'subtext?': mrkdwn(200),
    'actions?': list(byType(cardActions), 3),
  }),
  atLeastOne('hero_image', 'title', 'actions', 'body'),
)

const carousel = { carousel: block('carousel', { elements: list(byType({ card }), 10) }) }

const collapsedIsCollapsible: Check = (value, at, say) => {
  if (isObject(value) && value.default_collapsed === true && value.is_collapsible !== true)
    say('requires `is_collapsible` to be true', `${at}/default_collapsed`)
}

const inContainer = { ...classic, ...file, table }

const container = {
  container: all(
    block('container', {
      'title?': plainText(150),
      'rich_text_title?': richTextBlock,
      'subtitle?': anyText(150),
      child_blocks: list(byType(inContainer), 10),
      'width?': oneOf('narrow', 'standard', 'wide', 'full'),
      'icon?': image(),
      'is_collapsible?': boolean,
      'default_collapsed?': boolean,
      'has_header_divider?': boolean,
    }),
    atLeastOne('title', 'rich_text_title'),
    collapsedIsCollapsible,
  ),
}

const taskCard = block('task_card', {
  task_id: string(255, 1),
  title: string(3000, 1),
  'details?': richTextBlock,
  'output?': richTextBlock,
  'sources?': list(urlSource, 100, 0),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
})

const forMessages = {
  context_actions: block('context_actions', { elements: list(byType(contextActionElements), 5) }),
  markdown: block('markdown', { text: string(12_000, 1) }),
  task_card: taskCard,
  plan: block('plan', { title: string(3000, 1), 'tasks?': list(byType({ task_card: taskCard }), 100, 0) }),
}

export type Surface = 'message' | 'modal' | 'home'

/** Which block may stand where; a block that is not in the row is `unsupported` there. */
export const BLOCKS: Readonly<Record<Surface, Readonly<Record<string, Check>>>> = {
  message: {
    ...classic,
    ...file,
    ...call,
    ...forMessages,
    data_visualization: dataVisualization,
    ...carousel,
    ...container,
    card,
    table,
    data_table: dataTable,
  },
  modal: { ...classic, ...alert, card },
  home: { ...classic, ...carousel, ...container, card, table, data_table: dataTable },
}

export const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
