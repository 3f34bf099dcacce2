import { isObject, type Json } from '../types.ts'
import { BLOCKS, MAX_BLOCKS, type Surface } from './blocks.ts'
import { all, boolean, byType, type Check, list, object, oneOf, string } from './check.ts'
import { atLeastOne, atMostOne } from './check-fields.ts'
import { optionGroup, plainOption, plainText } from './composition.ts'
import { checkWhole } from './whole.ts'

/** Everything that Slack would object to in `blocks`, each line ending with where it is. Empty when all is well. */
export const validateBlocks = (
  blocks: Json,
  surface: Surface,
  at = '/blocks',
  seenBlockIds = new Set<string>(),
): string[] =>
  collect(say => {
    checkBlocks(surface, seenBlockIds)(blocks, at, say)
  })

/** The same for a modal or a Home view. */
export const validateView = (view: Json): string[] =>
  collect(say => {
    viewByType(view, '/view', say)
    submitWhereInputs(view, '/view', say)
  })

/** The same for the answer to a `block_suggestion`; no options at all are an answer too. */
export const validateSuggestions = (answer: Json): string[] => collect(say => suggestions(answer, '', say))

const suggestions = all(
  object({ 'options?': list(plainOption, 100, 0), 'option_groups?': list(optionGroup, 100, 0) }),
  atLeastOne('options', 'option_groups'),
  atMostOne('options', 'option_groups'),
)

const collect = (check: (say: (problem: string, at: string) => void) => void): string[] => {
  const problems: string[] = []
  check((problem, at) => problems.push(`${problem} [json-pointer:${at}]`))
  return problems
}

const checkBlocks =
  (surface: Surface, seenBlockIds?: Set<string>): Check =>
  (value, at, say) => {
    list(byType(BLOCKS[surface]), MAX_BLOCKS[surface], 0)(value, at, say)
    checkWhole(value, at, say, seenBlockIds)
  }

const common = {
  'private_metadata?': string(3000),
  'callback_id?': string(255),
  'external_id?': string(255),
}

const viewByType = byType({
  modal: object({
    type: oneOf('modal'),
    title: plainText(24),
    blocks: checkBlocks('modal'),
    'submit?': plainText(24),
    'close?': plainText(24),
    'clear_on_close?': boolean,
    'notify_on_close?': boolean,
    'submit_disabled?': boolean,
    ...common,
  }),
  home: object({ type: oneOf('home'), blocks: checkBlocks('home'), ...common }),
})

const submitWhereInputs: Check = (view, at, say) => {
  if (!isObject(view) || view.type !== 'modal' || view.submit !== undefined) return
  const hasInput =
    Array.isArray(view.blocks) && view.blocks.some(block => isObject(block) && block.type === 'input')
  if (hasInput) say('missing required field: submit', at)
}
