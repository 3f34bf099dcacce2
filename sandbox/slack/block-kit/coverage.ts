import type { Covered } from '../../coverage.ts'

/** Every block, on whichever surface it may stand. */
export const BLOCK_COVERAGE: Covered = {
  actions: { state: 'supported', provedBy: 'actions elements' },
  alert: {
    state: 'partial',
    provedBy: 'alert text',
    gap: 'modals only; one sample of Slack shows it in a message; the length of 200 is hearsay',
  },
  call: { state: 'partial', provedBy: 'call_id', gap: 'any call_id is taken, since calls.add is not served' },
  card: {
    state: 'partial',
    provedBy: 'card actions',
    gap: 'slack_icon is refused; three buttons at most is hearsay',
  },
  carousel: { state: 'supported', provedBy: 'carousel' },
  container: { state: 'supported', provedBy: 'container blocks' },
  context: { state: 'supported', provedBy: 'context elements' },
  context_actions: { state: 'supported', provedBy: 'context actions' },
  data_table: {
    state: 'partial',
    provedBy: 'data table rows',
    gap: 'no cells with buttons; the sizes are hearsay',
  },
  data_visualization: {
    state: 'partial',
    provedBy: 'chart series',
    gap: 'twelve series, where an older text of Slack says six; twelve segments of a pie are a guess',
  },
  divider: { state: 'supported', provedBy: 'blocks of a message' },
  file: { state: 'partial', provedBy: 'file external_id', gap: 'any external_id is taken' },
  header: { state: 'supported', provedBy: 'header level' },
  image: { state: 'partial', provedBy: 'image alt_text', gap: 'the image is not fetched' },
  input: { state: 'supported', provedBy: 'every input' },
  markdown: { state: 'supported', provedBy: 'markdown of all blocks' },
  plan: { state: 'supported', provedBy: 'a plan with its tasks' },
  rich_text: { state: 'supported', provedBy: 'rich text of every kind' },
  section: { state: 'supported', provedBy: 'section fields' },
  table: { state: 'supported', provedBy: 'table characters' },
  task_card: { state: 'supported', provedBy: 'a task in an unknown state' },
  video: {
    state: 'partial',
    provedBy: 'video title',
    gap: 'the app needs neither links.embed:write nor the domain among its own',
  },
}
